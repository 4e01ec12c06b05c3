import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Update } from '../../../src/channels/telegram/update'
import { webhookRoutes } from '../../../src/channels/telegram/webhook'
import { StoreUnavailable } from '../../../src/store/store'

const secret = 'a-secret-of-16-letters'

/** The route with a receiver that keeps updates, or does what the test says. */
function route(take: (update: unknown) => Promise<void> = async () => undefined) {
  const faults: unknown[] = []
  const taken: number[] = []
  const receiver = {
    take: async (update: unknown) => {
      await take(update)
      taken.push((update as Update).update_id)
    },
  }
  const app = new Hono().route('/telegram', webhookRoutes({ receiver, secret, onFault: (fault) => faults.push(fault) }))
  const post = (body: BodyInit, token: string | null = secret) =>
    app.request('/telegram/webhook', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== null && { 'x-telegram-bot-api-secret-token': token }),
      },
      body,
    })
  return { app, post, taken, faults }
}

test('an update with the right secret is kept and confirmed', async () => {
  const { post, taken } = route()
  const answer = await post('{"update_id":7}')
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  expect(taken).toEqual([7])
})

test.each([['wrong'], [''], [`${secret}x`], [secret.slice(1)], [null]])('the secret %s is refused', async (token) => {
  const { post, taken } = route()
  expect((await post('{"update_id":7}', token)).status).toBe(403)
  expect((await post('no json at all', token)).status).toBe(403)
  expect(taken).toEqual([])
})

test('what is no JSON is refused, and so is what is too large, without being read to its end', async () => {
  const { post, taken } = route()
  expect((await post('{"update_id":7')).status).toBe(400)
  expect((await post('')).status).toBe(400)
  expect((await post(JSON.stringify({ update_id: 7, text: 'x'.repeat(1024 * 1024) }))).status).toBe(413)
  expect(taken).toEqual([])
})

test('other methods and paths are not there', async () => {
  const { app } = route()
  expect((await app.request('/telegram/webhook')).status).toBe(404)
  expect((await app.request('/telegram/', { method: 'POST' })).status).toBe(404)
})

test('what could not be kept is to be brought again a little later', async () => {
  let isBroken = true
  const { post, taken, faults } = route(async () => {
    if (isBroken) throw new StoreUnavailable('disk')
  })
  const refused = await post('{"update_id":7}')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  expect(faults).toHaveLength(1)
  isBroken = false
  expect((await post('{"update_id":7}')).status).toBe(200)
  expect(taken).toEqual([7])
})

test('more than the allowed at once are asked to come again, and no more of them are read', async () => {
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const { post, taken } = route(() => gate)
  const all = Promise.all(Array.from({ length: 300 }, (_, n) => post(`{"update_id":${n}}`)))
  await new Promise((resolve) => setTimeout(resolve, 50))
  open()
  const answers = await all
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(256)
  const refused = answers.filter(({ status }) => status === 503)
  expect(refused).toHaveLength(44)
  expect(refused[0]?.headers.get('retry-after')).toBe('1')
  expect(taken).toHaveLength(256)
  expect((await post('{"update_id":999}')).status).toBe(200)
})
