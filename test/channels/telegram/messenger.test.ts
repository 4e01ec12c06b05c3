import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { telegramAbilities } from '../../../src/channels/telegram/abilities'
import { Api } from '../../../src/channels/telegram/api'
import { TelegramMessenger } from '../../../src/channels/telegram/messenger'
import type { Outgoing, Recipient } from '../../../src/delivery/messenger'
import type { Body, FileRef } from '../../../src/domain/message'
import { type BotApi, startBotApi } from '../../support/bot-api/bot-api'
import { sampleFiles } from '../../support/sample-files'

let api: BotApi
let messenger: TelegramMessenger
const files = new Map<string, { file: FileRef; bytes: Uint8Array }>()
beforeEach(async () => {
  api = await startBotApi({ second: 5 })
  messenger = new TelegramMessenger({
    api: new Api({ token: api.token, root: `${api.root}/`, proxy: undefined }),
    files: { get: async (id) => files.get(id) },
  })
})
afterEach(async () => {
  files.clear()
  await api.close()
})

const to = (chat: number): Recipient => ({
  account: {
    id: `account-${chat}`,
    channel: 'telegram',
    externalId: String(chat),
    person: 'p',
    abilities: telegramAbilities,
    createdAt: '2026-11-20T00:00:00.000Z',
    lastContactAt: '2026-11-20T00:00:00.000Z',
    unreachable: null,
    seenSeq: 0,
  },
  language: 'zh-CN',
  isOfficer: false,
})
const body = (text: string, more: Partial<Body> = {}): Body => ({
  from: 'bot',
  name: null,
  text,
  choices: [],
  file: null,
  ...more,
})
let rows = 0
const message = (content: Body, more: Partial<Outgoing> = {}): Outgoing => ({
  row: `row-${rows++}`,
  lane: 'reply',
  body: content,
  replaces: null,
  ...more,
})
function stored(name: string, type: string, bytes: Uint8Array): FileRef {
  const id = `file-${files.size}`
  const file = { id, name, type, size: bytes.length, sha256: null }
  files.set(id, { file, bytes })
  return file
}
function someone(id = 7) {
  const person = api.person(id)
  person.starts()
  return person
}

test('a text over the limit comes in parts that lose nothing; only the last has the buttons', async () => {
  const person = someone()
  const long = Array.from({ length: 300 }, (_, n) => `第${n}行：工资一直没有发，老板说下个月`).join('\n')
  const choices = [{ label: '好', value: 'r.s.o' }]
  const content = body(long, { choices, from: 'officer', name: '王姐' })
  expect(await messenger.send(to(7), message(content))).toEqual({ kind: 'sent' })
  const shown = person.shown()
  expect(shown.length).toBeGreaterThan(1)
  expect(shown.map(({ text }) => text).join('\n')).toBe(`王姐：${long}`)
  expect(shown.map(({ buttons }) => buttons.length)).toEqual([...shown.slice(1).map(() => 0), 1])
})

test('where the number can be given by a tap, it is said where the key is', async () => {
  const person = someone()
  await messenger.send(to(7), message(body('留个电话吗？', { asks: 'phone' })))
  await messenger.send(to(7), message(body('怎么称呼你？')))
  expect(person.shown().map(({ text }) => text)).toEqual([
    '留个电话吗？\n不想打字，点下面的「📱 发我的手机号」。',
    '怎么称呼你？',
  ])
})

test('when the line breaks between the parts, those that have come do not come again', async () => {
  const person = someone()
  const words = `${'一'.repeat(4000)}\n\n${'二'.repeat(4000)}\n\n${'三'.repeat(100)}`
  const outgoing = message(body(words))
  // The first goes through, the second is one too many.
  api.breakNext('slow', { method: 'sendMessage' })
  api.breakNext('flood', { method: 'sendMessage' })
  expect(await messenger.send(to(7), outgoing)).toEqual({ kind: 'flood', milliseconds: 1000 })
  expect(person.shown()).toHaveLength(1)
  api.breakNext('broken-before', { method: 'sendMessage' })
  expect(await messenger.send(to(7), outgoing)).toMatchObject({ kind: 'unknown' })
  expect(await messenger.send(to(7), outgoing)).toEqual({ kind: 'sent' })
  expect(person.shown().map(({ text }) => text[0])).toEqual(['一', '二', '三'])
})

test('a picture goes as a photo with its words below it, everything else as the file it is', async () => {
  const person = someone()
  const jpeg = stored('工资条.jpg', 'image/jpeg', sampleFiles['image/jpeg']!.bytes)
  const pdf = stored('合"同".pdf', 'application/pdf', sampleFiles['application/pdf']!.bytes)
  for (const file of [jpeg, pdf]) await messenger.send(to(7), message(body('给你看', { file })))
  const [photo, document] = person.shown()
  expect([photo?.file?.kind, photo?.text]).toEqual(['photo', '给你看'])
  expect(photo?.file?.bytes.equals(sampleFiles['image/jpeg']!.bytes)).toBe(true)
  expect([document?.file?.kind, document?.file?.name, document?.text]).toEqual(['document', '合”同”.pdf', '给你看'])
})

test('a picture too large for a photo goes as a file, and words too long for a caption as a message behind it', async () => {
  const person = someone()
  const png = stored('大图.png', 'image/png', Buffer.alloc(10 * 1024 * 1024 + 1, 7))
  const words = '很长的话。'.repeat(300)
  expect(await messenger.send(to(7), message(body(words, { file: png })))).toEqual({ kind: 'sent' })
  expect(person.shown().map(({ file, text }) => [file?.kind, text.length])).toEqual([
    ['document', 0],
    [undefined, words.length],
  ])
})

