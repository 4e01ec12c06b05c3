import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minute } from '../../src/domain/instant'
import { PostOffice } from '../support/post-office'
import { until } from '../support/until'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
  await office.delivery.stop()
  office.push.limits = { overall: 30, perChat: 1 }
  office.start()
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

const run = () => office.delivery.run()
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const flood = { kind: 'flood', milliseconds: 30_000 } as const

/** Gives a message to each of so many people. */
async function toMany(count: number, text: string, lane: 'notice' | 'bulk'): Promise<string[]> {
  const ids: string[] = []
  for (const n of numbers(count)) {
    await office.account(`${text}-${n}`, 'push')
    ids.push(...(await office.notify(`${text}-${n}`, [text], { lane })))
  }
  return ids
}

describe('the limits of a channel', () => {
  test('a hundred to the many need more than three seconds at thirty in each', async () => {
    const ids = await toMany(100, 'bulk', 'bulk')
    await run()
    expect(office.push.tries.length).toBeLessThanOrEqual(6)
    expect((await office.states(ids)).filter((state) => state === 'queued').length, 'the others unclaimed').toBe(94)
    await office.pass(3000)
    // Those of the first moment are not let through together again.
    expect(office.push.tries.length).toBeGreaterThanOrEqual(89)
    expect(office.push.tries.length).toBeLessThan(100)
    await office.pass(500)
    expect(office.push.arrived).toHaveLength(100)
    expect(await office.states(ids)).toEqual(Array(100).fill('sent'))
  })

  test('after an hour of quiet not more go at once than after a moment', async () => {
    office.clock.advance(60 * minute)
    await toMany(40, 'bulk', 'bulk')
    await run()
    expect(office.push.tries).toHaveLength(6)
  })

  test('a clock that is set back stops nobody, and lets nobody go faster', async () => {
    await toMany(40, 'bulk', 'bulk')
    await run()
    await office.pass(500)
    const before = office.push.tries.length
    office.clock.advance(-60 * minute)
    // What was queued bears the time of before: the limit is to be seen at what is asked of it now.
    await toMany(40, 'late', 'bulk')
    await run()
    expect(office.push.texts().filter((text) => text === 'late').length).toBeLessThanOrEqual(6)
    await office.pass(3000)
    expect(office.push.texts().filter((text) => text === 'late').length).toBe(40)
    expect(before).toBeLessThan(40)
  })

  test('notices go before bulk that was there first', async () => {
    await toMany(50, 'bulk', 'bulk')
    await run()
    await toMany(20, 'notice', 'notice')
    await office.pass(600)
    expect(office.push.texts().filter((text) => text === 'notice').length).toBeGreaterThanOrEqual(17)
    expect(office.push.texts().filter((text) => text === 'bulk').length).toBeLessThanOrEqual(7)
  })

  test('do not bind replies and what is urgent', async () => {
    await toMany(50, 'bulk', 'bulk')
    await run()
    const account = await office.account('a', 'push')
    await office.reply(account, numbers(20))
    await office.notify('a', numbers(20), { urgent: true })
    await run()
    expect(office.push.arrived.filter(({ to }) => to === 'a')).toHaveLength(40)
  })

  test('one chat gets one in a second, and costs the others nothing meanwhile', async () => {
    await office.account('a', 'push')
    await office.notify('a', ['1', '2', '3'])
    await office.notify('a', ['bulk'], { lane: 'bulk' })
    await run()
    expect(office.push.texts()).toEqual(['1'])
    await toMany(5, 'other', 'notice')
    await run()
    expect(office.push.texts().filter((text) => text === 'other')).toHaveLength(5)
    await office.pass(900)
    expect(office.push.arrived.filter(({ to }) => to === 'a')).toHaveLength(1)
    await office.pass(3000)
    expect(office.push.arrived.filter(({ to }) => to === 'a').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['1', '2', '3', 'bulk']),
    )
  })

  test('what waits for its chat goes when the chat takes it, not with the next look at the clock', async () => {
    await office.delivery.stop()
    // By day, whenever this runs: at night nobody is written to.
    const [day, begun] = [Date.parse(office.clock.now()), performance.now()]
    office.clock.now = () => new Date(day + performance.now() - begun).toISOString()
    office.push.limits = { overall: 30, perChat: 4 }
    office.start({ timer: true })
    await office.account('a', 'push')
    await office.notify('a', numbers(6))
    await until(() => office.push.arrived.length === 6)
    // A second and a quarter by the limit; with one look a second it would be five.
    expect(performance.now() - begun).toBeLessThan(4900)
    expect(office.push.texts()).toEqual(numbers(6))
  })

  test('what needs no token gives it back', async () => {
    office.rechecks.never = async () => false
    for (const n of numbers(60)) {
      await office.account(`web-${n}`, 'web-chat')
      await office.notify(`web-${n}`, ['1'], { lane: 'bulk' })
      await office.account(`off-${n}`, 'push')
      await office.notify(`off-${n}`, ['1'], { recheck: { name: 'never', argument: '' } })
    }
    await toMany(6, 'bulk', 'bulk')
    await run()
    expect(office.push.texts(), 'all tokens of the moment are left').toEqual(Array(6).fill('bulk'))
  })
})

