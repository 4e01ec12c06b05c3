import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type BotApiOptions, startBotApi } from '../../support/bot-api/bot-api'
import { HookServer } from '../../support/bot-api/hook-server'
import { until } from '../../support/until'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

/** A bot whose webhook is set; a second of the server takes 20 ms. */
async function hooked(
  settings: Record<string, unknown> = {},
  options: BotApiOptions = {},
): Promise<{ api: BotApi; hook: HookServer }> {
  const api = await startBotApi({ second: 20, httpWebhook: true, ...options })
  const hook = await HookServer.open()
  open.push(hook, api)
  expect(await ask(api, 'setWebhook', { url: hook.url, ...settings })).toMatchObject({
    result: true,
    description: 'Webhook was set',
  })
  return { api, hook }
}

/** The ms between one arrival and the next. */
function gaps({ received }: HookServer): number[] {
  return received.slice(1).map(({ at }, index) => at - received[index]!.at)
}

test('an update arrives with the secret and is confirmed by 200', async () => {
  const { api, hook } = await hooked({ secret_token: 'S3cret_-' })
  const sent = api.person(7).says('hello')
  await api.settled()
  expect(hook.received).toMatchObject([{ update: sent, secret: 'S3cret_-' }])
  expect(sent).toMatchObject({ message: { text: 'hello', chat: { id: 7, type: 'private' }, from: { id: 7 } } })
})

test('what was said before the webhook was set arrives too, unless it is dropped', async () => {
  const api = await startBotApi({ second: 20, httpWebhook: true })
  const hook = await HookServer.open()
  open.push(hook, api)
  api.person(7).says('early')
  await ask(api, 'setWebhook', { url: hook.url })
  await api.settled()
  await ask(api, 'deleteWebhook')
  api.person(7).says('dropped')
  await ask(api, 'setWebhook', { url: hook.url, drop_pending_updates: true })
  api.person(7).says('late')
  await api.settled()
  expect(hook.texts()).toEqual(['early', 'late'])
})

const refusals: [string, (response: ServerResponse) => void][] = [
  ['500', (response) => void response.writeHead(500).end()],
  ['404', (response) => void response.writeHead(404).end()],
  ['a redirect', (response) => void response.writeHead(302, { location: '/elsewhere' }).end()],
  ['a cut connection', (response) => void response.destroy()],
  ['no answer', () => {}],
]

test.each(refusals)('after %s the update is sent again, at once and then after 2, 4 … s', async (_, refuse) => {
  const { api, hook } = await hooked({}, { second: 200, webhookAnswers: 8 })
  hook.answer = (response) => (hook.received.length < 4 ? refuse(response) : response.end())
  api.person(7).says('hello')
  await api.settled()
  expect(hook.texts().slice(0, 4)).toEqual(['hello', 'hello', 'hello', 'hello'])
  const [first, second, third] = gaps(hook)
  expect(first).toBeLessThan(third!)
  expect(second).toBeGreaterThan(396)
  expect(third).toBeGreaterThan(796)
  expect((await ask(api, 'getWebhookInfo')).result).toMatchObject({ last_error_message: expect.any(String) })
})

test('a bot that is down gets its updates when it is up again', async () => {
  const { api, hook } = await hooked()
  await hook.close()
  open.splice(open.indexOf(hook), 1)
  api.person(7).says('hello')
  await until(async () => {
    const info = await ask<{ last_error_message?: string }>(api, 'getWebhookInfo')
    return info.result.last_error_message?.includes('ECONNREFUSED') ?? false
  })
  expect(api.pending()).toBe(1)
  const again = await HookServer.open()
  open.push(again)
  await ask(api, 'setWebhook', { url: again.url })
  await api.settled()
  expect(again.texts()).toEqual(['hello'])
})

test('Retry-After is obeyed', async () => {
  const { api, hook } = await hooked()
  hook.answer = (response) =>
    void (hook.received.length === 1 ? response.writeHead(503, { 'retry-after': '5' }).end() : response.end())
  api.person(7).says('hello')
  await api.settled()
  expect(gaps(hook)[0]).toBeGreaterThan(95)
})

test('what fails is given up when it expires', async () => {
  let now = Date.now()
  const { api, hook } = await hooked({}, { now: () => now })
  hook.answer = (response) => void response.writeHead(500).end()
  api.person(7).says('hello')
  await until(() => hook.received.length > 1)
  now += 25 * 3_600_000
  expect(api.pending()).toBe(0)
})

