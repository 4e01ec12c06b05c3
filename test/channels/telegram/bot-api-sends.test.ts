import { Telegram, TelegramError } from 'telegraf'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type Message, type Person, startBotApi } from '../../support/bot-api/bot-api'
import { sampleFiles } from '../../support/sample-files'

let api: BotApi
let telegram: Telegram
let li: Person
let now = 0

beforeEach(async () => {
  now = Date.parse('2026-11-20T02:00:00Z')
  api = await startBotApi({ second: 20, now: () => now })
  telegram = new Telegram(api.token, { apiRoot: api.root })
  li = api.person(7)
  li.starts()
})
afterEach(() => api.close())

const send = (params: Record<string, unknown>) => ask<Message>(api, 'sendMessage', { chat_id: 7, ...params })

const inline = (...data: string[]) => ({
  inline_keyboard: [data.map((data) => ({ text: data || 'x', callback_data: data }))],
})

test.each([
  [{ text: '' }, 'message text is empty'],
  [{ text: '  \n' }, 'message text is empty'],
  [{ text: '字'.repeat(4097) }, 'message is too long'],
  [{ text: '😀'.repeat(2049) }, 'message is too long'],
  [{ text: 'x', chat_id: 404 }, 'chat not found'],
  [{ text: 'x', chat_id: '' }, 'chat_id is empty'],
  [{ text: 'x', reply_markup: inline('') }, 'BUTTON_DATA_INVALID'],
  [{ text: 'x', reply_markup: inline('字'.repeat(22)) }, 'BUTTON_DATA_INVALID'],
  [{ text: 'x', reply_markup: inline(...Array(101).fill('a')) }, 'reply markup is too long'],
  [{ text: 'x', reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
  [
    { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'dead' }]] } },
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
])('sendMessage refuses what is wrong, case %#', async (params, why) => {
  expect(await send(params)).toEqual({ status: 400, ok: false, error_code: 400, description: `Bad Request: ${why}` })
  expect(api.sends).toMatchObject([{ delivered: false, messageId: null, call: { answer: `Bad Request: ${why}` } }])
  expect(li.shown()).toEqual([])
})

test('a text of 4096 units and data of 64 bytes pass', async () => {
  const data = `${'字'.repeat(21)}a`
  const { result } = await send({ text: '😀'.repeat(2048), reply_markup: inline(data) })
  expect(result).toMatchObject({ chat: { id: 7 }, from: { is_bot: true }, reply_markup: inline(data) })
  expect(li.shown()).toMatchObject([{ id: result.message_id, buttons: [[{ text: data }]] }])
  expect(api.sends).toMatchObject([{ delivered: true, chatId: '7', messageId: result.message_id, at: now }])
})

test('parameters may come as JSON, urlencoded, multipart or in the address', async () => {
  const path = `${api.root}/bot${api.token}/sendMessage`
  const markup = JSON.stringify(inline('a'))
  const form = new FormData()
  for (const [name, value] of [
    ['chat_id', '7'],
    ['text', '表单'],
    ['reply_markup', markup],
  ] as const)
    form.set(name, value)
  await fetch(path, { method: 'POST', body: form })
  await fetch(path, {
    method: 'POST',
    body: new URLSearchParams({ chat_id: '7', text: '编码', reply_markup: markup }),
  })
  await fetch(`${path}?chat_id=7&text=${encodeURIComponent('地址')}`)
  expect(li.shown().map(({ text, buttons }) => [text, buttons.length])).toEqual([
    ['表单', 1],
    ['编码', 1],
    ['地址', 0],
  ])
  const broken = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })
  expect(broken.status).toBe(400)
})

