import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type Message, type Person, startBotApi } from '../../support/bot-api/bot-api'
import { sampleFiles } from '../../support/sample-files'

let api: BotApi
let li: Person

beforeEach(async () => {
  api = await startBotApi({ second: 20 })
  li = api.person(7, { firstName: '小李', languageCode: 'zh-hans' })
})
afterEach(() => api.close())

const send = async (text: string, reply_markup?: unknown) =>
  (await ask<Message>(api, 'sendMessage', { chat_id: 7, text, reply_markup })).result

const button = (text: string, callback_data = text) => ({ text, callback_data })

test('a person is the same one for the same id', () => {
  expect(api.person(7)).toBe(li)
  expect(li.says('hi').message).toMatchObject({
    from: { id: 7, is_bot: false, first_name: '小李', language_code: 'zh-hans' },
    chat: { id: 7, type: 'private', first_name: '小李' },
  })
})

test('commands are marked, also with a payload and inside a text', () => {
  const command = (offset: number, length: number) => ({ type: 'bot_command', offset, length })
  expect(li.starts('code_1').message).toMatchObject({ text: '/start code_1', entities: [command(0, 6)] })
  expect(li.starts().message).toMatchObject({ text: '/start', entities: [command(0, 6)] })
  expect(li.says('see /menu').message).toMatchObject({ entities: [command(4, 5)] })
  expect(li.says('1/2').message).not.toHaveProperty('entities')
})

test('a press finds the newest message with that button', async () => {
  li.starts()
  await send('old', { inline_keyboard: [[button('同意', 'old')]] })
  const newest = await send('new', { inline_keyboard: [[button('不同意', 'no'), button('同意', 'yes')]] })
  expect(li.presses('同意').callback_query).toMatchObject({
    data: 'yes',
    from: { id: 7 },
    message: { message_id: newest.message_id, text: 'new', chat: { id: 7 }, reply_markup: expect.anything() },
  })
  expect(li.presses('不同').callback_query).toMatchObject({ data: 'no' })
  expect(() => li.presses('蓝')).toThrow(/no button says 蓝.*\n.*old.*\[同意\]/)
  expect(li.pressesOn(9999, 'gone').callback_query).toMatchObject({ data: 'gone', message: { date: 0 } })
})

test('without an inline button the key of the keyboard is typed, or sends the own number', async () => {
  li.starts()
  await send('keys', { keyboard: [['菜单'], [{ text: '我的号码', request_contact: true }]] })
  expect(li.keyboard()).toEqual([['菜单'], ['我的号码']])
  expect(li.presses('菜单').message).toMatchObject({ text: '菜单' })
  expect(li.presses('我的号码').message).toMatchObject({ contact: { user_id: 7, phone_number: li.phone } })
  await send('menu', { inline_keyboard: [[button('菜单', 'x')]] })
  expect(li.presses('菜单').callback_query).toMatchObject({ data: 'x' })
  await send('gone', { remove_keyboard: true })
  expect(li.keyboard()).toEqual([])
  expect(() => li.presses('我的号码')).toThrow('no button')
})

test('pictures come in sizes, the largest last, and an album under one id', async () => {
  const bytes = sampleFiles['image/png']!.bytes
  const { photo, caption } = li.sendsPhoto(bytes, { caption: '工资条' }).message!
  expect(caption).toBe('工资条')
  expect(photo!.map(({ width }) => width)).toEqual([90, 320, 1280])
  expect(photo!.at(-1)).toMatchObject({ file_size: bytes.length })
  const again = li.sendsPhoto(bytes).message!.photo!
  expect(again.at(-1)!.file_unique_id).toBe(photo!.at(-1)!.file_unique_id)
  expect(again.at(-1)!.file_id).not.toBe(photo!.at(-1)!.file_id)
  const album = li.sendsAlbum([{ bytes }, { kind: 'video', bytes, caption: '现场' }]).map(({ message }) => message!)
  expect(album[0]!.media_group_id).toBe(album[1]!.media_group_id)
  expect(album[1]).toMatchObject({ message_id: album[0]!.message_id + 1, caption: '现场', video: { file_size: 70 } })
})

