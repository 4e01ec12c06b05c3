import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant'
import type { Platform, Watch } from '../../src/jobs/job'
import { accounts } from '../../src/store/collections'
import { AlertWorld } from '../support/alert-world'
import { changeOfficer } from '../support/case-world'
import { enrol } from '../support/enrol'
import { becomesOfficer, said } from '../support/people'
import type { User, World } from '../support/world'

let at: AlertWorld
let world: World
let admin: User
let watch: Watch
afterEach(() => world.close())

beforeEach(async () => {
  at = await AlertWorld.open()
  ;({ world, admin, watch } = at)
})

const looks = () => at.looks()
const standing = () => at.standing()

describe('a platform', () => {
  const is = (changes: Partial<Platform>) => {
    const since = world.clock.now()
    const one = { name: 'Telegram', state: 'connected' as const, since, minutesFlooded: 0, ...changes }
    watch.platforms = () => [one]
  }

  it.each([
    ['token-refused', 'Telegram 不认我们的令牌'],
    ['address-refused', 'Telegram 不接受我们的网址'],
    ['taken-over', 'Telegram 的令牌被别的程序占着'],
    ['unreachable', '连不上 Telegram'],
  ] as const)(
    '%s is told after five minutes where it can be, and over when it has been there for half an hour',
    async (state, words) => {
      is({ state })
      world.clock.advance(5 * minute - 1)
      expect(await looks()).toEqual([])
      world.clock.advance(1)
      // What cannot be sent now would arrive together with the news that it is over.
      const isMute = state === 'token-refused' || state === 'unreachable'
      expect(await looks()).toEqual(isMute ? [] : [expect.stringContaining(`⚠ ${words}\n从 11月20日 11:00 起`)])
      is({})
      world.clock.advance(29 * minute)
      expect(await looks()).toEqual([])
      expect(await standing()).toEqual([`platform-${state}`])
      // As after a restart.
      is({ state: 'unknown' })
      world.clock.advance(hour)
      expect(await looks()).toEqual([])
      is({})
      world.clock.advance(30 * minute)
      expect(await looks()).toEqual([expect.stringContaining(`✓ 好了：${words}`)])
    },
  )

  it('that comes and goes is told of once', async () => {
    const told: string[] = []
    for (let n = 0; n < 12; n++) {
      is({ state: n % 2 ? 'connected' : 'taken-over' })
      world.clock.advance(10 * minute)
      told.push(...(await looks()))
    }
    expect(told).toHaveLength(1)
  })

  it('that was gone for some seconds at a time is no alert', async () => {
    for (let n = 0; n < 20; n++) {
      is({ state: n % 2 ? 'unreachable' : 'connected' })
      world.clock.advance(30_000)
      expect(await looks()).toEqual([])
    }
  })

  it('that is not there is told of on the page, where an admin has one too', async () => {
    const onPage = world.user('page', 'web')
    await onPage.says('你好')
    const page = await onPage.account()
    const person = await admin.personId()
    await world.write((tx) => tx.put(accounts, { ...page!, person }))
    is({ state: 'token-refused' })
    world.clock.advance(5 * minute)
    expect(await looks()).toEqual([])
    expect(said(await onPage.inbox())).toContain('不认我们的令牌')
    is({})
    world.clock.advance(30 * minute)
    expect(await looks()).toEqual([expect.stringContaining('✓ 好了')])
  })

  it('that asks to slow down in three minutes of fifteen is told, over when it no longer does', async () => {
    is({ minutesFlooded: 2 })
    expect(await looks()).toEqual([])
    is({ minutesFlooded: 3 })
    expect(await looks()).toEqual([expect.stringContaining('消息会晚到，不会丢')])
    is({ minutesFlooded: 1 })
    expect(await looks()).toEqual([])
    is({})
    expect(await looks()).toEqual([expect.stringContaining('✓ 好了：Telegram 要我们慢一点')])
  })

  it('that never gave an officer a way leaves a point unreached: told weekly, over once one of them is there', async () => {
    const liaison = world.user('liaison', 'web')
    await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
    await enrol(world, 'youth', { points: ['point-1'] })
    expect(await looks()).toEqual([])
    is({})
    expect(await looks()).toEqual([expect.stringContaining('联络点1号，一共 1 处')])
    world.clock.advance(6 * day)
    expect(await looks()).toEqual([])
    world.clock.advance(day)
    expect(await looks()).toHaveLength(1)
    const phone = world.user('phone', 'push')
    await becomesOfficer(phone, '李姐', ['liaison'], 'point-1')
    expect(await looks()).toEqual([expect.stringContaining('✓ 好了：有的地方')])
    const account = (await phone.account())!
    world.clock.advance(5 * minute)
    const blocked = { reason: 'blocked', since: world.clock.now() }
    await world.write((tx) => tx.put(accounts, { ...account, unreachable: blocked }))
    expect(await looks()).toHaveLength(1)
    world.clock.advance(5 * minute)
    await world.write((tx) => tx.put(accounts, account))
    expect(await looks()).toHaveLength(1)
    // Whoever alone sees urgent cases has to be reached too.
    world.clock.advance(5 * minute)
    const caseworker = world.user('caseworker', 'web')
    await becomesOfficer(caseworker, '王姐', ['caseworker'])
    expect(await looks()).toHaveLength(1)
    await changeOfficer(caseworker, { leftAt: world.clock.now() })
    expect(await looks()).toHaveLength(1)
    await changeOfficer(phone, { leftAt: world.clock.now() })
    await changeOfficer(liaison, { leftAt: world.clock.now() })
    // Without a liaison officer the admin is told, who has a phone.
    expect(await looks()).toEqual([])
  })
})
