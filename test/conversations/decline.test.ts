import { afterEach, describe, expect, it } from 'vitest'
import { auditOf, caseOf, changeCase, changeOfficer, entriesOf, withCase } from '../support/case-world'
import { becomesOfficer, pressesNotice, said } from '../support/people'
import type { Channel, User, World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel, changes: Parameters<typeof withCase>[1] = {}) {
  const opened = await withCase(channel, changes)
  world = opened.world
  const officer = world.user('officer')
  const second = world.user('second')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  await becomesOfficer(second, '李督', ['supervisor'])
  for (const user of [officer, second]) await user.inbox()
  return { officer, second, worker: opened.worker }
}

async function proposes(officer: User): Promise<string> {
  await officer.presses('!case-form.decline-case.case-1')
  for (const line of ['不是劳动的事', '区住建局 12345']) await officer.says(line)
  return said(await officer.says('没错，请同事定'))
}

describe.each<Channel>(['web', 'window'])('declining on %s', (channel) => {
  it('happens only when a second person agrees, and then the worker learns why and where to go', async () => {
    const { officer, second, worker } = await open(channel)
    expect(await proposes(officer)).toContain('已经请同事定')
    expect(await worker.inbox()).toEqual([])
    expect((await caseOf(world)).state).toBe('submitted')
    const { notices, answer } = await pressesNotice(second, '同意')
    expect(notices).not.toContain('不是劳动的事')
    expect(answer).toContain('办完了')
    const told = said(await worker.inbox())
    for (const part of ['不是劳动的事', '区住建局 12345']) expect(told).toContain(part)
    expect(said(await officer.inbox())).toContain('李督 同意了')
    expect(await caseOf(world)).toMatchObject({ state: 'declined', declining: null, next: null })
    expect((await entriesOf(world)).map(({ kind }) => kind).slice(-2)).toEqual(['decline-proposed', 'moved'])
    expect((await auditOf(world)).map(({ action }) => action)).toEqual(['decline-case', 'second-yes'])
  })

  it('is off when the second person does not agree; the worker hears nothing', async () => {
    const { officer, second, worker } = await open(channel)
    await proposes(officer)
    const { answer } = await pressesNotice(second, '不同意')
    expect(answer).toContain('案子照旧')
    expect(said(await officer.inbox())).toContain('没有同意')
    expect(await caseOf(world)).toMatchObject({ state: 'submitted', declining: null })
    expect((await entriesOf(world)).at(-1)?.kind).toBe('decline-refused')
    expect(await worker.inbox()).toEqual([])
  })

  it('cannot be confirmed by the one who proposed it', async () => {
    const { officer } = await open(channel)
    await proposes(officer)
    const stamp = Date.parse((await caseOf(world)).declining?.at ?? '').toString(36)
    for (const value of ['second-yes', 'second-no']) {
      expect(said(await officer.presses(`!${value}.case-1.${stamp}`))).toContain('另一位同事定')
    }
    expect((await caseOf(world)).declining).not.toBeNull()
  })

  it('is not even begun where there is nobody else', async () => {
    const { officer, second } = await open(channel)
    await changeOfficer(second, { leftAt: world.clock.now() })
    expect(said(await officer.presses('!case-form.decline-case.case-1'))).toContain('现在只有你一位')
    expect((await officer.session())?.turn ?? null).toBeNull()
  })
})