test('a message is changed in place; one that is gone comes anew, one that is the same already is done', async () => {
  const person = someone()
  const page = (label: string) => body(label, { choices: [{ label: '更多…', value: `r.s.${label}` }], inPlace: true })
  await messenger.send(to(7), message(page('第一页')))
  const [first] = person.shown()
  const replaces = String(first?.id)
  for (let times = 0; times < 2; times++)
    expect(await messenger.send(to(7), message(page('第二页'), { replaces }))).toEqual({ kind: 'sent' })
  expect(person.shown().map(({ id, text, edited }) => [id, text, edited])).toEqual([[first?.id, '第二页', true]])
  expect(await messenger.send(to(7), message(page('第三页'), { replaces: '99999' }))).toEqual({ kind: 'sent' })
  expect(person.shown().map(({ text }) => text)).toEqual(['第二页', '第三页'])
})

test('an edit whose answer got lost is done again without a second message', async () => {
  const person = someone()
  const page = (label: string) => body(label, { choices: [{ label: '更多…', value: 'r.s.o' }], inPlace: true })
  await messenger.send(to(7), message(page('第一页')))
  const outgoing = message(page('第二页'), { replaces: String(person.shown()[0]?.id) })
  api.breakNext('broken-after', { method: 'editMessageText' })
  expect(await messenger.send(to(7), outgoing)).toMatchObject({ kind: 'unknown' })
  expect(await messenger.send(to(7), outgoing)).toEqual({ kind: 'sent' })
  expect(person.shown()).toHaveLength(1)
})

test.each([
  ['blocked', 'blocked'],
  ['deactivated', 'deactivated'],
  ['never', 'not-started'],
  ['nobody', 'no-such-chat'],
])('who is %s cannot be reached: %s', async (who, reason) => {
  const person = who === 'nobody' ? undefined : api.person(7)
  if (who === 'blocked' || who === 'deactivated') person?.starts()
  if (who === 'blocked') person?.blocks()
  if (who === 'deactivated') person?.deletesAccount()
  expect(await messenger.send(to(7), message(body('在吗')))).toEqual({ kind: 'unreachable', reason })
})

test('what the platform finds wrong is refused; its own errors and a line that is not there are tried later', async () => {
  someone()
  const wrong = body('好', { choices: [{ label: '好', value: 'x'.repeat(65) }] })
  expect(await messenger.send(to(7), message(wrong))).toEqual({ kind: 'refused', reason: 'bad-request' })
  expect(await messenger.send(to(7), message(body(' ')))).toEqual({ kind: 'refused', reason: 'bad-request' })
  const outgoing = message(body('好'))
  for (const milliseconds of [1000, 2000]) {
    api.breakNext('server-error', { method: 'sendMessage' })
    expect(await messenger.send(to(7), outgoing)).toMatchObject({ kind: 'later', milliseconds })
  }
  api.breakNext('html-error', { method: 'sendMessage' })
  expect(await messenger.send(to(7), outgoing)).toMatchObject({ kind: 'later', milliseconds: 4000 })
  api.breakNext('broken-after', { method: 'sendMessage' })
  expect(await messenger.send(to(7), outgoing)).toMatchObject({ kind: 'unknown' })
  await api.close()
  expect(await messenger.send(to(7), outgoing)).toEqual({ kind: 'later', milliseconds: 1000, reason: 'no-connection' })
})

test.each([400, 403, 404, 413])(
  'what meets with a page, as %i, waits and then arrives, words and files alike',
  async (status) => {
    const person = someone()
    let isInTheWay = true
    const front = createServer((asked, answer) => {
      if (isInTheWay) {
        asked.resume().on('end', () => answer.writeHead(status, { 'content-type': 'text/html' }).end('<html>no</html>'))
        return
      }
      const { method, headers } = asked
      asked.pipe(
        request(`${api.root}${asked.url}`, { method: method ?? 'GET', headers }, (response) => {
          answer.writeHead(response.statusCode ?? 0, response.headers)
          response.pipe(answer)
        }),
      )
    })
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    const root = `http://127.0.0.1:${(front.address() as AddressInfo).port}/`
    const behind = new TelegramMessenger({
      api: new Api({ token: api.token, root, proxy: undefined }),
      files: { get: async (id) => files.get(id) },
    })
    const file = stored('工资条.jpg', 'image/jpeg', sampleFiles['image/jpeg']!.bytes)
    const outgoing = [message(body('好')), message(body('看', { file })), message(body('都来'), { lane: 'bulk' })]
    for (const each of outgoing) expect(await behind.send(to(7), each)).toMatchObject({ kind: 'later' })
    isInTheWay = false
    for (const each of outgoing) expect(await behind.send(to(7), each)).toEqual({ kind: 'sent' })
    expect(person.shown().map(({ text }) => text)).toEqual(['好', '看', '都来'])
    front.closeAllConnections()
    await new Promise((resolve) => front.close(resolve))
  },
)

test('a token that is no longer right loses nothing: what is to be sent waits', async () => {
  const stranger = new TelegramMessenger({
    api: new Api({ token: '999999:AAwrong-token_of-somebody-else', root: `${api.root}/`, proxy: undefined }),
    files: { get: async () => undefined },
  })
  someone()
  expect(await stranger.send(to(7), message(body('好')))).toMatchObject({ kind: 'later', reason: 'token-refused' })
})
