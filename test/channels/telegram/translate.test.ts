import { describe, expect, test } from 'vitest'
import { translate } from '../../../src/channels/telegram/translate'
import { type Message, updateSchema } from '../../../src/channels/telegram/update'

const at = '2026-11-20T13:00:00.000Z'
const from = { id: 7, first_name: '小李', is_bot: false, language_code: 'zh-hans' }
const chat = { id: 7, type: 'private', first_name: '小李' }

const read = (update: object) => translate(updateSchema.parse({ update_id: 1000, ...update }), at)
const message = (content: object) => read({ message: { message_id: 55, date: 1, chat, from, ...content } })

function contents(translated: ReturnType<typeof translate>) {
  if (translated.kind !== 'messages') throw new Error(translated.kind)
  return translated.messages.map(({ content }) => content)
}

const photo = (size: number) => ({
  photo: [
    { file_id: 'small', file_unique_id: 's', file_size: 900, width: 90, height: 90 },
    { file_id: 'large', file_unique_id: 'l', file_size: size, width: 1280, height: 960 },
  ],
})

test('a text is named by its message, which outlives update ids that start anew', () => {
  const first = read({ update_id: 1000, message: { message_id: 55, chat, from, text: '投诉' } })
  const again = read({ update_id: 3, message: { message_id: 55, chat, from, text: '投诉' } })
  expect(first).toEqual(again)
  expect(first).toMatchObject({
    kind: 'messages',
    chat: '7',
    messages: [
      {
        channel: 'telegram',
        externalId: '7',
        update: 'm55',
        at,
        language: 'zh-CN',
        content: { kind: 'text', text: '投诉' },
      },
    ],
  })
})

test.each([
  ['zh-hans', 'zh-CN'],
  ['zh-CN', 'zh-CN'],
  ['en', 'en'],
  ['en-GB', 'en'],
  ['ru', null],
  [undefined, null],
])('the language %s is %s', (code, language) => {
  const said = read({ message: { message_id: 1, chat, from: { ...from, language_code: code }, text: 'hi' } })
  expect(said).toMatchObject({ messages: [{ language }] })
})

test('a press tells its value and the message it was on, and is answered by its id', () => {
  const pressed = read({
    callback_query: { id: '991', from, data: 'r.s.1', message: { message_id: 54, date: 0, chat } },
  })
  expect(pressed).toMatchObject({ kind: 'messages', callback: '991', messages: [{ update: 'c991' }] })
  expect(contents(pressed)).toEqual([{ kind: 'choice', value: 'r.s.1', on: '54' }])
})

test('a press on a message that is too old to be told still has a chat', () => {
  expect(read({ callback_query: { id: '991', from, data: 'r.s.1' } })).toMatchObject({
    chat: '7',
    messages: [{ externalId: '7' }],
  })
})

test('a change names the message it changes; a second one in the same second is another', () => {
  const edited = (update_id: number, text: string) =>
    read({ update_id, edited_message: { message_id: 55, edit_date: 9, chat, from, text } })
  expect(contents(edited(1, '两万'))).toEqual([{ kind: 'edit', of: 'm55', text: '两万' }])
  const ids = [edited(1, '两万'), edited(2, '三万')].map((said) =>
    said.kind === 'messages' ? said.messages[0]?.update : '',
  )
  expect(new Set(ids).size).toBe(2)
})

