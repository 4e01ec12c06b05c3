import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isNextInLine } from '../../src/delivery/outbox'
import { minute } from '../../src/domain/instant'
import { PostOffice } from '../support/post-office'
import { until } from '../support/until'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

const run = () => office.delivery.run()
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

function gate() {
  let open: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { closed, open }
}

/** Counts the writes of the store from now on. */
function countsWrites() {
  const write = office.store.write
  const counted = { writes: 0 }
  office.store.write = function (this: unknown, ...given) {
    counted.writes++
    return write.apply(this, given) as never
  }
  return counted
}

describe('many lines side by side', () => {
  test('a slow send holds up neither other people nor what comes after them', async () => {
    await office.account('slow', 'push')
    const { closed, open } = gate()
    office.push.gates.slow = closed
    const [first] = await office.notify('slow', ['1', '2'])
    const people = numbers(100)
    for (const person of people) {
      await office.account(person, 'push')
      await office.notify(person, ['a', 'b', 'c'])
    }
    let settled = false
    const running = run().then(() => {
      settled = true
    })
    await until(() => office.push.arrived.length === 300)
    expect(settled, 'one is still under way').toBe(false)
    for (const person of people) {
      expect(office.push.arrived.filter(({ to }) => to === person).map(({ text }) => text)).toEqual(['a', 'b', 'c'])
    }
    expect(await office.row(first)).toMatchObject({ state: 'sending' })
    open()
    await running
    expect(office.push.texts().slice(-2)).toEqual(['1', '2'])
  })

  test('replies go before notices, and those before bulk', async () => {
    await office.delivery.stop()
    for (const person of ['a', 'b', 'c', 'd']) await office.account(person, 'push')
    await office.notify('a', ['bulk'], { lane: 'bulk' })
    await office.notify('b', ['notice'])
    await office.notify('c', ['urgent'], { urgent: true })
    await office.reply(await office.account('d', 'push'), ['reply'])
    office.start()
    await run()
    expect(office.push.texts()).toEqual(['urgent', 'reply', 'notice', 'bulk'])
  })

  test('what many slow sends to the many leave is room for an answer', async () => {
    const { closed, open } = gate()
    office.push.gate = closed
    for (const person of numbers(130)) {
      await office.account(person, 'push')
      await office.notify(person, ['bulk'], { lane: 'bulk' })
    }
    const account = await office.account('asks', 'push')
    office.push.gates.asks = Promise.resolve()
    const running = run()
    await until(() => office.push.tries.length === 128)
    await office.reply(account, ['reply'])
    await until(() => office.push.arrived.length === 1)
    expect(office.push.texts()).toEqual(['reply'])
    open()
    await running
    expect(office.push.arrived).toHaveLength(131)
  })

  test('what ends while one write is under way is written down together', async () => {
    const { closed, open } = gate()
    office.push.gate = closed
    const ids: string[] = []
    for (const person of numbers(100)) {
      await office.account(person, 'push')
      ids.push(...(await office.notify(person, ['1'])))
    }
    const running = run()
    await until(() => office.push.tries.length === 100)
    const counted = countsWrites()
    open()
    await running
    expect(counted.writes).toBeLessThan(5)
    expect(await office.states(ids)).toEqual(Array(100).fill('sent'))
  })

  test('when the clock leaps over the lease a message under way is not sent twice', async () => {
    await office.account('a', 'push')
    const { closed, open } = gate()
    office.push.gates.a = closed
    const [id] = await office.notify('a', ['1'])
    const running = run()
    await until(() => office.push.tries.length === 1)
    office.clock.advance(60 * minute)
    await office.account('b', 'push')
    await office.notify('b', ['wakes'])
    await until(() => office.push.texts().includes('wakes'))
    open()
    await running
    expect(office.push.texts()).toEqual(['wakes', '1'])
    expect(await office.row(id)).toMatchObject({ state: 'sent', attempts: 1 })
  })
})

