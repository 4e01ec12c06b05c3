import { cpSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outboxQueue } from '../../src/delivery/outbox'
import { day, minute } from '../../src/domain/instant'
import { gatherings, mailings } from '../../src/store/collections'
import { copyBeforeEachStep, FaultyDisk } from '../store/json/faulty-disk'
import { enrol } from '../support/enrol'
import { eventOf, hasEvent, saturday } from '../support/event-world'
import { figuresFromRows, figuresOfMailing, hasMailing, rowsOfMailing } from '../support/mailings'
import { withPoints } from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import { temporaryFolder } from '../support/temporary-folder'
import { openWorld, type World } from '../support/world'

/** More than one slice of the job. */
const people = 130
const id = 'event-1'

let world: World
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  await withPoints(world)
})
afterEach(() => world.close())

/** An event whose invitations are queued and stand still. */
async function stands(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await enrol(world, `youth-${n}`, { points: ['point-1'] })
  await hasEvent(world, { inviting: { list: '', order: '', youth: '' } })
  await hasMailing(world.store, id, { state: 'paused' })
  await runOnce(world, 'event-invitations')
}

const figures = (of = world) => figuresOfMailing(of.store, id)
const mailing = () => world.read((tx) => tx.get(mailings, id))

describe('end-mailings', () => {
  it('takes away what is unsent of a cancelled one, once, by three processes at once', async () => {
    await stands(people)
    await hasMailing(world.store, id, { state: 'cancelled' })
    expect(await runsJob(world, 'end-mailings')).toBe(people + 1)
    expect(await figures()).toMatchObject({ made: people, left: 0, outcomes: { cancelled: people } })
    expect(await figures()).toEqual(await figuresFromRows(world.store, id))
    expect((await mailing())?.endedAt).toBe(world.clock.now())
    await world.deliver()
    expect(world.push.sent.size).toBe(0)
  })

  it('lets what is paused stand, and after its time ends it as too late', async () => {
    await stands(3)
    world.clock.advance(7 * day)
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 0 })
    world.clock.set(saturday)
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 3, ended: 1 })
    expect(await figures()).toMatchObject({ left: 0, outcomes: { expired: 3 } })
  })

  it('ends what waits for the morning when its event is cancelled at night', async () => {
    world.clock.set('2026-11-20T14:00:00.000Z')
    await stands(3)
    await hasMailing(world.store, id)
    await world.write(async (tx) =>
      tx.put(gatherings, { ...(await eventOf(world)), state: 'cancelled', inviting: null }),
    )
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 3, ended: 1 })
    expect(await figures()).toMatchObject({ left: 0, outcomes: { unwanted: 3 } })
  })

  it('ends what is paused when its event is cancelled, and what runs by itself', async () => {
    await stands(3)
    await world.write(async (tx) =>
      tx.put(gatherings, { ...(await eventOf(world)), state: 'cancelled', inviting: null }),
    )
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 3, ended: 1 })
    expect(await figures()).toMatchObject({ left: 0, outcomes: { unwanted: 3 } })

    await hasEvent(world, { id: 'event-2', inviting: { list: '', order: '', youth: '' } })
    await hasMailing(world.store, 'event-2', { state: 'paused' })
    await runOnce(world, 'event-invitations')
    const off = { state: 'cancelled' as const, inviting: null }
    await world.write(async (tx) => tx.put(gatherings, { ...(await eventOf(world, 'event-2')), ...off }))
    await hasMailing(world.store, 'event-2')
    await world.deliver()
    expect(world.push.sent.size).toBe(0)
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
    expect((await figuresOfMailing(world.store, 'event-2')).outcomes.unwanted).toBe(3)
  })

  it('waits until everybody is invited before it says that it has ended', async () => {
    await stands(1)
    await hasMailing(world.store, id, { state: 'running' })
    await world.deliver()
    await hasEvent(world, { inviting: { list: 'point-1', order: '', youth: '' } })
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 0 })
    await runOnce(world, 'event-invitations')
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
  })

  it('ends when sign-up is over, though not everybody was invited, and once more when that was put off', async () => {
    await stands(1)
    await hasMailing(world.store, id, { state: 'running' })
    await world.deliver()
    await enrol(world, 'late', { points: ['point-2'] })
    const inviting = { list: 'point-1', order: '', youth: '' }
    await hasEvent(world, { inviting, signUpUntil: world.clock.now() })
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
    await hasEvent(world, { inviting })
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 1 })
    await world.deliver()
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
  })

  it('lets a month’s questions run until the month is over', async () => {
    await enrol(world, 'youth-1')
    world.clock.set('2026-12-05T11:30:00.000Z')
    await runOnce(world, 'monthly-contact')
    world.clock.set('2026-12-05T13:29:00.000Z')
    await world.deliver()
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 0 })
    world.clock.set('2026-12-31T15:59:00.000Z')
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 0 })
    world.clock.set('2026-12-31T16:00:00.000Z')
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
    expect((await figuresOfMailing(world.store, 'contact-2026-12')).outcomes.sent).toBe(1)
  })

  it('leaves alone what is under way, and counts as unknown what a dead process held', async () => {
    await stands(5)
    const now = world.clock.now()
    const queue = outboxQueue(`bulk:${id}`, undefined)
    const until = new Date(Date.parse(now) + minute).toISOString()
    expect(await world.store.claim(queue, { now, until, limit: 2 })).toHaveLength(2)
    await hasMailing(world.store, id, { state: 'cancelled' })
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 3, ended: 0 })
    await world.restart()
    world.clock.advance(minute)
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 2, ended: 1 })
    expect(await figures()).toMatchObject({ left: 0, outcomes: { cancelled: 3, unknown: 2 } })
  })
})

it('dead before any step of the disk, the next start ends what was cancelled: every row once, and the figures agree', async () => {
  await stands(people)
  await hasMailing(world.store, id, { state: 'cancelled' })
  await world.stop()
  const copies = await temporaryFolder('copies')
  const folder = await temporaryFolder('cancelled')
  cpSync(world.folder, folder, { recursive: true })
  const disk = new FaultyDisk()
  const dies = await openWorld({ channel: 'push', folder, disk })
  const made = copyBeforeEachStep(disk, folder, copies)
  await runOnce(dies, 'end-mailings')
  disk.fail = () => undefined
  await dies.close()
  expect(made.length).toBeGreaterThan(3)
  for (const copy of made) {
    const next = await openWorld({ channel: 'push', folder: copy })
    await next.deliver()
    await runOnce(next, 'end-mailings')
    expect(next.push.sent.size).toBe(0)
    expect((await rowsOfMailing(next.store, id)).filter(({ state }) => state === 'cancelled')).toHaveLength(people)
    expect(await figures(next)).toEqual(await figuresFromRows(next.store, id))
    await next.close()
  }
  rmSync(copies, { recursive: true, force: true })
  await world.start()
})
