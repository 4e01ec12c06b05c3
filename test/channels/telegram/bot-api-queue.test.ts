import { afterEach, expect, test } from 'vitest'
import { ask, idsOf } from '../../support/bot-api/ask-bot-api'
import { type BotApi, type BotApiOptions, startBotApi, type Update } from '../../support/bot-api/bot-api'

const open: BotApi[] = []
afterEach(() => Promise.all(open.splice(0).map((api) => api.close())))

async function started(options: BotApiOptions = {}): Promise<BotApi> {
  const api = await startBotApi({ second: 20, ...options })
  open.push(api)
  return api
}

/** Polls as a bot does, taking each batch for handled; gives what it saw. */
async function drains(api: BotApi): Promise<Update[]> {
  const seen: Update[] = []
  let offset = 0
  while (api.pending() > 0) {
    const { result } = await ask<Update[]>(api, 'getUpdates', { offset, timeout: 5 })
    seen.push(...result)
    offset = Math.max(offset, ...result.map(({ update_id }) => update_id + 1))
  }
  return seen
}

test('a press is kept for 150 s, a message for 24 h', async () => {
  let now = Date.parse('2026-11-20T02:00:00Z')
  const api = await started({ now: () => now })
  const li = api.person(7)
  const message = li.says('hello')
  expect(message.message).toMatchObject({ date: now / 1000 })
  li.pressesOn(1, 'x')
  now += 149_000
  expect(api.pending()).toBe(2)
  now += 1000
  expect(await idsOf(api)).toEqual([message.update_id])
  const settled = api.settled()
  now += 24 * 3_600_000
  expect(await idsOf(api, { offset: 1 })).toEqual([])
  await settled
})

test('ids may begin elsewhere, and an offset far ahead then loses nothing', async () => {
  const api = await started()
  const li = api.person(7)
  const old = li.says('old').update_id
  expect(() => api.restartIds(1000)).toThrow('pending')
  await idsOf(api, { offset: old + 1 })
  api.restartIds(1000)
  expect([li.says('a').update_id, li.says('b').update_id]).toEqual([1000, 1001])
  expect(await idsOf(api, { offset: old + 2 })).toEqual([1000, 1001])
  expect(await idsOf(api, { offset: 1002 })).toEqual([])
})

test('a confirmed update can come again, below the offset', async () => {
  const api = await started()
  const update = api.person(7).says('hello')
  await drains(api)
  const next = api.person(7).says('next')
  api.redeliver(update.update_id)
  const { result } = await ask<Update[]>(api, 'getUpdates', { offset: next.update_id })
  expect(result).toEqual([update, next])
  await idsOf(api, { offset: next.update_id + 1 })
  expect(api.pending()).toBe(0)
  expect(() => api.redeliver(1)).toThrow('no update 1')
})

test('planned, an update comes twice or after later ones, and none is lost', async () => {
  const api = await started()
  const li = api.person(7)
  api.breakNext('duplicate-update')
  const [a, b] = ['a', 'b'].map((text) => li.says(text).update_id)
  expect((await drains(api)).map(({ update_id }) => update_id)).toEqual([a, b, a])
  api.breakNext('late-update')
  const [c, d] = ['c', 'd'].map((text) => li.says(text).update_id)
  expect((await drains(api)).map(({ update_id }) => update_id)).toEqual([d, c])
  expect(api.faults).toMatchObject({ 'duplicate-update': 1, 'late-update': 1 })
})

test('a late update keeps back those that follow it, lest their offset confirm it unseen', async () => {
  const api = await started({ late: 1000 })
  const li = api.person(7)
  const first = li.says('first').update_id
  api.breakNext('late-update')
  const [late, next] = ['late', 'next'].map((text) => li.says(text).update_id)
  expect(await idsOf(api)).toEqual([first])
  expect(await idsOf(api, { offset: late })).toEqual([])
  api.calm()
  expect(await idsOf(api)).toEqual([next, late])
})
