import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { day, hour, after as laterBy } from '../../src/domain/instant'
import {
  accounts,
  attempts,
  collections,
  complaints,
  consents,
  invitations,
  outbox,
  parked,
  persons,
  seen,
  sessions,
} from '../../src/store/collections'
import { caseEntries } from '../../src/store/logs'
import { caseOf, changeCase } from '../support/case-world'
import { enrol } from '../support/enrol'
import { hasEvent } from '../support/event-world'
import { becomesOfficer, hasCase, registers, withPoints } from '../support/people'
import { runOnce } from '../support/run-job'
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

describe('forget-unconsented', () => {
  it('forgets who agreed to nothing a day after their last message, and nobody else', async () => {
    const stranger = world.user('stranger')
    await stranger.says('投诉')
    const id = await stranger.personId()
    const known = world.user('known')
    await registers(known)
    const boss = await officer('boss', ['admin'])
    const inDanger = world.user('danger')
    await inDanger.says('紧急')
    await inDanger.says('我被关在工地宿舍')
    world.clock.advance(23 * hour)
    expect(await run('forget-unconsented')).toEqual({ forgotten: 0 })
    world.clock.advance(2 * hour)
    expect(await run('forget-unconsented')).toEqual({ forgotten: 1 })
    expect(await run('forget-unconsented')).toEqual({ forgotten: 0 })
    for (const collection of collections) {
      const left = await world.read((tx) => tx.find(collection, { index: 'subject', equals: id }))
      expect(left, collection.name).toEqual([])
    }
    expect(await stranger.account()).toBeUndefined()
    for (const user of [known, boss, inDanger]) expect(await user.account()).toBeDefined()
    await stranger.says('你好')
    expect(await stranger.personId()).not.toBe(id)
  })

  it('counts from the last message, and walks past those who stay', async () => {
    for (let n = 0; n < 120; n++) await world.write((tx) => tx.put(persons, stranger(n)))
    for (let n = 0; n < 110; n++) {
      const id = `person-${n}`
      await world.write((tx) => tx.put(accounts, { ...account, id, person: id, externalId: id }))
      await hasCaseOf(id, n)
    }
    world.clock.advance(2 * day)
    expect(await run('forget-unconsented')).toEqual({ forgotten: 10 })
  })

  const stranger = (n: number) => ({
    id: `person-${n}`,
    language: 'zh-CN' as const,
    createdAt: '2026-11-19T00:00:00.000Z',
    lastContactAt: `2026-11-19T00:00:00.${String(n).padStart(3, '0')}Z`,
    consents: {},
    joined: [],
    returnCode: null,
  })
  const account = {
    channel: 'web-chat',
    abilities: {
      push: 'when-open' as const,
      replyInResponse: null,
      choices: 'buttons' as const,
      noticeTemplates: false,
      files: { receive: true, send: true, maxBytes: 1 },
      editing: false,
      textLimit: 1,
    },
    createdAt: '2026-11-19T00:00:00.000Z',
    lastContactAt: '2026-11-19T00:00:00.000Z',
    unreachable: null,
    seenSeq: 0,
  }
  async function hasCaseOf(person: string, n: number): Promise<void> {
    if (n === 0) {
      await worker.says('你好')
      await hasCase(worker, 1, { urgent: true })
    }
    const complaint = await caseOf(world)
    const id = `of-${person}`
    await world.write((tx) => tx.put(complaints, { ...complaint, id, number: `WQ-${id}`, person }))
  }
})

describe('who agreed and never came back to it', () => {
  it('is forgotten with the answers in progress after 30 days; who registered is not', async () => {
    const halfway = world.user('halfway')
    await halfway.says('登记')
    await halfway.presses('同意')
    await halfway.says('小李')
    const id = await halfway.personId()
    await registers(world.user('known'))
    world.clock.advance(29 * day)
    await run('forget-old')
    expect(await halfway.account()).toBeDefined()
    world.clock.advance(2 * day)
    await run('forget-old')
    expect(await halfway.account()).toBeUndefined()
    expect(await world.read((tx) => tx.get(persons, id))).toBeUndefined()
    expect(await world.user('known').account()).toBeDefined()
  })
})

describe('the proof of a consent', () => {
  it('stays three years after an erasure, and not longer', async () => {
    await registers(worker)
    const id = await worker.personId()
    await worker.says('/me')
    await worker.presses('删')
    await worker.presses('全部')
    const proofs = () => world.read((tx) => tx.find(consents, { index: 'subject', equals: id }))
    expect(await proofs()).toHaveLength(1)
    world.clock.advance(3 * 365 * day - day)
    await run('forget-old')
    expect(await proofs()).toHaveLength(1)
    world.clock.advance(2 * day)
    await run('forget-old')
    expect(await proofs()).toHaveLength(0)
  })
})

