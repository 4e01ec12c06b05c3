import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gathering } from '../../src/domain/gathering'
import { day, hour, minute } from '../../src/domain/instant'
import { gatherings, outbox, signUps, youths } from '../../src/store/collections'
import type { Store, WriteTx } from '../../src/store/store'
import { enrol } from '../support/enrol'
import {
  eventOf,
  hasEvent,
  registered,
  saturday,
  signUpOfUser,
  signUpsOf,
  stateOf,
  withEvents,
} from '../support/event-world'
import { said } from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('push'))
})
afterEach(() => world.close())

const all = { trades: [], ages: null, leagueOnly: false }
const begin = { list: '', order: '', youth: '' }
const at = (instant: string) => world.clock.set(instant)

/** A published event whose invitations are to be made. */
const invites = (changes: Partial<Gathering> = {}) => hasEvent(world, { inviting: begin, ...changes })

describe('event-invitations', () => {
  it('reach each whom it suits once, at whichever of their points, by three processes at once', async () => {
    const both = await registered(world, '两点', { points: ['point-1', 'point-2'] })
    const none = await registered(world, '没点', { points: [] })
    const shop = await registered(world, '店员', { trade: 'shop' })
    const unknown = await registered(world, '没说', { trade: null })
    const builder = await registered(world, '工地', { trade: 'building' })
    for (let n = 0; n < 50; n++) await registered(world, `工友${n}`, { trade: 'building', points: ['point-2'] })
    await invites({ audience: { trades: ['building', 'shop'], ages: { from: 14, to: 60 }, leagueOnly: false } })
    await runsJob(world, 'event-invitations')
    expect(await world.read((tx) => tx.counter('event-invited:event-1'))).toBe(52)
    for (const user of [shop, builder]) expect(said(await user.inbox())).toContain('请你来玩')
    for (const user of [both, none, unknown]) expect(await user.inbox()).toEqual([])
    expect((await eventOf(world)).inviting).toBeNull()

    await invites({ id: 'event-2' })
    await runsJob(world, 'event-invitations')
    expect(await world.read((tx) => tx.counter('event-invited:event-2'))).toBe(55)
    for (const user of [both, none, unknown]) {
      const bodies = await user.inbox()
      expect(bodies).toHaveLength(1)
    }
    expect(await world.read((tx) => tx.counter('events-invited:root:2026-11'))).toBe(107)
  })

  it('go on where they stopped, and leave out who answered meanwhile or whom it no longer concerns', async () => {
    const users = [await registered(world, '小一'), await registered(world, '小二'), await registered(world, '小三')]
    const [first, second, third] = users as [User, User, User]
    const { registeredAt, id } = (await world.read(async (tx) => ({
      registeredAt: world.clock.now(),
      id: await first.personId(),
      n: await tx.counter('x'),
    }))) as { registeredAt: string; id: string }
    await invites({ inviting: { list: 'point-1', order: registeredAt, youth: id } })
    await second.presses('!event-go.event-1')
    at('2026-11-20T14:00:00.000Z')
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 1 })
    // It is ten in the evening: nothing before the morning.
    expect(await third.inbox()).toEqual([])
    const rows = await world.rowsFor(third)
    expect(rows.find((row) => row.lane === 'bulk')).toMatchObject({ notBefore: '2026-11-21T00:00:00.000Z' })
    await admin.presses('!event-cancel.event-1')
    await admin.presses('是，取消')
    await admin.says('跳过')
    at('2026-11-21T00:00:00.000Z')
    expect(said(await third.inbox())).not.toContain('请你来玩')
    expect((await world.rowsFor(third)).find((row) => row.lane === 'bulk')?.state).toBe('cancelled')
  })

  it('wait until sign-up begins, and are not made when it is over', async () => {
    const youth = await registered(world, '小李')
    await invites({ signUpFrom: '2026-11-22T00:00:00.000Z' })
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 0 })
    at('2026-11-22T01:00:00.000Z')
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 1 })
    await invites({ id: 'event-2', signUpUntil: '2026-11-21T00:00:00.000Z' })
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 0 })
    expect(await youth.inbox()).toHaveLength(1)
    at(saturday)
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 0 })
    expect((await eventOf(world, 'event-2')).inviting).toBeNull()
  })

  it('reach also who registered while they were being made, where the walk had passed by', async () => {
    await registered(world, '先来')
    world.clock.advance(hour)
    await invites({ inviting: { list: 'point-2', order: '', youth: '' } })
    const newcomer = await registered(world, '新来', { points: ['point-1', 'point-2'] })
    const elsewhere = await registered(world, '刚来')
    expect(await runsJob(world, 'event-invitations')).toBe(2)
    for (const user of [newcomer, elsewhere]) expect(said(await user.inbox())).toContain('请你来玩')
  })

  it('stand still, at no cost, while sign-up is over before all are made', async () => {
    for (let n = 0; n < 25; n++) await registered(world, `工友${n}`)
    await invites({ signUpUntil: '2026-11-22T00:00:00.000Z' })
    const { store } = world
    let writes = 0
    const ends: Pick<Store, 'read' | 'write'> = {
      read: (fn) => store.read(fn),
      async write(locks, fn) {
        if (++writes === 2) await invites({ ...(await eventOf(world)), signUpUntil: world.clock.now() })
        return store.write(locks, fn)
      },
    }
    const deps = { store: Object.assign(Object.create(store), ends) }
    expect(await runOnce(world, 'event-invitations', deps)).toEqual({ invited: 20 })
    expect(await runOnce(world, 'event-invitations', deps)).toEqual({ invited: 0 })
    expect(writes).toBe(2)
    await invites({ ...(await eventOf(world)), signUpUntil: null })
    expect(await runOnce(world, 'event-invitations', deps)).toEqual({ invited: 5 })
  })

  it('reach who registers behind a walk begun weeks later, few at a time, however many registered before it', async () => {
    await invites({ audience: { ...all, trades: ['building'] } })
    await runsJob(world, 'event-invitations')
    world.clock.advance(7 * day - hour)
    for (let n = 0; n < 205; n++) await enrol(world, `youth-${n}`, { points: ['point-1'], trade: 'shop' })
    await enrol(world, 'away', { points: ['point-2'], trade: 'shop' })
    world.clock.advance(hour)
    await admin.presses('!event-change.event-1')
    await admin.says('工种')
    await admin.says('跳过')
    await admin.presses('没错，改')
    const { store } = world
    let most = 0
    const watched: Pick<Store, 'read' | 'write'> = {
      read: (fn) => store.read(fn),
      async write(locks, fn) {
        // The walk has passed by point-1.
        const isBehind = (await eventOf(world)).inviting?.list === 'point-2'
        if (isBehind) await enrol(world, 'newcomer', { points: ['point-1'], trade: 'shop' })
        return store.write(locks, async (tx) => {
          let opened = 0
          const find: WriteTx['find'] = async (collection, query) => {
            const found = await tx.find(collection, query)
            if (collection.name === youths.name) opened += found.length
            most = Math.max(most, opened)
            return found
          }
          return fn(new Proxy(tx, { get: (it, key) => (key === 'find' ? find : Reflect.get(it, key).bind(it)) }))
        })
      },
    }
    await runOnce(world, 'event-invitations', { store: Object.assign(Object.create(store), watched) })
    expect((await eventOf(world)).inviting).toBeNull()
    const invited = (id: string) =>
      world.read((tx) => tx.count(outbox, { index: 'key', equals: `event-invite:event-1:${id}` }))
    expect([await invited('youth-204'), await invited('away'), await invited('newcomer')]).toEqual([1, 1, 1])
    expect(most).toBeLessThanOrEqual(20)
  })

  it('go on when sign-up begins, where that was put off after some of them were made', async () => {
    for (let n = 0; n < 25; n++) await registered(world, `工友${n}`)
    await invites()
    const signUpFrom = '2026-11-22T00:00:00.000Z'
    const { store } = world
    let writes = 0
    const putsOff: Pick<Store, 'read' | 'write'> = {
      read: (fn) => store.read(fn),
      async write(locks, fn) {
        if (++writes === 2) await invites({ inviting: (await eventOf(world)).inviting, signUpFrom })
        return store.write(locks, fn)
      },
    }
    const deps = { store: Object.assign(Object.create(store), putsOff) }
    expect(await runOnce(world, 'event-invitations', deps)).toEqual({ invited: 20 })
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 0 })
    at('2026-11-22T01:00:00.000Z')
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 5 })
  })
})