test('one chat is told one after another, other chats and a press of the same person meanwhile', async () => {
  const { api, hook } = await hooked()
  const held: ServerResponse[] = []
  hook.answer = (response, update) => void (update.message?.text === 'first' ? held.push(response) : response.end())
  const li = api.person(7)
  li.says('first')
  li.says('second')
  li.edits(li.says('third').message!.message_id, 'third!')
  api.person(8).says('other')
  li.pressesOn(1, 'press')
  await until(() => hook.received.length === 3)
  expect(hook.texts().toSorted()).toEqual(['first', 'other', 'press'])
  held[0]!.end()
  await api.settled()
  const said = hook.received.map(({ update }) => (update.message ?? update.edited_message)?.text)
  expect(said.slice(3)).toEqual(['second', 'third', 'third!'])
})

test('what is not taken keeps the rest of its chat waiting, also between two tries', async () => {
  const { api, hook } = await hooked()
  let tries = 0
  hook.answer = (response, update) => {
    if (update.message?.text === 'first') tries += 1
    response.writeHead(update.message?.text === 'first' && tries < 4 ? 500 : 200).end()
  }
  api.person(7).says('first')
  api.person(7).says('second')
  api.person(8).says('other')
  await api.settled()
  expect(hook.texts().filter((text) => text !== 'other')).toEqual(['first', 'first', 'first', 'first', 'second'])
})

test('no more than max_connections updates are on their way', async () => {
  const { api, hook } = await hooked({ max_connections: 2 })
  const held: ServerResponse[] = []
  hook.answer = (response) => void held.push(response)
  for (const id of [1, 2, 3, 4]) api.person(id).says('hello')
  await until(() => held.length === 2)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(held).toHaveLength(2)
  hook.answer = (response) => void response.end()
  for (const response of held) response.end()
  await api.settled()
  expect(hook.received).toHaveLength(4)
})

test('a method in the answer is run, and told of', async () => {
  const { api, hook } = await hooked()
  const li = api.person(7)
  hook.answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ method: 'sendMessage', chat_id: 7, text: 'by answer' }))
  }
  li.says('hello')
  await li.waitsFor('by answer')
  expect(api.webhookReplies).toMatchObject([{ method: 'sendmessage', fields: { chat_id: 7 } }])
  hook.answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ method: 'getMe' }))
  }
  li.says('again')
  await api.settled()
  expect(api.webhookReplies).toHaveLength(1)
})

test('a lost 200 brings the update twice', async () => {
  const { api, hook } = await hooked()
  api.breakNext('webhook-twice', { times: 2 })
  const { update_id } = api.person(7).says('hello')
  await api.settled()
  expect(hook.received.map(({ update }) => update.update_id)).toEqual([update_id, update_id])
  expect(api.faults['webhook-twice']).toBe(1)
})

test('a late update is overtaken in its own chat, a confirmed one comes again', async () => {
  const { api, hook } = await hooked()
  api.breakNext('late-update')
  const li = api.person(7)
  li.says('first')
  const second = li.says('second')
  await api.settled()
  expect(hook.texts()).toEqual(['second', 'first'])
  api.redeliver(second.update_id)
  await api.settled()
  expect(hook.received[2]!.update).toEqual(second)
})

test.each([
  [{ url: 'http://example.org/hook' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
  [{ url: 'https://example.org:8080/' }, 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
  [{ url: 'nowhere' }, 'bad webhook: invalid URL specified'],
  [{ url: 'https://example.org/', secret_token: '密' }, 'secret token contains unallowed characters'],
  [{ url: 'https://example.org/', secret_token: 'a'.repeat(257) }, 'secret token is too long'],
])('setWebhook refuses what is not allowed: %j', async (params, why) => {
  const api = await startBotApi({ httpWebhook: true })
  open.push(api)
  expect(await ask(api, 'setWebhook', params)).toMatchObject({ status: 400, description: `Bad Request: ${why}` })
})

test('without the option a webhook needs https', async () => {
  const api = await startBotApi()
  open.push(api)
  expect(await ask(api, 'setWebhook', { url: 'http://127.0.0.1:9/' })).toMatchObject({ status: 400 })
})

test('what the webhook is can be asked, and it can be taken away', async () => {
  const { api, hook } = await hooked({ max_connections: 5, allowed_updates: ['message'] })
  const set = { url: hook.url, max_connections: 5, allowed_updates: ['message'], pending_update_count: 0 }
  expect((await ask(api, 'getWebhookInfo')).result).toMatchObject(set)
  expect(api.person(7).blocks().update_id).toBe(0)
  expect(await ask(api, 'deleteWebhook')).toMatchObject({ result: true, description: 'Webhook was deleted' })
  expect(await ask(api, 'deleteWebhook')).toMatchObject({ description: 'Webhook is already deleted' })
  expect((await ask(api, 'getWebhookInfo')).result).toMatchObject({ url: '' })
})
