import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { Api } from '../../../src/channels/telegram/api'
import { Poll, type PollTimes } from '../../../src/channels/telegram/poll'
import type { Update } from '../../../src/channels/telegram/update'
import { type BotApi, type BotApiOptions, startBotApi } from '../../support/bot-api/bot-api'
import { until } from '../../support/until'

const times: PollTimes = { pollSeconds: 8, watchdogMs: 2000, pauseMs: 5, longestPauseMs: 40 }

const open: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop()
})

/** Where updates end up: what was kept, in its order, and which of them is not kept yet. */
class Shelf {
  readonly kept: string[] = []
  readonly ids = new Set<number>()
  underWay = 0
  mostUnderWay = 0
  refuses: (text: string) => boolean = () => false
  lineOf = (raw: unknown) => String((raw as Update).message?.chat.id)
  take = async (raw: unknown) => {
    const { message, update_id } = raw as Update
    const text = message?.text ?? ''
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay)
    // Those of one person must be in order however long each takes.
    await sleep(Math.random() * 3)
    this.underWay--
    if (this.refuses(text)) throw new Error('not kept')
    if (!this.kept.includes(text)) this.kept.push(text)
    this.ids.add(update_id)
  }
  of = (person: string) => this.kept.filter((text) => text.startsWith(person))
}

async function fake(options: BotApiOptions = {}): Promise<BotApi> {
  const api = await startBotApi({ second: 10, ...options })
  open.push({ stop: () => api.close() })
  return api
}

function poll(api: BotApi, shelf: Shelf, more: Partial<PollTimes> = {}) {
  const states: string[] = []
  const deps = {
    api: new Api({ token: api.token, root: `${api.root}/`, proxy: undefined }),
    receiver: shelf,
    onState: (state: string) => void (states.at(-1) !== state && states.push(state)),
  }
  const polling = new Poll(deps, { ...times, ...more })
  polling.start()
  open.push(polling)
  return { polling, states }
}

const numbered = (person: string, count: number) => Array.from({ length: count }, (_, n) => `${person}${n}`)

test('nothing is confirmed before it is kept: what failed comes again, in the order of each person', async () => {
  const api = await fake()
  const shelf = new Shelf()
  let isBroken = true
  shelf.refuses = (text) => isBroken && /^a[1-9]/.test(text)
  const { states } = poll(api, shelf)
  const [a, b] = [api.person(1), api.person(2)]
  for (const n of [0, 1, 2, 3]) {
    a.says(`a${n}`)
    b.says(`b${n}`)
  }
  await until(() => shelf.of('b').length === 4)
  await sleep(60)
  expect(shelf.of('a')).toEqual(['a0'])
  expect(api.pending()).toBeGreaterThanOrEqual(3)
  isBroken = false
  await api.settled()
  expect(shelf.of('a')).toEqual(numbered('a', 4))
  expect(shelf.of('b')).toEqual(numbered('b', 4))
  expect(states).toEqual(['polling'])
})

test('updates that come out of order do not confirm each other', async () => {
  const api = await fake()
  const shelf = new Shelf()
  let isBroken = true
  shelf.refuses = () => isBroken
  api.breakNext('late-update')
  poll(api, shelf)
  api.person(1).says('a0')
  api.person(2).says('b0')
  await until(() => api.calls('getUpdates').some(({ fields }) => fields.offset !== undefined))
  await sleep(50)
  expect(api.pending()).toBe(2)
  isBroken = false
  await api.settled()
  expect(shelf.kept.toSorted()).toEqual(['a0', 'b0'])
})

test('of five hundred that wait no more than a hundred are held at once', async () => {
  const api = await fake()
  const people = Array.from({ length: 50 }, (_, n) => api.person(n + 1))
  for (let n = 0; n < 10; n++) for (const person of people) person.says(`p${person.id}-${n}`)
  const shelf = new Shelf()
  poll(api, shelf)
  await api.settled()
  expect(shelf.kept).toHaveLength(500)
  expect(shelf.mostUnderWay).toBeGreaterThan(10)
  expect(shelf.mostUnderWay).toBeLessThanOrEqual(100)
  for (const { id } of people) expect(shelf.of(`p${id}-`)).toEqual(numbered(`p${id}-`, 10))
})