describe('replies that are handed over', () => {
  test('are sent in their order without being claimed, and written down', async () => {
    const account = await office.account('a', 'push')
    const rows = await office.claimedReplies(account, ['1', '2', '3'])
    await run()
    expect(office.push.tries, 'they belong to who committed them').toEqual([])
    const counted = countsWrites()
    office.delivery.take(rows)
    await run()
    expect(office.push.texts()).toEqual(['1', '2', '3'])
    expect(counted.writes).toBeLessThanOrEqual(3)
    expect(await office.row(rows[2]?.id)).toMatchObject({ state: 'sent', attempts: 1, leasedUntil: null })
  })

  test('wait behind one of them that the platform puts off, and do not count as tried', async () => {
    const account = await office.account('a', 'push')
    const rows = await office.claimedReplies(account, ['1', '2', '3'])
    office.push.answers.push({ kind: 'sent' }, { kind: 'later', milliseconds: minute, reason: 'busy' })
    office.delivery.take(rows)
    await run()
    expect(office.push.texts()).toEqual(['1'])
    expect(await office.row(rows[1]?.id)).toMatchObject({ state: 'queued', reason: 'busy', attempts: 0 })
    expect(await office.row(rows[2]?.id)).toMatchObject({ state: 'queued', attempts: 0 })
    office.clock.advance(minute)
    await run()
    expect(office.push.texts()).toEqual(['1', '2', '3'])
  })

  test('keep their order when the outcome of one is not known: it goes once more, before the next', async () => {
    const account = await office.account('a', 'push')
    const rows = await office.claimedReplies(account, ['1', '2'])
    office.push.answers.push({ kind: 'unknown', reason: 'timeout' })
    office.delivery.take(rows)
    await run()
    expect(office.push.tries.map(({ text }) => text)).toEqual(['1', '1', '2'])
  })

  test('go behind those that are still being sent, in their order and without a claim', async () => {
    const account = await office.account('a', 'push')
    const { closed, open } = gate()
    office.push.gates.a = closed
    const first = await office.claimedReplies(account, ['1', '2'])
    office.delivery.take(first)
    await until(() => office.push.tries.length === 1)
    const mayFollow = () => office.store.write([], (tx) => isNextInLine(tx, 'a', office.delivery.holds))
    expect(await mayFollow()).toBe(true)
    const second = await office.claimedReplies(account, ['3'])
    expect(await mayFollow(), 'nobody took that one yet').toBe(false)
    office.delivery.take(second)
    expect(await mayFollow()).toBe(true)
    open()
    await run()
    expect(office.push.texts()).toEqual(['1', '2', '3'])
    expect(await office.row(second[0]?.id)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  test('go back with those before them that have to wait', async () => {
    const account = await office.account('a', 'push')
    const { closed, open } = gate()
    office.push.gates.a = closed
    office.push.answers.push({ kind: 'later', milliseconds: minute, reason: 'busy' })
    office.delivery.take(await office.claimedReplies(account, ['1']))
    const [second] = await office.claimedReplies(account, ['2'])
    office.delivery.take([second!])
    open()
    await run()
    expect(office.push.arrived).toEqual([])
    expect(await office.row(second?.id)).toMatchObject({ state: 'queued', attempts: 0 })
    office.clock.advance(minute)
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
  })

  test('go back when what stood before them was put back before they came', async () => {
    const account = await office.account('a', 'push')
    const { closed, open } = gate()
    office.push.gates.a = closed
    office.push.answers.push({ kind: 'later', milliseconds: minute, reason: 'busy' })
    office.delivery.take(await office.claimedReplies(account, ['1']))
    const second = await office.claimedReplies(account, ['2'])
    open()
    await run()
    office.delivery.take(second)
    await run()
    expect(office.push.arrived).toEqual([])
    office.clock.advance(minute)
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
  })

  test('of a process that died are sent when their lease has run out', async () => {
    const account = await office.account('a', 'push')
    await office.claimedReplies(account, ['1', '2'])
    await office.delivery.stop()
    office.start()
    office.clock.advance(minute - 1)
    await run()
    expect(office.push.tries).toEqual([])
    office.clock.advance(1)
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
  })

  test('so late that their lease is nearly over are claimed like all others, and sent once', async () => {
    const account = await office.account('a', 'push')
    const rows = await office.claimedReplies(account, ['1', '2'])
    office.clock.advance(minute / 2)
    office.delivery.take(rows)
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
    expect(await office.row(rows[0]?.id)).toMatchObject({ state: 'sent', attempts: 1 })
  })
})

describe('stopping', () => {
  test('waits for what is under way and leaves the rest to the next start', async () => {
    const account = await office.account('a', 'push')
    const { closed, open } = gate()
    office.push.gates.a = closed
    const rows = await office.claimedReplies(account, ['1', '2'])
    office.delivery.take(rows)
    await until(() => office.push.tries.length === 1)
    const stopping = office.delivery.stop()
    open()
    await stopping
    expect(office.push.texts()).toEqual(['1'])
    expect(await office.states(rows.map((row) => row.id))).toEqual(['sent', 'queued'])
    office.start()
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
  })

  test('does not wait for ever: what had no answer keeps its lease, and a late answer changes nothing', async () => {
    await office.delivery.stop()
    office.start({ patience: 20 })
    await office.account('a', 'push')
    const { closed, open } = gate()
    office.push.gates.a = closed
    const [id] = await office.notify('a', ['1'])
    const running = run()
    await until(() => office.push.tries.length === 1)
    await office.delivery.stop()
    await running
    open()
    await closed
    expect(await office.row(id)).toMatchObject({ state: 'sending', attempts: 1 })
  })
})
