import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { noteVisit } from '../../src/channels/web-chat/conversation'
import { hour, after as instantAfter, minute } from '../../src/domain/instant'
import type { MailingState } from '../../src/domain/mailing'
import { figuresFromRows, figuresOfMailing, hasMailing, rowsOfMailing } from '../support/mailings'
import { PostOffice } from '../support/post-office'
import { until } from '../support/until'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
  await office.delivery.stop()
  office.push.limits = { overall: 30, perChat: 1 }
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

const run = () => office.delivery.run()
const toggle = (id: string, state: MailingState) => hasMailing(office.store, id, { state })

/** Queues a message of the mailing to so many people. */
async function sends(mailing: string, count: number, options: { expiresAt?: string } = {}): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const person = `${mailing}-${n}`
    await office.account(person, 'push')
    ids.push(...(await office.notify(person, [mailing], { lane: 'bulk', mailing, ...options })))
  }
  return ids
}

const arrived = (text: string) => office.push.texts().filter((said) => said === text).length

describe('two mailings at the same time', () => {
  test('get the same room, however many people each of them has', async () => {
    for (const id of ['large', 'small']) await hasMailing(office.store, id)
    await sends('large', 150)
    await sends('small', 30)
    office.start()
    await run()
    for (let seconds = 0; seconds < 1.5; seconds += 0.5) {
      expect(Math.abs(arrived('large') - arrived('small'))).toBeLessThanOrEqual(1)
      await office.pass(500)
    }
    expect(arrived('small')).toBeGreaterThanOrEqual(22)
    await office.pass(1000)
    // What one of them does not need, the other gets.
    expect(arrived('small')).toBe(30)
    const before = arrived('large')
    await office.pass(1000)
    expect(arrived('large') - before).toBeGreaterThanOrEqual(27)
  })

  test('take turns also when there is room for one at a time, and one that ended takes none', async () => {
    const ids = ['a', 'b', 'c']
    for (const id of ids) await hasMailing(office.store, id)
    for (const id of ids) await sends(id, 5)
    office.push.limits = { overall: 5, perChat: 1 }
    office.start()
    await run()
    await office.pass(1100)
    expect(ids.map(arrived)).toEqual([2, 2, 2])
    await office.pass(2200)
    expect(ids.map(arrived).sort()).toEqual([5, 5, 5])
  })

  test('leave room for replies and notices, which come first', async () => {
    for (const id of ['large', 'small']) await hasMailing(office.store, id)
    await sends('large', 60)
    await sends('small', 60)
    office.start()
    await run()
    const account = await office.account('asks', 'push')
    await office.reply(account, ['reply'])
    await office.account('told', 'push')
    await office.notify('told', ['notice'])
    await run()
    expect(arrived('reply')).toBe(1)
    const before = office.push.texts().length
    await office.pass(100)
    expect(office.push.texts().slice(before - 1)).toContain('notice')
  })
})