test('voices, videos, stickers, places and cards are as Telegram has them', () => {
  const bytes = Buffer.from('OggS')
  expect(li.sendsVoice(bytes).message).toMatchObject({ voice: { mime_type: 'audio/ogg', file_size: 4 } })
  expect(li.sendsVideo(bytes).message).toMatchObject({ video: { mime_type: 'video/mp4', duration: 5 } })
  expect(li.sendsSticker().message).toMatchObject({ sticker: { type: 'regular', emoji: '👍' } })
  expect(li.sendsLocation().message).toMatchObject({ location: { latitude: 22.6 } })
  expect(li.sendsContact({ phone: '+86139', userId: 8 }).message).toMatchObject({
    contact: { phone_number: '+86139', user_id: 8 },
  })
  expect(li.sendsContact({ phone: '+86139', userId: null }).message!.contact).not.toHaveProperty('user_id')
})

test('one edits one’s own messages', () => {
  const { message_id } = li.says('ten').message!
  expect(li.edits(message_id, 'eleven')).toMatchObject({
    edited_message: { message_id, text: 'eleven', edit_date: expect.any(Number) },
  })
  expect(() => li.edits(999, 'x')).toThrow('no message 999')
})

const refusal = async (chat_id = 7) => {
  const { status, description } = await ask(api, 'sendMessage', { chat_id, text: 'x' })
  return `${status} ${description}`
}

test('nothing reaches who never started, blocked the bot or is gone', async () => {
  expect(await refusal()).toBe("403 Forbidden: bot can't initiate conversation with a user")
  li.starts()
  expect(li.blocks()).toMatchObject({
    my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'kicked' } },
  })
  expect(await refusal()).toBe('403 Forbidden: bot was blocked by the user')
  expect(() => li.says('x')).toThrow('blocked')
  expect(li.unblocks()).toMatchObject({ my_chat_member: { new_chat_member: { status: 'member' } } })
  expect(await refusal()).toBe('200 undefined')
  li.deletesAccount()
  expect(await refusal()).toBe('403 Forbidden: user is deactivated')
})

test('in a group the chat is another, with its own messages', async () => {
  const there = li.inGroup(-50)
  expect(there.says('hi all').message).toMatchObject({ chat: { id: -50, type: 'group' }, from: { id: 7 } })
  await ask(api, 'sendMessage', { chat_id: -50, text: 'hi', reply_markup: { inline_keyboard: [[button('a')]] } })
  expect(there.presses('a').callback_query).toMatchObject({ message: { chat: { id: -50 } } })
  expect(li.shown()).toEqual([])
  const contact = { keyboard: [[{ text: 'my number', request_contact: true }]] }
  const asked = await ask(api, 'sendMessage', { chat_id: -50, text: 'number?', reply_markup: contact })
  expect(asked.description).toBe('Bad Request: phone number can be requested in private chats only')
  api.migrateGroup(-50, -100_050)
  expect(await ask(api, 'sendMessage', { chat_id: -50, text: 'x' })).toMatchObject({
    status: 400,
    parameters: { migrate_to_chat_id: -100_050 },
  })
  expect(await refusal(-100_050)).toBe('200 undefined')
})

test('one waits for what comes or changes after one’s last action', async () => {
  li.starts()
  const first = await send('balance 5')
  expect((await li.waitsFor('balance')).id).toBe(first.message_id)
  li.says('again')
  await expect(li.waitsFor('balance', 20)).rejects.toThrow(/balance did not come within 20 ms.*\n.*balance 5/)
  const waiting = li.waitsFor(/^balance \d$/)
  await ask(api, 'editMessageText', { chat_id: 7, message_id: first.message_id, text: 'balance 6' })
  expect(await waiting).toMatchObject({ id: first.message_id, text: 'balance 6', edited: true })
})
