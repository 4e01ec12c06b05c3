import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { day, hour, minute } from '../../src/domain/instant'
import { jobs, startJobs } from '../../src/jobs'
import type { Store } from '../../src/store/store'
import { caseOf, changeOfficer, entriesOf } from '../support/case-world'
import { eventOf, hasEvent } from '../support/event-world'
import { becomesOfficer, hasCase, said, withPoints } from '../support/people'
import { jobDeps, runOnce } from '../support/run-job'
import { openWorld, type User, type World } from '../support/world'

let world: World
let worker: User
beforeEach(async () => {
  world = await openWorld({ channel: 'web' })
  await withPoints(world)
  worker = world.user('worker')
})
afterEach(() => world.close())

const run = (name: string) => runOnce(world, name)

async function officer(name: string, roles: Parameters<typeof becomesOfficer>[2]): Promise<User> {
  const user = world.user(name)
  await becomesOfficer(user, name, roles)
  await user.inbox()
  return user
}

it('each job has a name of its own, and doing it with nothing to do is no harm', async () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
  for (const { name } of jobs) expect(Object.values((await run(name)) ?? { none: 1 }).every((n) => n === 0)).toBe(true)
  expect(await run('no such job')).toBeUndefined()
})

it('work that is broken off because the program ends is no fault', async () => {
  await worker.says('紧急')
  await worker.says('我被关在工地宿舍')
  const faults: unknown[] = []
  const { store } = world
  let closed = false
  const closes: Pick<Store, 'read' | 'write'> = {
    read: (fn) => store.read(fn),
    async write(locks, fn) {
      closed = true
      await store.close()
      return store.write(locks, fn)
    },
  }
  const deps = { ...jobDeps(world), store: Object.assign(Object.create(store), closes) }
  await startJobs({ ...deps, onFault: (fault) => faults.push(fault) }).stop()
  expect([closed, faults]).toEqual([true, []])
})

it('what the clock should have begun while the machine was busy is done late, and not left out', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-20T02:00:50.000Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  try {
    const inviting = { list: '', order: '', youth: '' }
    // No timer of these tests runs by itself.
    const isDone = async (id: string) => {
      while ((await eventOf(world, id)).inviting !== null) await setImmediate()
    }
    await hasEvent(world, { inviting })
    const running = startJobs(jobDeps(world))
    await isDone('event-1')
    await hasEvent(world, { id: 'event-2', inviting })
    vi.setSystemTime('2026-11-20T02:01:05.000Z')
    await vi.advanceTimersByTimeAsync(10_000)
    await isDone('event-2')
    await running.stop()
  } finally {
    vi.useRealTimers()
  }
})

describe('alert-unopened-urgent', () => {
  it('tells again every half hour, to more people, until somebody opens the case', async () => {
    const caseworker = await officer('caseworker', ['caseworker'])
    const supervisor = await officer('supervisor', ['supervisor'])
    const admin = await officer('admin', ['admin'])
    await worker.says('紧急')
    await worker.says('我被关在工地宿舍')
    const now = { weekdays: [5], from: '00:00', to: '00:00' }
    await changeOfficer(caseworker, { onCall: now })
    for (const user of [caseworker, supervisor, admin]) await user.inbox()

    world.clock.advance(29 * minute)
    expect(await run('alert-unopened-urgent')).toEqual({ alerted: 0 })
    world.clock.advance(2 * minute)
    expect(await run('alert-unopened-urgent')).toEqual({ alerted: 1 })
    expect(await run('alert-unopened-urgent')).toEqual({ alerted: 0 })
    for (const user of [caseworker, supervisor]) {
      const [notice, ...more] = await user.inbox()
      expect(notice?.text).toContain('等了 31 分钟')
      expect(notice?.choices.map((choice) => choice.label)).toEqual(['打开'])
      expect(more).toEqual([])
    }
    const told = await admin.inbox()
    expect(said(told)).toContain('请打电话找他们')
    expect(said(told)).not.toContain('WQ-')
    expect(told.flatMap((body) => body.choices)).toEqual([])

    world.clock.advance(30 * minute)
    expect(await run('alert-unopened-urgent')).toEqual({ alerted: 1 })
    expect(said(await caseworker.inbox())).toContain('等了 61 分钟')
    await caseworker.presses('打开')
    world.clock.advance(day)
    expect(await run('alert-unopened-urgent')).toEqual({ alerted: 0 })
  })

  it('tells the admins that nobody handles cases', async () => {
    const admin = await officer('admin', ['admin'])
    await worker.says('你好')
    await hasCase(worker, 1, { urgent: true })
    world.clock.advance(hour)
    await run('alert-unopened-urgent')
    expect(said(await admin.inbox())).toContain('没有人办案')
  })
})

describe('close-resolved', () => {
  async function resolved(changes: Partial<Complaint>): Promise<void> {
    await worker.says('你好')
    await hasCase(worker, 1, {
      state: 'resolved',
      next: { step: 'close', by: '2026-11-27', estimated: false },
      ...changes,
    })
  }
  const payment = { fen: 1_800_000, by: 'x', at: '2026-11-19T00:00:00.000Z', confirmed: 'yes' as const }

  it.each([
    ['paid-full', { payments: [{ ...payment, part: false }] }],
    ['paid-part', { payments: [{ ...payment, part: true }] }],
    ['agreement', { payments: [] }],
  ])('closes after five working days, not before, as %s', async (outcome, changes) => {
    await resolved(changes)
    world.clock.set('2026-11-27T10:00:00.000Z')
    expect(await run('close-resolved')).toEqual({ closed: 0 })
    world.clock.set('2026-11-28T01:00:00.000Z')
    expect(await run('close-resolved')).toEqual({ closed: 1 })
    expect(await run('close-resolved')).toEqual({ closed: 0 })
    expect(await caseOf(world)).toMatchObject({ state: 'closed', outcome, next: null })
    expect((await entriesOf(world)).at(-1)).toMatchObject({ actor: 'system', kind: 'moved', to: 'closed' })
    expect((await worker.inbox()).length).toBe(1)
  })
})