describe('a mailing', () => {
  test('that is paused sends what is under way and nothing more, until it goes on by itself', async () => {
    await hasMailing(office.store, 'm')
    const ids = await sends('m', 60)
    office.start()
    await run()
    await office.pass(500)
    let open: () => void = () => undefined
    office.push.gate = new Promise<void>((resolve) => {
      open = resolve
    })
    office.clock.advance(100)
    const running = run()
    const before = office.push.arrived.length
    await until(() => office.push.tries.length > before)
    await toggle('m', 'paused')
    open()
    await running
    office.push.gate = Promise.resolve()
    const sent = office.push.tries.length
    expect(sent, 'those under way').toBeLessThanOrEqual(before + 6)
    await office.pass(3000)
    expect(office.push.tries).toHaveLength(sent)
    expect(office.push.arrived).toHaveLength(sent)
    const { made, left, outcomes } = await figuresOfMailing(office.store, 'm')
    expect([made, left, outcomes.sent]).toEqual([60, 60 - sent, sent])
    // Nothing but the commit wakes it.
    await toggle('m', 'running')
    await until(() => office.push.arrived.length > sent)
    await office.pass(3000)
    expect(await office.states(ids)).toEqual(Array(60).fill('sent'))
    expect(office.push.tries).toHaveLength(60)
  })

  test('that is paused stays so over a restart, and holds up no other', async () => {
    await hasMailing(office.store, 'paused', { state: 'paused' })
    await hasMailing(office.store, 'other')
    await sends('paused', 10)
    await sends('other', 10)
    // Both to the same person: one does not stand in the other's way.
    await office.notify('paused-0', ['other'], { lane: 'bulk', mailing: 'other' })
    office.start()
    await office.pass(2000)
    await office.delivery.stop()
    office.start()
    await office.pass(2000)
    expect([arrived('paused'), arrived('other')]).toEqual([0, 11])
  })

  test('goes on exactly where it was after a kill: what was under way is not known, and is not sent again', async () => {
    await hasMailing(office.store, 'm')
    await sends('m', 40)
    office.start()
    await run()
    await office.delivery.stop()
    const claimed = (await office.claimAndDie('m')).slice(0, 34).map(({ person }) => person)
    expect(claimed).toHaveLength(34)
    office.start()
    await office.pass(1000)
    expect(office.push.tries).toHaveLength(6)
    expect(await figuresOfMailing(office.store, 'm')).toEqual(await figuresFromRows(office.store, 'm'))
    office.clock.advance(minute)
    await office.pass(3000)
    expect(office.push.tries).toHaveLength(6)
    const { left, outcomes } = await figuresOfMailing(office.store, 'm')
    expect([left, outcomes.sent, outcomes.unknown]).toEqual([0, 6, 34])
  })

  test('counts what became of everybody as the rows have it', async () => {
    await hasMailing(office.store, 'm')
    let wanted = true
    office.rechecks.wanted = async () => wanted
    const bulk = { lane: 'bulk' as const, mailing: 'm' }
    for (const name of ['sent', 'unknown', 'refused', 'tired', 'blocked', 'expired', 'unwanted']) {
      await office.account(name, 'push')
    }
    const web = await office.account('web', 'web-chat')
    await office.account('later', 'web-chat')
    office.push.answersTo.unknown = [{ kind: 'unknown', reason: 'timeout' }]
    office.push.answersTo.refused = [{ kind: 'refused', reason: 'bad-request' }]
    office.push.answersTo.tired = [{ kind: 'refused', reason: 'no-connection' }]
    office.push.answersTo.blocked = [{ kind: 'unreachable', reason: 'blocked' }]
    for (const person of ['sent', 'unknown', 'refused', 'tired', 'blocked', 'nobody']) {
      await office.notify(person, ['m'], bulk)
    }
    await office.notify('web', ['m'], bulk)
    await office.notify('later', ['m'], { ...bulk, recheck: { name: 'wanted', argument: '' } })
    await office.notify('expired', ['m'], {
      ...bulk,
      expiresAt: instantAfter(office.clock.now(), hour),
      notBefore: instantAfter(office.clock.now(), 2 * hour),
    })
    await office.notify('unwanted', ['m'], {
      ...bulk,
      recheck: { name: 'wanted', argument: '' },
      notBefore: instantAfter(office.clock.now(), 2 * hour),
    })
    office.start()
    await office.pass(1000)
    wanted = false
    // A long downtime.
    await office.delivery.stop()
    office.clock.advance(3 * hour)
    office.start()
    await office.pass(1000)
    const expected = {
      sent: 1,
      waiting: 2,
      unreachable: 2,
      unknown: 1,
      refused: 1,
      'no-connection': 1,
      expired: 1,
      unwanted: 1,
    }
    const figures = await figuresOfMailing(office.store, 'm')
    expect(figures).toMatchObject({ made: 10, left: 0, outcomes: expected })
    expect(figures).toEqual(await figuresFromRows(office.store, 'm'))
    await noteVisit(office.store, web, office.clock.now())
    const seen = await figuresOfMailing(office.store, 'm')
    expect(seen).toMatchObject({ made: 10, left: 0, outcomes: { ...expected, sent: 2, waiting: 1 } })
    expect(seen).toEqual(await figuresFromRows(office.store, 'm'))
  })

  test('that has ended opens again for whoever comes after all, and what is for none is refused', async () => {
    await hasMailing(office.store, 'm', { endedAt: office.clock.now() })
    await sends('m', 1)
    office.start()
    await run()
    expect(office.push.texts()).toEqual(['m'])
    await expect(office.notify('a', ['x'], { lane: 'bulk', mailing: 'none' })).rejects.toThrow('a mailing that is not')
  })

  test('does not know the rows for many of an older version, which are sent as ever', async () => {
    await hasMailing(office.store, 'm', { state: 'paused' })
    await sends('m', 1)
    await office.account('old', 'push')
    const [id] = await office.notify('old', ['as ever'], { lane: 'bulk' })
    expect(await office.row(id)).not.toHaveProperty('mailing')
    office.start()
    await run()
    expect(office.push.texts()).toEqual(['as ever'])
    expect(await rowsOfMailing(office.store, 'm')).toHaveLength(1)
  })
})