describe('files', () => {
  test('of a photo the largest size is taken, its bytes to be fetched later', () => {
    const [file] = contents(message(photo(60_000)))
    expect(file).toMatchObject({
      kind: 'file',
      remote: 'large',
      file: { name: 'photo-55.jpg', type: 'image/jpeg', size: 60_000, sha256: null },
    })
    expect(contents(message(photo(60_000)))).toEqual([file])
  })

  test.each(['王老板 写的/欠条', '从三月干到八月，一分钱没给，问了就说下个月，'.repeat(40)])(
    'a caption comes with its file, however long: %s',
    (caption) => {
      expect(contents(message({ ...photo(1), caption }))).toMatchObject([
        { kind: 'file', file: { name: 'photo-55.jpg' }, words: caption },
      ])
    },
  )

  test('a changed caption names the file that it belongs to', () => {
    const [file] = contents(message({ ...photo(1), caption: '欠条' }))
    const edited = (caption?: string) =>
      contents(read({ edited_message: { message_id: 55, edit_date: 9, chat, from, ...photo(1), caption } }))
    const id = file?.kind === 'file' ? file.file.id : ''
    expect(edited('结算单')).toEqual([{ kind: 'edit', of: 'm55', text: '结算单', file: id }])
    expect(edited()).toEqual([{ kind: 'edit', of: 'm55', text: '', file: id }])
  })

  test.each([
    [
      'voice',
      { voice: { file_id: 'f', file_unique_id: 'u', duration: 3, mime_type: 'audio/ogg' } },
      'voice-55.ogg',
      'audio/ogg',
    ],
    ['video', { video: { file_id: 'f', file_unique_id: 'u', mime_type: 'video/mp4' } }, 'video-55.mp4', 'video/mp4'],
    ['round video', { video_note: { file_id: 'f', file_unique_id: 'u', length: 1 } }, 'video-55.mp4', 'video/mp4'],
    [
      'music',
      { audio: { file_id: 'f', file_unique_id: 'u', file_name: '录音.m4a', mime_type: 'audio/mp4' } },
      '录音.m4a',
      'audio/mp4',
    ],
    [
      'document',
      { document: { file_id: 'f', file_unique_id: 'u', file_name: '../../合同.pdf', mime_type: 'application/pdf' } },
      '合同.pdf',
      'application/pdf',
    ],
  ])('%s', (_, content, name, type) => {
    expect(contents(message(content))).toMatchObject([
      { kind: 'file', remote: 'f', file: { name, type, sha256: null } },
    ])
  })

  test('what is too large or of a kind that is not taken is refused before it is fetched, its caption kept', () => {
    expect(contents(message(photo(20 * 1024 * 1024 + 1)))).toEqual([{ kind: 'unsupported', what: 'too-large' }])
    const program = {
      file_id: 'f',
      file_unique_id: 'u',
      file_name: 'a.apk',
      mime_type: 'application/vnd.android.package-archive',
    }
    expect(contents(message({ document: program, caption: '看看' }))).toEqual([
      { kind: 'unsupported', what: 'file-type', words: '看看' },
    ])
  })
})

test("one's own card gives its number, somebody else's gives nothing", () => {
  const card = (user_id?: number) => message({ contact: { phone_number: '8613812345678', first_name: '王', user_id } })
  expect(contents(card(7))).toEqual([{ kind: 'contact', phone: '8613812345678' }])
  expect(contents(card(8))).toEqual([{ kind: 'unsupported', what: 'contact' }])
  expect(contents(card())).toEqual([{ kind: 'unsupported', what: 'contact' }])
})

test.each<[string, object]>([
  ['sticker', { sticker: { file_id: 'x' } }],
  ['location', { location: { latitude: 22.6, longitude: 114 } }],
  ['location', { venue: {} }],
  ['poll', { poll: {} }],
  ['poll', { dice: {} }],
  ['other', { story: {} }],
])('%s is told by its kind', (what, content) => {
  expect(contents(message(content))).toEqual([{ kind: 'unsupported', what }])
})

test('what nobody said is nothing', () => {
  expect(message({ pinned_message: {} }).kind).toBe('nothing')
  expect(read({ message: { message_id: 1, chat, from: { ...from, is_bot: true }, text: 'x' } }).kind).toBe('nothing')
  expect(read({ some_new_kind: {} }).kind).toBe('nothing')
})

test('an entry of the keyboard is the menu command of that entry, in either language', () => {
  expect(contents(message({ text: '☰ 维权' }))).toEqual([{ kind: 'text', text: '/menu 1' }])
  expect(contents(message({ text: '☰ 我的' }))).toEqual([{ kind: 'text', text: '/menu 3' }])
  expect(contents(message({ text: '☰ 别的' }))).toEqual([{ kind: 'text', text: '☰ 别的' }])
})

test('groups are told apart, and blocks from groups', () => {
  const group = { id: -5, type: 'supergroup', title: '工友' }
  expect(read({ message: { message_id: 1, chat: group, from, text: '你好' } } as { message: Message })).toEqual({
    kind: 'group',
    chat: -5,
    left: false,
  })
  const member = (of: object, status: string) =>
    read({ my_chat_member: { chat: of, from, new_chat_member: { status } } })
  expect(member(group, 'member')).toEqual({ kind: 'group', chat: -5, left: false })
  expect(member(group, 'left')).toEqual({ kind: 'group', chat: -5, left: true })
  expect(member(chat, 'kicked')).toEqual({ kind: 'reach', chat: '7', blocked: true })
  expect(member(chat, 'member')).toEqual({ kind: 'reach', chat: '7', blocked: false })
})