test('a message is edited, and only if that changes something', async () => {
  const { message_id } = (await send({ text: 'one', reply_markup: inline('a') })).result
  const edit = (params: Record<string, unknown>) =>
    ask<Message>(api, 'editMessageText', { chat_id: 7, message_id, ...params })
  expect((await edit({ text: 'one', reply_markup: inline('a') })).description).toMatch(
    /^Bad Request: message is not modified: /,
  )
  expect(await edit({ text: 'two' })).toMatchObject({ result: { text: 'two', edit_date: now / 1000 } })
  // An edit without buttons takes them away.
  expect(li.shown()).toMatchObject([{ text: 'two', buttons: [], edited: true }])
  const markup = await ask(api, 'editMessageReplyMarkup', { chat_id: 7, message_id, reply_markup: inline('b') })
  expect(markup.ok).toBe(true)
  expect(li.shown()).toMatchObject([{ text: 'two', buttons: [[{ text: 'b' }]] }])
  expect(await edit({ text: '' })).toMatchObject({ description: 'Bad Request: message text is empty' })
  expect(await edit({ text: 'x', message_id: 999 })).toMatchObject({
    description: 'Bad Request: message to edit not found',
  })
})

test('what a person wrote, a picture and a message with a keyboard cannot be edited', async () => {
  const edit = (message_id: number) => ask(api, 'editMessageText', { chat_id: 7, message_id, text: 'changed' })
  const refused = { status: 400, description: "Bad Request: message can't be edited" }
  expect(await edit(li.says('mine').message!.message_id)).toMatchObject(refused)
  const keys = await send({ text: 'keys', reply_markup: { keyboard: [['是', '否']] } })
  expect(await edit(keys.result.message_id)).toMatchObject(refused)
  const picture = await telegram.sendPhoto(7, { source: sampleFiles['image/jpeg']!.bytes })
  expect(await edit(picture.message_id)).toMatchObject({
    description: 'Bad Request: there is no text in the message to edit',
  })
})

test('a message is deleted within 48 hours', async () => {
  const [first, second] = [(await send({ text: 'one' })).result, (await send({ text: 'two' })).result]
  const remove = ({ message_id }: Message) => ask(api, 'deleteMessage', { chat_id: 7, message_id })
  expect(await remove(first)).toMatchObject({ result: true })
  expect(await remove(first)).toMatchObject({ description: 'Bad Request: message to delete not found' })
  expect(li.shown().map(({ text }) => text)).toEqual(['two'])
  now += 49 * 3_600_000
  expect(await remove(second)).toMatchObject({ description: "Bad Request: message can't be deleted for everyone" })
})

test('a press is answered once, and within seconds', async () => {
  await send({ text: 'choose', reply_markup: inline('a') })
  const answer = (id: string, text?: string) =>
    ask(api, 'answerCallbackQuery', { callback_query_id: id, text, show_alert: true })
  const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid'
  const { id } = li.presses('a').callback_query!
  expect(await answer(id, 'x'.repeat(201))).toMatchObject({ description: 'Bad Request: MESSAGE_TOO_LONG' })
  expect(await answer(id, 'got it')).toMatchObject({ result: true })
  expect(li.alerts).toEqual([{ queryId: id, text: 'got it', showAlert: true }])
  expect(await answer(id)).toMatchObject({ status: 400, description: tooOld })
  expect(await answer('17')).toMatchObject({ description: tooOld })
  const late = li.presses('a').callback_query!.id
  now += 16_000
  expect(await answer(late)).toMatchObject({ description: tooOld })
})

test.each(['photo', 'document', 'voice', 'video'] as const)(
  'telegraf sends a %s, then again by its id',
  async (kind) => {
    const method = `send${kind[0]!.toUpperCase()}${kind.slice(1)}` as 'sendDocument'
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10])
    const extra = { caption: '工资条', reply_markup: inline('看过了') }
    const source = { source: bytes, filename: '工资 "8月".jpg' }
    const sent = (await telegram[method](7, source, extra)) as unknown as Message
    const shown = li.shown()[0]!
    expect(shown).toMatchObject({ text: '工资条', buttons: [[{ text: '看过了' }]], file: { kind, bytes } })
    const media = kind === 'photo' ? sent.photo![0]! : sent[kind]!
    const again = (await telegram[method](7, media.file_id)) as unknown as Message
    expect((kind === 'photo' ? again.photo![0]! : again[kind]!).file_id).toBe(media.file_id)
    expect(li.shown()[1]!.file!.bytes).toEqual(bytes)
  },
)