describe('forget-old', () => {
  it('forgets sessions, sent messages and platform ids in their time', async () => {
    const page = world.user('page')
    const phone = world.user('phone', 'window')
    for (const user of [page, phone]) await registers(user)
    const ids = await Promise.all([page, phone].map((user) => user.personId()))
    const seenOf = async (id: string | undefined) =>
      (await world.read((tx) => tx.find(seen, { index: 'subject', equals: id ?? '' }))).length
    const before = await Promise.all(ids.map(seenOf))
    expect(before.every((count) => count > 5)).toBe(true)

    world.clock.advance(3 * day)
    await run('forget-old')
    expect(await Promise.all(ids.map(seenOf))).toEqual([before[0], 0])
    world.clock.advance(28 * day)
    await run('forget-old')
    expect(await Promise.all(ids.map(seenOf))).toEqual([0, 0])
    for (const id of ids) {
      expect(await world.read((tx) => tx.get(sessions, id))).toBeUndefined()
      expect(await world.read((tx) => tx.find(outbox, { index: 'subject', equals: id }))).toEqual([])
    }
  })

  it('forgets an invitation a month after the end of its event, however often that was put off', async () => {
    for (let n = 0; n < 60; n++) await enrol(world, `youth-${n}`, { points: ['point-1'] })
    const from = world.clock.now()
    const startsAt = (days: number) => laterBy(from, days * day)
    await hasEvent(world, { startsAt: startsAt(40), inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    await world.deliver()
    const isOn = async (days: number) => {
      world.clock.set(startsAt(days))
      const { outbox: forgotten } = (await run('forget-old')) ?? {}
      return forgotten
    }
    expect(await isOn(32)).toBe(0)
    await hasEvent(world, { startsAt: startsAt(80) })
    expect(await isOn(71)).toBe(0)
    expect(await isOn(110)).toBe(0)
    expect(await isOn(111)).toBe(60)
  })

  it('forgets the invitations to what was cancelled in a month', async () => {
    await enrol(world, 'youth', { points: ['point-1'] })
    const startsAt = laterBy(world.clock.now(), 40 * day)
    await hasEvent(world, { startsAt, inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    await world.deliver()
    await hasEvent(world, { startsAt, state: 'cancelled' })
    world.clock.advance(31 * day)
    expect(await run('forget-old')).toMatchObject({ outbox: 1 })
  })

  it('forgets tries after a day, and what was parked with the conversation it belongs to', async () => {
    const at = world.clock.now()
    const one = { id: 'one', person: 'somebody' }
    await world.write(async (tx) => {
      await tx.put(attempts, { ...one, at: [at] })
      for (const replayedAt of [at, null]) {
        await tx.put(parked, { ...one, id: `${replayedAt}`, update: {}, fault: '', at, replayedAt })
      }
    })
    world.clock.advance(2 * day)
    expect(await run('forget-old')).toMatchObject({ attempts: 1, parked: 0 })
    world.clock.advance(180 * day)
    expect(await run('forget-old')).toMatchObject({ attempts: 0, parked: 2 })
  })

  it('keeps an invitation long enough to say that it has expired', async () => {
    const invitation = { id: 'hash', roles: ['liaison' as const], unit: 'root', by: 'x', usedBy: null }
    const at = { createdAt: world.clock.now(), expiresAt: world.clock.now() }
    await world.write((tx) => tx.put(invitations, { ...invitation, ...at }))
    world.clock.advance(20 * day)
    await run('forget-old')
    expect(await world.read((tx) => tx.get(invitations, 'hash'))).toBeDefined()
    world.clock.advance(20 * day)
    expect(await run('forget-old')).toMatchObject({ invitations: 1 })
  })
})

describe('forget-cases', () => {
  const longAgo = { iso: '2020-01', about: false }

  async function remembered(): Promise<Complaint | undefined> {
    return world.read((tx) => tx.get(complaints, 'case-1'))
  }

  it.each([
    ['declined', 184],
    ['withdrawn', 184],
    ['closed', 732],
  ] as const)('forgets one that was %s after %i days, but for what the figures count', async (state, days) => {
    await worker.says('你好')
    await hasCase(worker, 1, { state })
    await changeCase(world, { given: { ...(await caseOf(world)).given, since: longAgo } })
    world.clock.advance((days - 5) * day)
    expect(await run('forget-cases')).toEqual({ forgotten: 0 })
    world.clock.advance(5 * day)
    expect(await run('forget-cases')).toEqual({ forgotten: 1 })
    expect(await run('forget-cases')).toEqual({ forgotten: 0 })
    expect(await remembered()).toMatchObject({ person: 'erased', state, given: { kind: 'own-wage', against: null } })
    expect(await world.read((tx) => tx.entries(caseEntries, { key: 'case-1', limit: 10 }))).toEqual([])
  })

  it('keeps one as long as a legal way is open', async () => {
    await worker.says('你好')
    await hasCase(worker, 1, { state: 'declined' })
    await changeCase(world, { given: { ...(await caseOf(world)).given, since: { iso: '2026-10', about: false } } })
    world.clock.advance(600 * day)
    expect(await run('forget-cases')).toEqual({ forgotten: 0 })
    world.clock.advance(200 * day)
    expect(await run('forget-cases')).toEqual({ forgotten: 1 })
  })

  it('forgets a draft wholly after thirty days, and leaves what is open alone', async () => {
    await worker.says('你好')
    await hasCase(worker, 1, { state: 'draft', urgent: true })
    await hasCase(worker, 2, { state: 'handling' })
    world.clock.advance(31 * day)
    expect(await run('forget-cases')).toEqual({ forgotten: 1 })
    expect(await remembered()).toBeUndefined()
    world.clock.advance(3000 * day)
    expect(await run('forget-cases')).toEqual({ forgotten: 0 })
  })
})

describe('forget-files', () => {
  it('deletes what nothing names a day after it came, and keeps evidence', async () => {
    await worker.says('你好')
    const put = (id: string) =>
      world.store.files.put({ id, name: 'a.jpg', type: 'image/jpeg', bytes: new TextEncoder().encode(id) })
    const file = await put('named')
    await put('unnamed')
    await hasCase(worker, 1, { evidence: [{ file, at: world.clock.now(), note: null }] })
    expect(await run('forget-files')).toEqual({ deleted: 0 })
    world.clock.advance(25 * hour)
    expect(await run('forget-files')).toEqual({ deleted: 1 })
    expect(await world.store.files.get('unnamed')).toBeUndefined()
    expect(await world.store.files.get('named')).toBeDefined()
  })
})
