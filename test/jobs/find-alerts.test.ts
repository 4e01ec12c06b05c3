import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { after, day, hour, minute } from '../../src/domain/instant'
import type { Finding } from '../../src/domain/operator-alert'
import { noteFinding } from '../../src/features/operator-alerts'
import type { Watch } from '../../src/jobs/job'
import { alerts, outbox } from '../../src/store/collections'
import { AlertWorld } from '../support/alert-world'
import { changeOfficer } from '../support/case-world'
import { becomesOfficer, said } from '../support/people'
import { sampleFeature } from '../support/sample-feature'
import type { User, World } from '../support/world'

const gigabyte = 1024 ** 3

let at: AlertWorld
let world: World
let admin: User
let watch: Watch
afterEach(() => world.close())

async function begin(options: Parameters<typeof AlertWorld.open>[0] = {}): Promise<void> {
  at = await AlertWorld.open(options)
  ;({ world, admin, watch } = at)
}
beforeEach(() => begin())

const looks = (more: Parameters<AlertWorld['looks']>[0] = {}) => at.looks(more)
const standing = () => at.standing()

it('says nothing while all is well', async () => {
  expect(await looks()).toEqual([])
  world.clock.advance(30 * day)
  expect(await looks()).toEqual([])
})

describe('a disk that fills up', () => {
  const has = (bytes: number) => {
    watch.freeBytes = async () => bytes
  }

  it('is told once, again each day, and when there is room; not at each byte around the limit', async () => {
    has(0.94 * gigabyte)
    const [first, ...more] = await looks()
    expect(more).toEqual([])
    expect(first).toBe(
      '⚠ 硬盘快满了\n从 11月20日 11:00 起：放数据的硬盘只剩 0.9 GB。满了以后，大家发来的话就收不下了。\n怎么办：请管服务器的人清理别的东西，或者换大一点的硬盘。放数据的文件夹里，什么也不要自己删。',
    )
    for (const bytes of [1.1, 0.99, 1.2].map((n) => n * gigabyte)) {
      has(bytes)
      world.clock.advance(5 * minute)
      expect(await looks()).toEqual([])
    }
    await world.restart()
    expect(await looks()).toEqual([])
    expect(await standing()).toEqual(['disk-low'])
    world.clock.advance(day)
    expect(await looks()).toHaveLength(1)
    has(1.3 * gigabyte)
    expect(await looks()).toEqual(['✓ 好了：硬盘快满了。11月20日 11:00 开始，11月21日 11:15 已经没事了。'])
    expect(await standing()).toEqual([])
    expect(await looks()).toEqual([])
  })

  it('is told in the morning when it happens at night, and what was over by then only as over', async () => {
    world.clock.set('2026-11-20T18:00:00.000Z')
    has(0)
    expect(await looks()).toEqual([])
    world.clock.set('2026-11-21T00:00:00.000Z')
    expect(said(await admin.inbox())).toContain('从 11月21日 02:00 起')
    world.clock.set('2026-11-21T18:00:00.000Z')
    has(2 * gigabyte)
    expect(await looks()).toEqual([])
    world.clock.advance(5 * minute)
    has(0)
    expect(await looks()).toEqual([])
    world.clock.advance(5 * minute)
    has(2 * gigabyte)
    expect(await looks()).toEqual([])
    world.clock.set('2026-11-22T00:00:00.000Z')
    const morning = (await admin.inbox()).map(({ text }) => text)
    expect(morning).toHaveLength(2)
    for (const text of morning) expect(text).toMatch(/^✓ 好了/)
  })

  it('that cannot be looked at says nothing, and the other alerts are found all the same', async () => {
    const faults: unknown[] = []
    watch.freeBytes = () => Promise.reject(new Error('no such folder'))
    watch.isKeyWithData = true
    await looks({ onFault: (fault) => faults.push(fault) })
    expect(faults).toHaveLength(2)
    expect(await standing()).toEqual(['key-not-saved'])
  })
})

describe('a backup that is not made', () => {
  it('is told after a day and a half, once the bot has run for an hour', async () => {
    const backUp = async () => ({ made: 0, removed: 0 })
    const made = after(world.clock.now(), -12 * hour)
    watch.newestBackup = async () => made
    world.clock.advance(day - 1)
    expect(await looks({ backUp })).toEqual([])
    world.clock.advance(minute)
    const startedAt = watch.startedAt
    watch.startedAt = world.clock.now()
    expect(await looks({ backUp })).toEqual([])
    watch.startedAt = startedAt
    expect((await looks({ backUp })).join()).toContain('一天半没有做成新的备份')
    watch.newestBackup = async () => world.clock.now()
    expect((await looks({ backUp })).join()).toContain('✓ 好了：没有新的备份')
  })

  it('is none of ours where the store is backed up otherwise', async () => {
    watch.newestBackup = async () => undefined
    expect(await looks()).toEqual([])
    expect((await looks({ backUp: async () => ({ made: 0 }) })).join()).toContain('没有新的备份')
  })
})