test('files that are wrong are refused', async () => {
  const refusedAs = (work: Promise<unknown>) =>
    work.then(
      () => 'taken',
      (error: unknown) => (error instanceof TelegramError ? error.description : String(error)),
    )
  const bytes = sampleFiles['image/jpeg']!.bytes
  const { photo } = await telegram.sendPhoto(7, { source: bytes })
  expect(await refusedAs(telegram.sendDocument(7, photo[0]!.file_id))).toBe(
    "Bad Request: can't use file of type Photo as Document",
  )
  expect(await refusedAs(telegram.sendPhoto(7, 'AgACnone'))).toContain('wrong file identifier')
  expect(await refusedAs(telegram.sendPhoto(7, { source: Buffer.alloc(0) }))).toContain('file must be non-empty')
  expect(await refusedAs(telegram.sendPhoto(7, { source: Buffer.alloc(10_485_761) }))).toContain('too big for a photo')
  const caption = '字'.repeat(1025)
  expect(await refusedAs(telegram.sendPhoto(7, { source: bytes }, { caption }))).toContain('caption is too long')
  expect(await ask(api, 'sendVoice', { chat_id: 7 })).toMatchObject({
    description: 'Bad Request: there is no voice in the request',
  })
})

test('a file of a person is fetched by its link for an hour, up to 20 MB', async () => {
  const bytes = Buffer.from('%PDF-1.4 合同')
  const { document } = li.sendsDocument({ name: '合同.pdf', type: 'application/pdf', bytes }).message!
  expect(document).toMatchObject({ file_name: '合同.pdf', mime_type: 'application/pdf', file_size: bytes.length })
  const link = await telegram.getFileLink(document!.file_id)
  const fetched = await fetch(link)
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(bytes)
  now += 3_600_001
  expect((await fetch(link)).status).toBe(404)
  const size = 20 * 1024 * 1024 + 1
  const large = li.sendsDocument({ name: 'a.zip', type: 'application/zip', bytes, size }).message!.document!
  expect(await ask(api, 'getFile', { file_id: large.file_id })).toMatchObject({
    status: 400,
    description: 'Bad Request: file is too big',
  })
  expect(await ask(api, 'getFile', { file_id: 'no' })).toMatchObject({ description: 'Bad Request: invalid file_id' })
})

test('commands are kept by scope and language, and the calls can be counted', async () => {
  const list = [{ command: 'menu', description: '菜单' }]
  const scope = { type: 'chat', chat_id: 7 }
  await telegram.setMyCommands(list, { scope: { type: 'chat', chat_id: 7 }, language_code: 'zh' })
  expect((await ask(api, 'getMyCommands', { scope, language_code: 'zh' })).result).toEqual(list)
  expect((await ask(api, 'getMyCommands')).result).toEqual([])
  expect(api.calls('setMyCommands')).toHaveLength(1)
  const refused = async (commands: unknown) => (await ask(api, 'setMyCommands', { commands })).description
  expect(await refused([{ command: '菜单', description: 'x' }])).toBe('Bad Request: BOT_COMMAND_INVALID')
  expect(await refused([{ command: 'a', description: '' }])).toBe('Bad Request: BOT_COMMAND_DESCRIPTION_INVALID')
  expect(await refused(Array(101).fill(list[0]))).toBe('Bad Request: BOT_COMMANDS_TOO_MUCH')
})

test('the bot knows itself and chats, shows that it writes, and leaves a group', async () => {
  li.inGroup(-50).says('hi')
  expect(await telegram.getMe()).toMatchObject({ id: 123456, is_bot: true })
  expect(await telegram.getChat(7)).toMatchObject({ id: 7, type: 'private', first_name: li.user.first_name })
  expect(await telegram.sendChatAction(7, 'typing')).toBe(true)
  expect(await ask(api, 'sendChatAction', { chat_id: 7, action: 'sing' })).toMatchObject({ status: 400 })
  expect(await ask(api, 'leaveChat', { chat_id: 7 })).toMatchObject({ status: 400 })
  expect(await telegram.leaveChat(-50)).toBe(true)
  expect(await send({ chat_id: -50, text: 'x' })).toMatchObject({
    status: 403,
    description: 'Forbidden: bot is not a member of the group chat',
  })
})
