import { afterEach, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/instant'
import { auditOf, caseOf, changeCase, changeOfficer, entriesOf, withCase } from '../support/case-world'
import { becomesOfficer, hasCase, pressesNotice, said } from '../support/people'
import { runsJob } from '../support/run-job'
import type { Channel, User, World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel = 'web') {
  const opened = await withCase(channel)
  world = opened.world
  await hasCase(opened.worker, 2, { state: 'handling' })
  const officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  await officer.inbox()
  return { officer, worker: opened.worker }
}

async function proposes(officer: User): Promise<string> {
  await officer.presses('!case-form.merge-case.case-1')
  await officer.says('WQ-20261120-0002 拖欠工资')
  return said(await officer.says('没错，问本人'))
}

describe.each<Channel>(['web', 'window'])('two cases about the same matter, on %s', (channel) => {
  it('go on as one when the worker agrees; number, words and evidence stay where they are and are reached from both', async () => {
    const { officer, worker } = await open(channel)
    await officer.presses('!case-open.case-1')
    expect(said(await officer.presses('合并到另一件'))).toContain('哪一件是同一件事')
    await officer.says('1')
    expect(said(await officer.says('没错，问本人'))).toContain('同意了才合并')
    expect((await caseOf(world)).state).toBe('submitted')
    expect(said(await officer.presses('!case-open.case-1'))).toContain('提议合并到 WQ-20261120-0002')

    const { notices, answer } = await pressesNotice(worker, '合在一起办')
    expect(notices).toContain('像是同一件事')
    expect(answer).toContain('WQ-20261120-0001 合到 WQ-20261120-0002 一起办')
    expect(await caseOf(world)).toMatchObject({
      state: 'merged',
      mergedInto: 'case-2',
      merging: null,
      next: null,
      number: 'WQ-20261120-0001',
      given: { details: { facts: '三个月没发工资了' } },
    })
    expect((await entriesOf(world)).at(-1)).toMatchObject({
      kind: 'moved',
      from: 'submitted',
      to: 'merged',
      actor: await worker.personId(),
      text: 'WQ-20261120-0002',
    })
    expect(said(await officer.inbox())).toContain('工友同意了')

    expect(said(await officer.presses('!case-open.case-2'))).toContain('WQ-20261120-0001 合在这里一起办')
    expect(said(await officer.presses('!case-open.case-1'))).toContain('合到 WQ-20261120-0002 一起办了')
    expect(said(await officer.presses('!case-history.case-1'))).toContain('老板说没钱')
    expect(said(await officer.presses('!case-list.merged'))).toContain('已合并（1）')

    expect(said(await worker.says('进度'))).toContain('合到另一件一起办了')
    expect(said(await worker.presses('!my-case.case-1'))).toContain('合到 WQ-20261120-0002 一起办')
    expect(said(await worker.presses('!my-case.case-2'))).toContain('WQ-20261120-0001 也合在这里办')
    for (const act of ['my-words', 'my-evidence', 'my-details', 'my-withdraw'])
      expect(said(await worker.presses(`!${act}.case-1`)), act).toContain('请在那一件里说')
    expect(said(await worker.presses('!my-reopen.case-1'))).toContain('没有做')
  })

  it('stay two when the worker would rather have it so', async () => {
    const { officer, worker } = await open(channel)
    await proposes(officer)
    expect((await pressesNotice(worker, '分开办')).answer).toContain('还是单独办')
    expect(await caseOf(world)).toMatchObject({ state: 'submitted', merging: null })
    expect((await entriesOf(world)).at(-1)?.kind).toBe('merge-refused')
    expect(said(await officer.inbox())).toContain('分开办')
    expect(said(await worker.presses('!my-merge-yes.case-1'))).toContain('没有做')
  })

  it('can be answered from the case itself', async () => {
    const { officer, worker } = await open(channel)
    await proposes(officer)
    await worker.says('进度')
    expect(said(await worker.presses('!my-case.case-1'))).toContain('合在一起办吗')
    await worker.presses('合在一起办')
    expect((await caseOf(world)).state).toBe('merged')
  })
})

describe('merging', () => {
  it('is not offered where the worker has no other open case, nor once handling has begun', async () => {
    const { officer } = await open()
    await changeCase(world, { state: 'closed' }, 'case-2')
    const labels = async (id: string) =>
      (await officer.presses(`!case-open.${id}`)).flatMap(({ choices }) => choices.map(({ label }) => label))
    expect(await labels('case-1')).not.toContain('合并到另一件')
    expect(said(await officer.presses('!case-form.merge-case.case-1'))).toContain('没有别的在办案子')
    await changeCase(world, { state: 'handling' }, 'case-2')
    expect(await labels('case-2')).not.toContain('合并到另一件')
    expect(said(await officer.presses('!case-form.merge-case.case-2'))).toContain('没有再改动')
  })

  it('never crosses workers or units', async () => {
    const { officer } = await open()
    const other = world.user('stranger')
    await other.says('你好')
    await hasCase(other, 3)
    await changeCase(world, { unit: 'point-1' }, 'case-2')
    await changeOfficer(officer, { unit: 'point-2' })
    await changeCase(world, { unit: 'point-2' })
    expect(said(await officer.presses('!case-form.merge-case.case-1'))).toContain('没有别的在办案子')
    expect(said(await other.presses('!my-merge-yes.case-1.abc'))).toContain('没有找到')
  })

  it('is asked once at a time, and is past when either case has moved on', async () => {
    const { officer, worker } = await open()
    await proposes(officer)
    expect(said(await officer.presses('!case-form.merge-case.case-1'))).toContain('已经问过本人')
    const yes = (await worker.inbox()).flatMap(({ choices }) => choices).find(({ label }) => label === '合在一起办')
    await changeCase(world, { state: 'closed', next: null }, 'case-2')
    expect(said(await worker.presses(yes?.value ?? ''))).toContain('没有做')
    await changeCase(world, { state: 'handling' }, 'case-2')
    await officer.presses('!case-form.ask-info.case-1')
    for (const line of ['哪个区', '发出去']) await officer.says(line)
    expect(said(await worker.presses(yes?.value ?? ''))).toContain('没有做')
    expect(await caseOf(world)).toMatchObject({ state: 'needs-info', merging: null })
    expect((await auditOf(world)).map(({ action }) => action)).toContain('merge-case')
  })

  it('is forgotten together with the case it goes on with, not before', async () => {
    const { officer, worker } = await open()
    await proposes(officer)
    await pressesNotice(worker, '合在一起办')
    world.clock.advance(700 * day)
    await changeCase(world, { state: 'closed', next: null, stateAt: world.clock.now() }, 'case-2')
    world.clock.advance(100 * day)
    expect(await runsJob(world, 'forget-cases')).toBe(0)
    world.clock.advance(640 * day)
    expect(await runsJob(world, 'forget-cases')).toBe(2)
    expect(await caseOf(world)).toMatchObject({ person: 'erased', state: 'merged', mergedInto: 'case-2' })
  })
})