describe('when the platform asks to slow down', () => {
  test('over a notice, nothing that nobody asked for goes until then; answers go on, and other channels', async () => {
    await office.account('a', 'push')
    office.push.answersTo.a = [flood]
    const [id] = await office.notify('a', ['1'])
    await run()
    const others = await toMany(40, 'bulk', 'bulk')
    await office.account('w', 'contract-window')
    await office.notify('w', ['window'])
    await office.account('page', 'web-chat')
    const [page] = await office.notify('page', ['page'])
    await office.reply(await office.account('b', 'push'), ['reply'])
    await office.notify('b', ['urgent'], { urgent: true })
    await office.pass(3000)
    expect(office.push.texts()).toEqual(['reply', 'urgent'])
    expect(office.window.pushed.get('w')?.map((body) => body.text)).toEqual(['window'])
    expect(await office.row(page)).toMatchObject({ state: 'waiting' })
    expect(await office.row(id)).toMatchObject({ state: 'queued', reason: 'flood', attempts: 0 })
    expect(await office.row(others[0])).toMatchObject({ state: 'queued', reason: 'flood', attempts: 0 })
    office.clock.advance(27_000)
    await run()
    await office.pass(2000)
    expect(office.push.arrived).toHaveLength(43)
    expect(await office.states([id!, ...others])).toEqual(Array(41).fill('sent'))
  })

  test('over a reply, only that chat waits', async () => {
    const account = await office.account('a', 'push')
    office.push.answersTo.a = [flood]
    const [id] = await office.reply(account, ['1', '2'])
    await run()
    await office.notify('a', ['notice'])
    await office.reply(await office.account('b', 'push'), ['to b'])
    await toMany(3, 'notice', 'notice')
    await run()
    expect(office.push.arrived.map(({ to }) => to).sort()).toEqual(['b', 'notice-0', 'notice-1', 'notice-2'])
    expect(await office.row(id)).toMatchObject({ state: 'queued', reason: 'flood', attempts: 0 })
    office.clock.advance(30_000)
    await run()
    const toA = office.push.arrived.filter(({ to }) => to === 'a').map(({ text }) => text)
    expect(toA.filter((text) => text !== 'notice')).toEqual(['1', '2'])
    expect(toA).toContain('notice')
  })

  test.each([
    ['within ten seconds', 10_000, []],
    ['later', 10_001, ['c']],
  ] as const)('over a reply in a second chat %s: the whole channel waits, or not', async (_when, apart, reached) => {
    office.push.answersTo.a = [flood]
    office.push.answersTo.b = [flood]
    await office.reply(await office.account('a', 'push'), ['1'])
    await run()
    office.clock.advance(apart)
    await office.reply(await office.account('b', 'push'), ['1'])
    await run()
    const c = await office.account('c', 'push')
    const [id] = await office.reply(c, ['1'])
    office.delivery.take(await office.claimedReplies(await office.account('d', 'push'), ['1']))
    await office.account('w', 'contract-window')
    await office.notify('w', ['window'])
    await run()
    expect(office.push.arrived.map(({ to }) => to).filter((to) => to === 'c')).toEqual(reached)
    expect(office.window.pushed.get('w')).toHaveLength(1)
    if (reached.length === 0) {
      expect(office.push.arrived).toEqual([])
      expect(await office.row(id)).toMatchObject({ state: 'queued', reason: 'flood', attempts: 0 })
    }
    office.clock.advance(30_000)
    await run()
    expect(office.push.arrived.map(({ to }) => to).sort()).toEqual(['a', 'b', 'c', 'd'])
  })

  test('the same chat twice is still one chat', async () => {
    office.push.answersTo.a = [{ kind: 'flood', milliseconds: 3000 }, flood]
    await office.reply(await office.account('a', 'push'), ['1'])
    await run()
    await office.pass(3000)
    expect(office.push.tries).toHaveLength(2)
    await office.reply(await office.account('b', 'push'), ['to b'])
    await run()
    expect(office.push.texts()).toEqual(['to b'])
  })
})
