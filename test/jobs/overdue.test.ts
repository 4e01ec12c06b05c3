import { afterEach, describe, expect, it } from 'vitest'
import { caseOf, changeCase, changeOfficer, entriesOf, withCase } from '../support/case-world'
import { becomesOfficer, said } from '../support/people'
import { runsJob } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
afterEach(() => world.close())

const on = (date: string) => world.clock.set(`${date}T02:00:00.000Z`)

/** A case promised for Wednesday 25 November, its owner, a supervisor and an admin. */
async function promised() {
  const opened = await withCase('web', {
    state: 'handling',
    next: { step: 'progress', by: '2026-11-25', estimated: false },
  })
  world = opened.world
  const owner = world.user('owner')
  const other = world.user('other')
  const supervisor = world.user('supervisor')
  const admin = world.user('admin')
  await changeCase(world, { owner: await becomesOfficer(owner, '王姐', ['caseworker']) })
  await becomesOfficer(other, '赵姐', ['caseworker'])
  await becomesOfficer(supervisor, '李督', ['supervisor'])
  await becomesOfficer(admin, '张书记', ['admin'])
  const all = [owner, other, supervisor, admin]
  for (const user of all) await user.inbox()
  return { ...opened, owner, supervisor, admin, all }
}

async function heard(users: readonly User[]): Promise<string[]> {
  const told: string[] = []
  for (const user of users) if ((await user.inbox()).length > 0) told.push(user.name)
  return told
}

describe('a promised day that passed', () => {
  it('is told once to the owner, a working day later to the supervisors, three later to the admins', async () => {
    const { all } = await promised()
    const told: string[] = []
    for (let date = 24; date <= 36; date++) {
      on(date <= 30 ? `2026-11-${date}` : `2026-12-0${date - 30}`)
      await runsJob(world, 'tell-overdue')
      for (const name of await heard(all)) told.push(`${world.clock.now().slice(5, 10)} ${name}`)
    }
    expect(told).toEqual(['11-26 owner', '11-27 supervisor', '12-02 admin'])
  })

  it('opens from the notice, and says nothing of the case to the admins', async () => {
    const { owner, supervisor, admin } = await promised()
    on('2026-12-10')
    expect(await runsJob(world, 'tell-overdue')).toBe(1)
    for (const user of [owner, supervisor]) {
      const [notice, ...more] = await user.inbox()
      expect(more).toEqual([])
      expect(notice?.text).toContain('WQ-20261120-0001')
      expect(notice?.choices.map(({ label }) => label)).toEqual(['打开'])
    }
    const told = await admin.inbox()
    expect(said(told)).toContain('超期')
    expect(said(told)).not.toMatch(/WQ-|工资|工地/)
    expect(told.flatMap(({ choices }) => choices)).toEqual([])
  })

  it('is told anew when a new day was promised and has passed too', async () => {
    const { owner, supervisor, all } = await promised()
    on('2026-11-27')
    await runsJob(world, 'tell-overdue')
    await heard(all)
    await owner.presses('!case-form.write-to-worker.case-1')
    for (const line of ['老板说下周给', '发出去']) await owner.says(line)
    expect((await caseOf(world)).next?.by).toBe('2026-12-11')
    await heard(all)
    on('2026-12-11')
    expect(await runsJob(world, 'tell-overdue')).toBe(0)
    on('2026-12-14')
    expect(await runsJob(world, 'tell-overdue')).toBe(1)
    expect(await heard([owner, supervisor])).toEqual(['owner'])
  })

  it('reaches everyone who sees the case where nobody owns it, and the admins where nobody handles any', async () => {
    const { owner, all, admin } = await promised()
    await changeCase(world, { owner: null })
    on('2026-11-26')
    await runsJob(world, 'tell-overdue')
    expect(await heard(all)).toEqual(['owner', 'other', 'supervisor'])
    await changeCase(world, { overdue: null, next: { step: 'progress', by: '2026-11-24', estimated: false } })
    for (const user of all) if (user !== admin) await changeOfficer(user, { leftAt: world.clock.now() })
    on('2026-12-10')
    await runsJob(world, 'tell-overdue')
    const told = await admin.inbox()
    expect(told).toHaveLength(1)
    expect(said(told)).toContain('没有人办案')
    expect(await owner.inbox()).toEqual([])
  })

  it('is worded for who waits for an answer, and not told at night', async () => {
    const { owner } = await promised()
    await changeCase(world, { state: 'needs-info' })
    world.clock.set('2026-11-25T19:00:00.000Z')
    expect(await runsJob(world, 'tell-overdue')).toBe(1)
    expect(await owner.inbox()).toEqual([])
    on('2026-11-26')
    expect(said(await owner.inbox())).toContain('本人还没有补充')
  })

  it('leaves alone what goes on by itself', async () => {
    const { all } = await promised()
    on('2026-12-10')
    for (const state of ['claimed-paid', 'resolved'] as const) {
      await changeCase(world, { state })
      expect(await runsJob(world, 'tell-overdue')).toBe(0)
    }
    expect(await heard(all)).toEqual([])
  })

  it('is told also of an alarm whose worker never came back', async () => {
    const { all } = await promised()
    await changeCase(world, { next: null, number: 'WQ-20261101-0001' })
    const danger = world.user('danger')
    await danger.says('紧急')
    await danger.says('我被关在工地宿舍')
    await heard(all)
    on('2026-11-23')
    expect(await runsJob(world, 'tell-overdue')).toBe(1)
  })
})

describe('a word to the worker', () => {
  it('comes when ten working days brought none, with the next step or that it is late', async () => {
    const { worker } = await promised()
    await changeCase(world, { next: { step: 'progress', by: '2026-12-10', estimated: false } })
    on('2026-12-03')
    expect(await runsJob(world, 'say-no-news')).toBe(0)
    on('2026-12-04')
    expect(await runsJob(world, 'say-no-news')).toBe(1)
    const first = said(await worker.inbox())
    for (const part of ['还在办', '告诉你办得怎样', '12月10日']) expect(first).toContain(part)
    expect((await entriesOf(world)).at(-1)).toMatchObject({ kind: 'reminded', actor: 'system' })
    on('2026-12-17')
    expect(await runsJob(world, 'say-no-news')).toBe(0)
    on('2026-12-18')
    expect(await runsJob(world, 'say-no-news')).toBe(1)
    expect(said(await worker.inbox())).toContain('前的事晚了')
  })

  it('is counted from the last thing said, whoever said it', async () => {
    const { owner, worker } = await promised()
    on('2026-12-02')
    await owner.presses('!case-form.write-to-worker.case-1')
    for (const line of ['明天去工地', '发出去']) await owner.says(line)
    await worker.inbox()
    on('2026-12-15')
    expect(await runsJob(world, 'say-no-news')).toBe(0)
    on('2026-12-16')
    expect(await runsJob(world, 'say-no-news')).toBe(1)
  })

  it('is not said where the worker is waited for, or all is over', async () => {
    const { worker } = await promised()
    on('2027-02-10')
    for (const state of ['needs-info', 'claimed-paid', 'resolved', 'closed', 'merged', 'withdrawn'] as const) {
      await changeCase(world, { state })
      expect(await runsJob(world, 'say-no-news')).toBe(0)
    }
    expect(await worker.inbox()).toEqual([])
  })
})