test('a poll that never comes back is given up and done again, and nothing of it is lost', async () => {
  const api = await fake({ slow: 1e6 })
  api.breakNext('slow', { method: 'getUpdates', times: 2 })
  const shelf = new Shelf()
  api.person(1).says('a0')
  const { states } = poll(api, shelf, { watchdogMs: 80 })
  await api.settled()
  expect(shelf.kept).toEqual(['a0'])
  expect(api.faults.slow).toBe(2)
  expect(states).toEqual(['waiting', 'polling'])
})

test('errors of the line and of the server are waited out, longer each time; a 429 as long as it says', async () => {
  const api = await fake({ retryAfter: 0.2 })
  for (const kind of ['broken-before', 'broken-after', 'server-error', 'html-error', 'html-error'] as const)
    api.breakNext(kind, { method: 'getUpdates' })
  api.breakNext('flood', { method: 'getUpdates' })
  const shelf = new Shelf()
  const { states } = poll(api, shelf)
  await until(() => states.includes('polling'))
  api.person(1).says('a0')
  await api.settled()
  expect(shelf.kept).toEqual(['a0'])
  expect(states).toEqual(['waiting', 'polling'])
  const at = api.calls('getUpdates').map((call) => call.at)
  const pauses = at.slice(1, 7).map((time, index) => time - (at[index] ?? 0))
  // Five errors double from 5 ms to the longest; a quarter more or less of it is chance.
  expect(pauses[4]).toBeGreaterThanOrEqual(28)
  expect(pauses[5]).toBeGreaterThanOrEqual(195)
})

test('when another instance polls, the old one stops and the new one gets everything', async () => {
  const api = await fake()
  const [before, after] = [new Shelf(), new Shelf()]
  const old = poll(api, before)
  api.person(1).says('a0')
  await until(() => before.kept.length === 1)
  const young = poll(api, after)
  await until(() => old.states.includes('taken-over'))
  for (const n of [1, 2, 3]) api.person(1).says(`a${n}`)
  await api.settled()
  expect(before.kept).toEqual(['a0'])
  expect(after.kept.filter((text) => text !== 'a0')).toEqual(['a1', 'a2', 'a3'])
  expect(old.states).toEqual(['polling', 'taken-over'])
  expect(young.states.at(-1)).toBe('polling')
  const calls = api.calls('getUpdates').length
  await sleep(60)
  expect(api.calls('getUpdates').length - calls).toBeLessThanOrEqual(1)
})

test('an old instance to which nobody has written yet stops too, instead of fighting for the line', async () => {
  const api = await fake()
  const old = poll(api, new Shelf(), { pollSeconds: 50 })
  await until(() => old.states.includes('polling'))
  const young = poll(api, new Shelf(), { pollSeconds: 50 })
  await until(() => old.states.includes('taken-over'))
  await until(() => young.states.includes('polling'))
  await sleep(50)
  expect(young.states).toEqual(['polling'])
})

test('ids that start anew after quiet days are taken as they come', async () => {
  const api = await fake()
  const shelf = new Shelf()
  poll(api, shelf)
  api.person(1).says('a0')
  await api.settled()
  await until(() => api.calls('getUpdates').at(-1)?.fields.offset === undefined)
  api.restartIds(17)
  for (const n of [1, 2]) api.person(1).says(`a${n}`)
  await api.settled()
  expect(shelf.kept).toEqual(['a0', 'a1', 'a2'])
  expect([...shelf.ids].at(-1)).toBe(18)
})

test('stopping keeps what was fetched and confirms it, so that the next start does not get it again', async () => {
  const api = await fake()
  const shelf = new Shelf()
  const { polling } = poll(api, shelf)
  for (const text of numbered('a', 20)) api.person(1).says(text)
  await until(() => shelf.kept.length > 3)
  await polling.stop()
  expect(shelf.underWay).toBe(0)
  const left = api.pending()
  expect(left).toBe(20 - shelf.kept.length)
})