describe('event-reminders', () => {
  it('come also to whoever said early, about a change, that they come, and not to who says so after it was put', async () => {
    await hasEvent(world)
    const [youth, other] = [await registered(world, '小李'), await registered(world, '小王')]
    for (const user of [youth, other]) await user.presses('!event-go.event-1')
    for (const user of [youth, other]) await user.presses('!event-coming.event-1')
    at('2026-11-27T15:00:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(2)
    await other.presses('!event-coming.event-1')
    at('2026-11-28T00:00:00.000Z')
    expect(said(await youth.inbox())).toContain('来得了吗')
    expect(await other.inbox()).toEqual([])
  })

  it('come late after a stop, in the morning and not at night, and never after it has begun', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at('2026-11-27T18:00:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(1)
    expect(await youth.inbox()).toEqual([])
    at('2026-11-28T00:00:00.000Z')
    expect(said(await youth.inbox())).toContain('今天就是你报的「周末交友会」')

    await hasEvent(world, { id: 'event-2', startsAt: '2026-12-01T02:00:00.000Z' })
    await youth.presses('!event-go.event-2')
    at('2026-12-01T02:00:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(0)
  })

  it('that say tomorrow are not brought on the day itself', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at('2026-11-27T10:30:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(1)
    const { id, seq } = (await signUpOfUser(youth)) ?? {}
    const equals = `event-reminder:${id}:${seq}:${saturday}:0`
    const [row] = await world.read((tx) => tx.find(outbox, { index: 'key', equals }))
    // Midnight: what is held up longer than that is not sent.
    expect(row?.expiresAt).toBe('2026-11-27T16:00:00.000Z')
  })

  it('pass over more than one slice of those who are not to be asked yet', async () => {
    await hasEvent(world, { places: 100 })
    at('2026-11-27T11:00:00.000Z')
    const late: User[] = []
    for (let n = 0; n < 45; n++) {
      const user = await registered(world, `晚${n}`)
      await user.presses('!event-go.event-1')
      late.push(user)
    }
    expect(await runsJob(world, 'event-reminders')).toBe(0)
    at('2026-11-28T01:00:00.000Z')
    expect(await runsJob(world, 'event-reminders')).toBe(45)
    expect(await late[44]?.inbox()).toHaveLength(1)
  })
})

describe('offers-ran-out', () => {
  it('gives the seat on exactly once, however many run it and however late', async () => {
    await hasEvent(world, { places: 1 })
    const users: User[] = []
    for (const name of ['小一', '小二', '小三']) users.push(await registered(world, name))
    for (const user of users) await user.presses('!event-go.event-1')
    await users[0]?.presses('!event-leave.event-1')
    world.clock.advance(2 * day)
    expect(await runsJob(world, 'offers-ran-out')).toBe(2)
    expect((await signUpsOf(world)).map(({ state }) => state)).toEqual(['left', 'lapsed', 'offered'])
    const rows: string[] = []
    for await (const row of world.store.walk(outbox)) if (row.key?.startsWith('event-')) rows.push(row.key)
    expect(rows.filter((key) => key.startsWith('event-offer'))).toHaveLength(2)
    expect(rows.filter((key) => key.startsWith('event-lapsed'))).toHaveLength(1)
  })

  it('offers nothing once it has begun, and says nothing of what ran out with it', async () => {
    await hasEvent(world, { places: 1, startsAt: '2026-11-20T06:00:00.000Z' })
    const users: User[] = []
    for (const name of ['小一', '小二', '小三']) users.push(await registered(world, name))
    for (const user of users) await user.presses('!event-go.event-1')
    await users[0]?.presses('!event-leave.event-1')
    expect((await signUpsOf(world))[1]?.offer?.until).toMatch(/^2026-11-20T03:59/)
    await users[1]?.inbox()
    at('2026-11-20T06:00:00.000Z')
    expect(await runOnce(world, 'offers-ran-out')).toEqual({ lapsed: 1, offered: 0 })
    expect(await users[1]?.inbox()).toEqual([])
    expect(said((await users[1]?.presses('!event-take.event-1')) ?? [])).toContain('已经不在了')
    expect(await stateOf(users[2] as User)).toBe('waiting')
  })
})

describe('forget-sign-ups', () => {
  it('forgets after a year who signed up and came, and keeps the figures', async () => {
    await hasEvent(world)
    const youth = await registered(world, '小李')
    await youth.presses('!event-go.event-1')
    at(saturday)
    expect(said(await youth.says('签到 4711'))).toContain('签到好了')
    world.clock.advance(365 * day)
    expect(await runOnce(world, 'forget-sign-ups')).toEqual({ forgotten: 0, drafts: 0 })
    world.clock.advance(2 * hour + minute)
    expect(await runsJob(world, 'forget-sign-ups')).toBe(1)
    for await (const signUp of world.store.walk(signUps)) throw new Error(signUp.id)
    expect(await eventOf(world)).toMatchObject({ title: '周末交友会', forgottenAt: world.clock.now() })
    expect(said(await admin.presses('!event-manage.event-1'))).toMatch(
      /报过名 1 人.*\n现在：已报上 0 人 · 排队 0 人 · 签到 1 人/,
    )
  })

  it('drops drafts whose day passed a month ago', async () => {
    await hasEvent(world, { state: 'draft' })
    at('2026-12-20T00:00:00.000Z')
    expect(await runOnce(world, 'forget-sign-ups')).toEqual({ forgotten: 0, drafts: 0 })
    at('2026-12-29T00:00:00.000Z')
    expect(await runOnce(world, 'forget-sign-ups')).toEqual({ forgotten: 0, drafts: 1 })
    for await (const gathering of world.store.walk(gatherings)) throw new Error(gathering.id)
  })
})
