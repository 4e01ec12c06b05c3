import { afterEach, describe, expect, it } from 'vitest'
import type { ComplaintState } from '../../src/domain/complaint'
import type { Role } from '../../src/domain/officer'
import { auditOf, caseOf, changeOfficer, entriesOf, officerOf, withCase } from '../support/case-world'
import { becomesOfficer, hasCase, said } from '../support/people'
import type { User, World } from '../support/world'

let world: World
afterEach(() => world.close())

type Needs = 'see' | 'handle'

/** Every action about a case, the state in which it can be done, and what it takes. */
const actions: [value: string, needs: Needs, state: ComplaintState][] = [
  ['!case-open.CASE', 'see', 'submitted'],
  ['!case-history.CASE', 'see', 'submitted'],
  ['!case-files.CASE', 'see', 'submitted'],
  ['!case-file.CASE.1', 'see', 'submitted'],
  ['!second-yes.CASE.abc', 'see', 'submitted'],
  ['!second-no.CASE.abc', 'see', 'submitted'],
  ['!case-accept.CASE', 'handle', 'submitted'],
  ['!case-take.CASE', 'handle', 'handling'],
  ['!case-form.ask-info.CASE', 'handle', 'submitted'],
  ['!case-form.decline-case.CASE', 'handle', 'submitted'],
  ['!case-form.handle-case.CASE', 'handle', 'accepted'],
  ['!case-form.case-paid.CASE', 'handle', 'handling'],
  ['!case-form.close-case.CASE', 'handle', 'resolved'],
  ['!case-form.close-unreached.CASE', 'handle', 'needs-info'],
  ['!case-form.write-to-worker.CASE', 'handle', 'handling'],
  ['!case-form.case-note.CASE', 'handle', 'handling'],
  ['!case-form.pass-on-case.CASE', 'handle', 'handling'],
  ['!case-form.merge-case.CASE', 'handle', 'submitted'],
  ['!case-reopen.CASE', 'see', 'closed'],
]

const nobody = '这里没有你要找的案子。'

/** Who presses, and what they may. */
const people: [who: string, roles: Role[] | null, unit: string, may: Needs[]][] = [
  ['somebody who is no officer', null, 'root', []],
  ['a liaison officer of the unit', ['liaison'], 'point-1', []],
  ['an admin of the committee', ['admin'], 'root', []],
  ['a liaison officer who is admin', ['liaison', 'admin'], 'root', []],
  ['a caseworker of another point', ['caseworker'], 'point-2', []],
  ['a supervisor of another point', ['supervisor'], 'point-2', []],
  ['a supervisor of the unit', ['supervisor'], 'point-1', ['see']],
  ['a supervisor of the committee', ['supervisor'], 'root', ['see']],
  ['a caseworker of the unit', ['caseworker'], 'point-1', ['see', 'handle']],
  ['a caseworker of the committee', ['caseworker'], 'root', ['see', 'handle']],
]

/** Presses every action about a case of its state; gives the answers. */
async function pressesAll(user: User, check: (value: string, needs: Needs, answer: string) => Promise<void>) {
  for (const [value, needs, state] of actions) {
    const file = { id: 'f1', name: '欠条.jpg', type: 'image/jpeg', size: 3, sha256: 'x' }
    await hasCase(world.user('worker'), 1, {
      unit: 'point-1',
      state,
      evidence: [{ file, at: world.clock.now(), note: null }],
      next: { step: 'your-answer', by: '2026-11-01', estimated: false },
    })
    await check(value, needs, said(await user.presses(value.replace('CASE', 'case-1'))))
    await user.says('/cancel')
  }
}

describe.each(people)('%s', (_, roles, unit, may) => {
  it(`may ${may.join(' and ') || 'do nothing with'} a case`, async () => {
    ;({ world } = await withCase('web'))
    const user = world.user('presser')
    await user.says('你好')
    if (roles) await becomesOfficer(user, '王姐', roles, unit)
    await becomesOfficer(world.user('second'), '李督', ['caseworker', 'supervisor'])
    await pressesAll(user, async (value, needs, answer) => {
      if (may.includes(needs)) return expect(answer, value).not.toContain(nobody)
      const absent = said(await user.presses(value.replace('CASE', 'case-none')))
      expect(answer, value).toBe(nobody)
      expect(absent, value).toBe(nobody)
      expect((await user.session())?.turn ?? null, value).toBeNull()
      expect(await caseOf(world), value).toMatchObject({ openedAt: null, owner: null })
      expect((await entriesOf(world)).filter(({ kind }) => kind !== 'from-worker' && kind !== 'opened')).toEqual([])
    })
    if (may.length === 0) expect(await world.user('worker').inbox()).toEqual([])
    const refused = (await auditOf(world)).filter(({ action }) => action === 'case-refused')
    expect(refused.length > 0).toBe(roles !== null && may.length < 2)
    if (!roles) expect(await auditOf(world)).toEqual([])
  })
})

it('who has left may do nothing any more', async () => {
  ;({ world } = await withCase('web'))
  const user = world.user('presser')
  await becomesOfficer(user, '王姐', ['caseworker', 'supervisor', 'admin'])
  await changeOfficer(user, { leftAt: world.clock.now() })
  await pressesAll(user, async (value, _, answer) => expect(answer, value).toBe(nobody))
})

it('an officer neither sees nor handles their own case', async () => {
  ;({ world } = await withCase('web'))
  const worker = world.user('worker')
  await becomesOfficer(worker, '王姐', ['caseworker', 'supervisor', 'admin'])
  await pressesAll(worker, async (value, _, answer) => expect(answer, value).toBe(nobody))
  expect(said(await worker.says('工作台'))).toContain('现在没有在办的案子')
})

it('lists and the workbench show nobody the cases of others', async () => {
  ;({ world } = await withCase('web', { unit: 'point-1' }))
  const user = world.user('presser')
  await becomesOfficer(user, '王姐', ['caseworker'], 'point-2')
  expect(said(await user.says('工作台'))).toContain('现在没有在办的案子')
  for (const list of ['urgent', 'new', 'mine', 'overdue', 'unowned', 'second', 'open', 'submitted', 'closed']) {
    expect(said(await user.presses(`!case-list.${list}`)), list).toContain('现在没有')
  }
  await changeOfficer(user, { unit: 'point-1' })
  expect(said(await user.presses('!case-list.open'))).toContain('全部在办（1）')
})

it('an admin sees how many cases there are, and nothing of them', async () => {
  ;({ world } = await withCase('web'))
  const admin = world.user('admin')
  await becomesOfficer(admin, '张书记', ['admin'])
  const shown = await admin.says('工作台')
  expect(said(shown)).toContain('新来 1')
  expect(said(shown)).not.toContain('WQ-')
  expect(shown.flatMap((body) => body.choices).filter((choice) => choice.value.includes('case-'))).toEqual([])
})

it('a right lost on the way is missed at the end of the form too', async () => {
  const opened = await withCase('web', { state: 'accepted' })
  world = opened.world
  const officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  await officer.presses('!case-form.handle-case.case-1')
  await officer.says('明天打电话')
  await officer.says('11月25日')
  await changeOfficer(officer, { roles: ['liaison'] })
  expect(said(await officer.says('发出去'))).toBe(nobody)
  expect((await caseOf(world)).state).toBe('accepted')
  expect(await opened.worker.inbox()).toEqual([])
  expect((await officerOf(officer))?.roles).toEqual(['liaison'])
})