describe('the buttons of a proposal', () => {
  it('of an earlier one decide nothing about a later one', async () => {
    const { officer, second, worker } = await open('web')
    await proposes(officer)
    const old = (await second.inbox()).flatMap((body) => body.choices).find((choice) => choice.label === '同意')
    await second.presses('不同意')
    world.clock.advance(60_000)
    await proposes(officer)
    expect(said(await second.presses(old?.value ?? ''))).toContain('没有再改动')
    expect((await caseOf(world)).state).toBe('submitted')
    expect(await worker.inbox()).toEqual([])
  })

  it('count once when two colleagues press at once', async () => {
    const { officer, second, worker } = await open('web')
    const third = world.user('third')
    await becomesOfficer(third, '赵姐', ['caseworker'])
    await proposes(officer)
    const values = await Promise.all(
      [second, third].map(
        async (user) => (await user.inbox()).flatMap((body) => body.choices).find((c) => c.label === '同意')?.value,
      ),
    )
    const answers = await Promise.all([second.presses(values[0] ?? ''), third.presses(values[1] ?? '')])
    expect(answers.map(said).filter((answer) => answer.includes('办完了'))).toHaveLength(1)
    expect((await worker.inbox()).length).toBe(1)
  })

  it('lead to nothing once the case was accepted after all', async () => {
    const { officer, second } = await open('web')
    await proposes(officer)
    await officer.presses('!case-accept.case-1')
    const { answer } = await pressesNotice(second, '同意')
    expect(answer).toContain('现在是「已受理」')
    expect(await caseOf(world)).toMatchObject({ state: 'accepted', declining: null })
  })

  it('wait while one proposal is open', async () => {
    const { officer } = await open('web')
    await proposes(officer)
    expect(said(await officer.presses('!case-form.decline-case.case-1'))).toContain('已经有一个提议')
  })
})

describe('closing a case whose worker does not answer', () => {
  const late = { step: 'your-answer', by: '2026-11-19', estimated: false }
  const reminded = { times: 3, at: '2026-11-13T01:00:00.000Z' }

  it('takes a second person too, and the worker can come back', async () => {
    const { officer, second, worker } = await open('web', { state: 'needs-info', next: late, reminded })
    await officer.presses('!case-form.close-unreached.case-1')
    for (const line of ['打过两次电话', '没错，请同事定']) await officer.says(line)
    expect((await pressesNotice(second, '同意')).notices).toContain('联系不上')
    expect(await caseOf(world)).toMatchObject({ state: 'closed', outcome: 'no-contact' })
    const told = said(await worker.inbox())
    expect(told).toContain('什么时候方便')
    expect(told).not.toContain('打过两次电话')
  })

  it.each([
    ['until their time is over', { next: { ...late, by: '2026-11-20' }, reminded }, '提醒 3 次，最早 11月21日'],
    ['for the third reminder', { next: late, reminded: { ...reminded, times: 2 } }, '提醒 2 次，最早 11月26日'],
    ['for an answer to it', { next: late, reminded: { ...reminded, at: '2026-11-18T01:00:00.000Z' } }, '最早 11月24日'],
  ])('waits %s', async (_, changes, why) => {
    const { officer } = await open('web', { state: 'needs-info', ...changes })
    const answer = said(await officer.presses('!case-form.close-unreached.case-1'))
    expect(answer).toContain('现在还不能结')
    expect(answer).toContain(why)
    expect((await caseOf(world)).declining).toBeNull()
  })

  it('is not confirmed any more once a legal cut-off has come near', async () => {
    const { officer, second } = await open('web', { state: 'needs-info', next: late, reminded })
    await officer.presses('!case-form.close-unreached.case-1')
    for (const line of ['打过两次电话', '没错，请同事定']) await officer.says(line)
    await changeCase(world, { given: { ...(await caseOf(world)).given, since: { iso: '2025-12-15', about: false } } })
    expect((await pressesNotice(second, '同意')).answer).toContain('法律上的期限快到了')
    expect((await caseOf(world)).state).toBe('needs-info')
  })

  it('is forbidden shortly before a legal cut-off', async () => {
    const { officer } = await open('web', { state: 'needs-info', next: late, reminded })
    await changeCase(world, { given: { ...(await caseOf(world)).given, since: { iso: '2025-12-15', about: false } } })
    expect(said(await officer.presses('!case-form.close-unreached.case-1'))).toContain('法律上的期限快到了')
  })
})
