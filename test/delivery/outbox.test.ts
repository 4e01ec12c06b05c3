import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minute } from '../../src/domain/instant'
import { officers, persons } from '../../src/store/collections'
import { PostOffice } from '../support/post-office'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const later = { kind: 'later', milliseconds: 5 * minute, reason: 'flood' } as const
const unknown = { kind: 'unknown', reason: 'timeout' } as const
const run = () => office.delivery.run()

describe('order', () => {
  test('one person’s messages arrive in the order they were queued, also those of one instant', async () => {
    await office.account('a', 'push')
    await office.notify('a', numbers(20))
    await run()
    expect(office.push.texts()).toEqual(numbers(20))
  })

  test('what was said in one answer arrives in its order', async () => {
    const account = await office.account('a', 'push')
    await office.reply(account, numbers(5))
    await run()
    expect(office.push.texts()).toEqual(numbers(5))
  })

  test('a message put off keeps its place in line: what came after it waits', async () => {
    await office.account('a', 'push')
    office.push.answers.push(later)
    const ids = await office.notify('a', ['1', '2'])
    await run()
    office.clock.advance(minute)
    await office.notify('a', ['3'])
    await run()
    expect(office.push.texts()).toEqual([])
    expect(await office.row(ids[0])).toMatchObject({ state: 'queued', reason: 'flood', attempts: 0 })
    office.clock.advance(5 * minute)
    await run()
    expect(office.push.texts()).toEqual(['1', '2', '3'])
  })

  test('a reply and an urgent notice do not wait for notices that were put off, nor bulk for anybody', async () => {
    const account = await office.account('a', 'push')
    office.push.answers.push(later)
    await office.notify('a', ['notice'])
    await run()
    await office.reply(account, ['reply'])
    await office.notify('a', ['urgent'], { urgent: true })
    await office.notify('a', ['bulk'], { lane: 'bulk' })
    await run()
    expect(office.push.texts().sort()).toEqual(['bulk', 'reply', 'urgent'])
    expect(office.push.texts().filter((text) => text !== 'bulk')).toEqual(['reply', 'urgent'])
  })

  test('one person whose platform is slow does not hold up another', async () => {
    await office.account('a', 'push')
    await office.account('b', 'push')
    office.push.answers.push(later)
    await office.notify('a', ['for a'])
    await run()
    await office.notify('b', ['for b'])
    await run()
    expect(office.push.texts()).toEqual(['for b'])
  })

  test('while one is under way the next of the same line is not sent, whatever wakes the delivery', async () => {
    await office.account('a', 'push')
    let open: () => void = () => undefined
    office.push.gate = new Promise((resolve) => {
      open = resolve
    })
    const ids = await office.notify('a', ['1', '2'])
    const running = run()
    await office.notify('a', ['3'])
    while (office.push.tries.length === 0) await new Promise(setImmediate)
    expect(await office.claimAndDie()).toEqual([])
    expect(await office.states(ids)).toEqual(['sending', 'queued'])
    open()
    await running
    await run()
    expect(office.push.texts()).toEqual(['1', '2', '3'])
  })
})

