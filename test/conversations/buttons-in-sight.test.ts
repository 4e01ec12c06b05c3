import { afterEach, describe, expect, it } from 'vitest'
import { hour } from '../../src/domain/instant'
import { sessions } from '../../src/store/collections'
import { hasEvent, registered, saturday, stateOf, withEvents } from '../support/event-world'
import { said } from '../support/people'
import { runOnce } from '../support/run-job'
import type { Channel, User, World } from '../support/world'

let world: World
afterEach(() => world.close())

/** Somebody to whom the bot wrote by itself, with buttons. */
async function invited(channel: Channel): Promise<User> {
  ;({ world } = await withEvents(channel))
  const youth = await registered(world, '小李')
  await hasEvent(world, { inviting: { list: '', order: '', youth: '' } })
  await runOnce(world, 'event-invitations')
  expect(said(await youth.inbox())).toContain('周末交友会')
  return youth
}

/** Somebody who waited, and for whom a seat has become free. */
async function offeredSeat(channel: Channel): Promise<User> {
  ;({ world } = await withEvents(channel))
  const [first, second] = [await registered(world, '小一'), await registered(world, '小二')]
  await hasEvent(world, { places: 1 })
  for (const user of [first, second]) await user.presses('!event-go.event-1')
  await first.presses('!event-leave.event-1')
  return second
}

describe.each(['web', 'push'] as const)('what the bot wrote by itself (%s)', (channel) => {
  it.each(['我去', '我想去', '去吧', '参加！', '1'])('is answered by 「%s」', async (typed) => {
    const youth = await invited(channel)
    expect(said(await youth.says(typed))).toContain('报上了')
    expect(await stateOf(youth)).toBe('in')
  })

  it.each(['不去', '不去了', '去不了', '我不去'])('is answered by 「%s」, too', async (typed) => {
    const youth = await invited(channel)
    expect(said(await youth.says(typed))).toContain('这次不去')
    expect(await stateOf(youth)).toBe('declined')
  })

  it('is answered also with something else in between, and while a form was left lying', async () => {
    const youth = await invited(channel)
    await youth.says('菜单')
    await youth.says('投诉')
    await youth.presses('同意，开始')
    world.clock.advance(2 * hour)
    expect(said(await youth.says('我去'))).toContain('报上了')
    expect(await stateOf(youth)).toBe('in')
    const session = await world.read(async (tx) => tx.get(sessions, await youth.personId()))
    expect(session?.turn).toMatchObject({ form: 'complain' })
  })

  it('is not answered by what is said to another event that was looked at since', async () => {
    const youth = await invited(channel)
    const later = { startsAt: '2026-12-05T11:00:00.000Z', signUpFrom: '2026-12-01T00:00:00.000Z' }
    await hasEvent(world, { id: 'law', title: '法律课', ...later })
    for (const words of ['我去', '去', '报名']) {
      expect(said(await youth.says('法律课'))).toContain('法律课')
      const told = said(await youth.says(words))
      expect(told, words).toContain('还没开始报名，12月1日')
      expect(said(await youth.says(words)), words).toContain('还没开始报名，12月1日')
    }
    await youth.says('法律课')
    await youth.says('不去')
    expect(await stateOf(youth)).toBeUndefined()
    expect(await stateOf(youth, 'law')).toBeUndefined()
  })

  it('is not answered by what is said under a list of several', async () => {
    const youth = await invited(channel)
    await hasEvent(world, { id: 'law', title: '法律课' })
    await youth.says('活动')
    await youth.says('我去')
    expect([await stateOf(youth), await stateOf(youth, 'law')]).toEqual([undefined, undefined])
  })

  it('stays declined, whatever nod comes after it', async () => {
    const youth = await invited(channel)
    await youth.says('不去')
    for (const words of ['好的', '嗯', '行']) {
      await youth.says(words)
      expect(await stateOf(youth), words).toBe('declined')
    }
    await youth.says('不去')
    expect(said(await youth.says('报名'))).toContain('有 1 个活动')
    expect(await stateOf(youth)).toBe('declined')
    await youth.says('菜单')
    expect(said(await youth.says('还是去吧'))).toContain('报上了')
  })

  it('does not take what answers a form', async () => {
    const youth = await invited(channel)
    await youth.says('投诉')
    await youth.presses('同意，开始')
    const first = said(await youth.says('1'))
    expect(first).not.toContain('报上了')
    expect(await stateOf(youth)).toBeUndefined()
  })

  it('is not meant by a word that stands on none of its buttons', async () => {
    const youth = await invited(channel)
    expect(said(await youth.says('嗯嗯嗯'))).toContain('没看懂这一句')
    world.clock.set(saturday)
    expect(await stateOf(youth)).toBeUndefined()
  })

  it('is answered where a seat is offered, and on the eve', async () => {
    const second = await offeredSeat(channel)
    expect(said(await second.inbox())).toContain('轮到你了')
    expect(said(await second.says('要的'))).toContain('报上了')
    expect(await stateOf(second)).toBe('in')
    world.clock.set('2026-11-27T10:40:00.000Z')
    await runOnce(world, 'event-reminders')
    expect(said(await second.inbox())).toContain('来得了吗')
    expect(said(await second.says('来的'))).toContain('好')
    expect(await stateOf(second)).toBe('in')
    expect(said(await second.says('来不了'))).toContain('取消')
    expect(await stateOf(second)).toBe('left')
  })

  it('takes the very words of an offered seat for that, also when an invitation came after it', async () => {
    const second = await offeredSeat(channel)
    const sunday = '2026-11-29T11:00:00.000Z'
    await hasEvent(world, { id: 'event-2', startsAt: sunday, inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    expect(said(await second.inbox()).indexOf('轮到你了')).toBeGreaterThanOrEqual(0)
    expect(said(await second.says('要'))).toContain('报上了')
    expect(await stateOf(second)).toBe('in')
    expect(await stateOf(second, 'event-2')).toBeUndefined()
  })
})
