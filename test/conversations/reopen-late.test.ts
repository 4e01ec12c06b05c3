import { afterEach, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/instant'
import { auditOf, caseOf, changeCase, entriesOf, withCase } from '../support/case-world'
import { becomesOfficer, pressesNotice, said } from '../support/people'
import type { Channel, World } from '../support/world'

let world: World
afterEach(() => world.close())

async function longClosed(channel: Channel, days: number, withSupervisor = true) {
  const opened = await withCase(channel, { state: 'closed', outcome: 'paid-part' })
  world = opened.world
  const officer = world.user('officer')
  const supervisor = world.user('supervisor')
  world.clock.advance(days * day)
  await becomesOfficer(officer, '王姐', ['caseworker'])
  if (withSupervisor) await becomesOfficer(supervisor, '李督', ['supervisor'])
  for (const user of [officer, supervisor]) await user.says('菜单')
  return { officer, supervisor, worker: opened.worker }
}

describe.each<Channel>(['web', 'window'])('a case over for more than half a year, on %s', (channel) => {
  it('is opened again by a supervisor, and only when its worker asked', async () => {
    const { officer, supervisor, worker } = await longClosed(channel, 181)
    expect(said(await supervisor.presses('!case-reopen.case-1'))).toContain('要本人提出')
    await worker.says('进度')
    expect(said(await worker.presses('请人重新打开'))).toContain('请负责的人看')
    await worker.presses('!my-reopen.case-1')
    expect((await entriesOf(world)).filter(({ text }) => text?.includes('想重新打开'))).toHaveLength(1)
    expect((await caseOf(world)).state).toBe('closed')
    expect(await officer.inbox()).toEqual([])
    expect(said(await officer.presses('!case-reopen.case-1'))).toContain('督导来打开')

    const { notices, answer } = await pressesNotice(supervisor, '打开')
    expect(notices.match(/重新打开/g)).toHaveLength(1)
    expect(answer).toContain('已结案')
    expect(said(await supervisor.presses('应本人要求重新打开'))).toContain('已经告诉本人')
    expect(await caseOf(world)).toMatchObject({ state: 'handling', outcome: null, reopenAsked: null })
    expect((await caseOf(world)).next).not.toBeNull()
    expect(said(await worker.inbox())).toContain('重新打开了，有人接着办')
    expect((await auditOf(world)).map(({ action }) => action)).toContain('case-reopen')
    expect(said(await supervisor.presses('!case-reopen.case-1'))).toContain('没有再改动')
  })
})

it('within half a year its worker needs nobody', async () => {
  const { worker } = await longClosed('web', 179)
  await worker.says('进度')
  expect(said(await worker.presses('重新打开'))).toContain('重新打开了')
  expect((await caseOf(world)).state).toBe('handling')
})

it('what was called resolved a moment ago can be taken back too', async () => {
  const { worker } = await longClosed('web', 0)
  await changeCase(world, { state: 'resolved', outcome: null })
  await worker.says('进度')
  await worker.presses('重新打开')
  expect((await caseOf(world)).state).toBe('handling')
})

it('where there is no supervisor it is a new complaint', async () => {
  const { worker } = await longClosed('web', 181, false)
  await worker.says('进度')
  expect(said(await worker.presses('请人重新打开'))).toContain('发「投诉」再说一次')
  expect((await caseOf(world)).reopenAsked).toBeNull()
})