describe('when', () => {
  const evening = '2026-11-20T13:30:00.000Z' // 21:30 in Shanghai
  const morning = '2026-11-21T00:00:00.000Z' // 08:00 the day after

  test('a youth is left in peace from half past nine to eight', async () => {
    await office.account('a', 'push')
    office.clock.set('2026-11-20T13:29:59.999Z')
    await office.notify('a', ['before'])
    await run()
    office.clock.set(evening)
    const ids = await office.notify('a', ['in the night', 'second'])
    await run()
    expect(office.push.texts()).toEqual(['before'])
    expect(await office.row(ids[0])).toMatchObject({ state: 'queued', reason: 'quiet-hours', notBefore: morning })
    office.clock.set('2026-11-20T23:59:59.999Z')
    await run()
    expect(office.push.texts()).toEqual(['before'])
    office.clock.set(morning)
    await run()
    expect(office.push.texts()).toEqual(['before', 'in the night', 'second'])
  })

  test('not bound by it: an officer, what is urgent, a reply', async () => {
    office.clock.set(evening)
    await office.account('o', 'push')
    const createdAt = office.clock.now()
    await office.store.write([], (tx) =>
      tx.put(officers, { id: 'o', name: '王姐', roles: [], unit: 'root', onCall: null, createdAt, leftAt: null }),
    )
    const account = await office.account('a', 'push')
    await office.notify('o', ['to the officer'])
    await office.notify('a', ['urgent'], { urgent: true })
    await office.notify('a', ['not urgent'])
    await office.reply(account, ['reply'])
    await run()
    expect(office.push.texts().sort()).toEqual(['reply', 'to the officer', 'urgent'])
  })

  test('the quiet hours do not use up the second try of a notice', async () => {
    office.clock.set(evening)
    await office.account('a', 'push')
    const ids = await office.notify('a', ['1'])
    await run()
    office.clock.set(morning)
    office.push.answers.push(unknown)
    await run()
    expect(office.push.tries).toHaveLength(2)
    expect(await office.states(ids)).toEqual(['sent'])
  })

  test('not before its time, and later ones of another time are not held by it', async () => {
    await office.account('a', 'push')
    await office.notify('a', ['tomorrow'], { notBefore: '2026-11-21T02:00:00.000Z' })
    await office.notify('a', ['now'])
    await run()
    expect(office.push.texts()).toEqual(['now'])
    office.clock.set('2026-11-21T02:00:00.000Z')
    await run()
    expect(office.push.texts()).toEqual(['now', 'tomorrow'])
  })

  test('what has expired while it waited is not sent', async () => {
    await office.account('a', 'push')
    office.push.answers.push(later)
    const ids = await office.notify('a', ['1'], { expiresAt: '2026-11-20T02:04:00.000Z' })
    const next = await office.notify('a', ['2'])
    await run()
    office.clock.advance(5 * minute)
    await run()
    expect(office.push.texts()).toEqual(['2'])
    expect(await office.row(ids[0])).toMatchObject({ state: 'expired', reason: 'expired', leasedUntil: null })
    expect(await office.states(next)).toEqual(['sent'])
  })

  test('what is no longer wanted at the moment of sending is cancelled', async () => {
    await office.account('a', 'push')
    const asked: string[] = []
    office.rechecks.isWanted = async (tx, argument) => {
      asked.push(argument)
      return (await tx.get(persons, argument)) !== undefined
    }
    const person = { id: 'there', language: 'zh-CN' as const, consents: {}, joined: [], returnCode: null }
    const at = office.clock.now()
    await office.store.write([], (tx) => tx.put(persons, { ...person, createdAt: at, lastContactAt: at }))
    const [gone] = await office.notify('a', ['gone'], { recheck: { name: 'isWanted', argument: 'gone' } })
    const [there] = await office.notify('a', ['there'], { recheck: { name: 'isWanted', argument: 'there' } })
    await run()
    expect(office.push.texts()).toEqual(['there'])
    expect(asked).toEqual(['gone', 'there'])
    expect(await office.row(gone)).toMatchObject({ state: 'cancelled', reason: 'no-longer-wanted' })
    expect(await office.row(there)).toMatchObject({ state: 'sent' })
  })
})

describe('the answer a channel gives in its own response', () => {
  test('is sent by the outbox only when the response did not carry it in time, before what follows it', async () => {
    const account = await office.account('a', 'contract-window')
    const ids = await office.reply(account, ['1', '2'], '2026-11-20T02:00:05.000Z')
    await run()
    expect(office.window.pushed.get('a')).toBeUndefined()
    office.clock.advance(5000)
    await run()
    expect(office.window.pushed.get('a')?.map((body) => body.text)).toEqual(['1', '2'])
    expect(await office.states(ids)).toEqual(['sent', 'sent'])
  })
})

describe('a key', () => {
  test('makes a notice once, also after it was sent and over all persons', async () => {
    await office.account('a', 'push')
    const key = 'monthly-contact:2026-11:a'
    await office.notify('a', ['1', '2'], { key })
    await run()
    await office.notify('a', ['3'], { key })
    await office.notify('b', ['4'], { key })
    await run()
    expect(office.push.texts()).toEqual(['1'])
  })
})