describe('the master key', () => {
  it('beside the data is told of after a day, weekly, and never where it is kept elsewhere', async () => {
    watch.isKeyWithData = true
    expect(await looks()).toEqual([])
    expect(await standing()).toEqual(['key-not-saved'])
    world.clock.advance(day)
    expect((await looks()).join()).toContain('npm run key -- export')
    world.clock.advance(6 * day)
    expect(await looks()).toEqual([])
    await admin.presses('!key-saved')
    expect(await standing()).toEqual([])
    expect(await looks()).toEqual([])
    world.clock.advance(30 * day)
    expect(await looks()).toEqual([])
  })
})

describe('updates that are parked', () => {
  let failing = true
  beforeEach(async () => {
    await world.close()
    failing = true
    await begin({ features: [sampleFeature({ fails: () => failing })] })
  })
  const submits = async (name: string) => {
    const worker = world.user(name)
    await worker.says('样品')
    for (const line of ['小李', '跳过', '跳过', '跳过', '提交']) await worker.says(line)
  }

  it('are told in the same commit, at night too, once for all of them; over when they are replayed', async () => {
    world.clock.set('2026-11-20T18:00:00.000Z')
    await submits('a')
    const told = await admin.inbox()
    expect(told).toHaveLength(1)
    expect(said(told)).toContain('有 1 条消息没办成')
    expect(said(told)).not.toContain('小李')
    await submits('b')
    expect(await admin.inbox()).toEqual([])
    await world.restart()
    expect(await looks()).toEqual([])
    // Told of again at an hour at which people are awake, and not the next night.
    world.clock.advance(day)
    expect(await looks()).toEqual([])
    world.clock.set('2026-11-22T00:00:00.000Z')
    expect(said(await admin.inbox())).toContain('有 2 条消息没办成')
    const [alert] = await world.read((tx) => tx.find(alerts, { index: 'since', equals: 'all' }))
    expect(alert?.params).toEqual({ count: 2 })
    failing = false
    for (const { id } of world.parked.splice(0)) await world.bot.replay(id, world.clock.now())
    world.clock.set('2026-11-22T02:00:00.000Z')
    expect(await looks()).toEqual([expect.stringContaining('✓ 好了：有消息没办成')])
  })
})

it('what began while others were still being looked at is not taken for over', async () => {
  watch.freeBytes = async () => 0
  expect(await looks()).toHaveLength(1)
  const before = new Date(Date.parse(world.clock.now()) - 1).toISOString()
  await world.write((tx) =>
    noteFinding(tx, { newId: world.bot.tools.newId, zone: 'Asia/Shanghai' }, before, 'disk-low', { is: 'right' }),
  )
  expect(await standing()).toEqual(['disk-low'])
})

describe('who is told', () => {
  it('is every admin of the whole committee, each in their language, and nobody else', async () => {
    const english = world.user('english', 'push')
    await english.says('/lang')
    await english.says('English')
    await becomesOfficer(english, 'Ms Li', ['admin'])
    const below = world.user('below', 'push')
    await becomesOfficer(below, '点上', ['admin'], 'point-1')
    const caseworker = world.user('caseworker', 'push')
    await becomesOfficer(caseworker, '王姐', ['caseworker'])
    watch.freeBytes = async () => 0
    for (const user of [english, below, caseworker]) await user.inbox()
    expect(await looks()).toHaveLength(1)
    expect(said(await english.inbox())).toMatch(/^⚠ The disk is nearly full\nSince 20 Nov 11:00: /)
    for (const user of [below, caseworker]) expect(await user.inbox()).toEqual([])
  })

  it('is the first admin as soon as there is one', async () => {
    await changeOfficer(admin, { leftAt: world.clock.now() })
    watch.freeBytes = async () => 0
    expect(await looks()).toEqual([])
    expect(await standing()).toEqual(['disk-low'])
    await changeOfficer(admin, { leftAt: null })
    expect(await looks()).toHaveLength(1)
    const rows = await world.read((tx) => tx.find(outbox, { index: 'settled', equals: 'settled' }))
    expect(rows.filter(({ key }) => key?.startsWith('alert:'))).toHaveLength(1)
  })
})

describe('of several processes', () => {
  const wrong = { is: 'wrong', params: { free: '0.5 GB' } } as const
  const right = { is: 'right' } as const

  /** What the admin is told when this process finds that; `there` are the processes that run. */
  async function finds(name: string, finding: Finding, there = ['one', 'other']): Promise<string[]> {
    world.clock.advance(minute)
    const crew = { name, isThere: (each: string) => there.includes(each) }
    const deps = { newId: world.bot.tools.newId, zone: 'Asia/Shanghai', crew }
    await world.write((tx) => noteFinding(tx, deps, world.clock.now(), 'disk-low', finding))
    return (await admin.inbox()).map(({ text }) => text)
  }

  it('what one sees is not over because another does not see it, and is over when that one is gone', async () => {
    expect(await finds('one', wrong)).toHaveLength(1)
    expect(await finds('other', right)).toEqual([])
    expect(await finds('other', { is: 'unclear' })).toEqual([])
    expect(await standing()).toEqual(['disk-low'])
    expect(await finds('other', right, ['other'])).toEqual([expect.stringMatching(/^✓/)])
    expect(await standing()).toEqual([])
  })

  it('what both see is told once, and is over when both see that it is', async () => {
    expect(await finds('one', wrong)).toHaveLength(1)
    expect(await finds('other', wrong)).toEqual([])
    expect(await finds('one', right)).toEqual([])
    expect(await finds('other', right)).toEqual([expect.stringMatching(/^✓/)])
  })
})
