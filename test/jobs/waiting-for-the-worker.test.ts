import { afterEach, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/instant'
import { rechecks } from '../../src/jobs'
import { outbox } from '../../src/store/collections'
import { caseOf, changeCase, entriesOf, withCase } from '../support/case-world'
import { becomesOfficer, pressesNotice, said } from '../support/people'
import { runsJob } from '../support/run-job'
import type { Channel, User, World } from '../support/world'

let world: World
afterEach(() => world.close())

/** At ten in the morning. */
const on = (date: string) => world.clock.set(`${date}T02:00:00.000Z`)

async function claimed(channel: Channel = 'web') {
  const opened = await withCase(channel, { state: 'handling' })
  world = opened.world
  const officer = world.user('officer')
  const owner = await becomesOfficer(officer, '王姐', ['caseworker'])
  await changeCase(world, { owner })
  await officer.presses('!case-form.case-paid.case-1')
  for (const line of ['18000', '全部', '没错，问本人']) await officer.says(line)
  await opened.worker.inbox()
  await officer.inbox()
  return { officer, worker: opened.worker }
}

/** Walks day by day through the jobs of the morning; gives the days on which something was done. */
async function mornings(from: string, days: number, ...jobs: string[]): Promise<string[]> {
  const did: string[] = []
  for (let n = 0; n < days; n++) {
    on(new Date(Date.parse(from) + n * day).toISOString().slice(0, 10))
    for (const job of jobs) if ((await runsJob(world, job)) > 0) did.push(world.clock.now().slice(5, 10))
  }
  return did
}

async function putAside(channel: Channel = 'web') {
  const both = await claimed(channel)
  await mornings('2026-11-21', 16, 'ask-paid-again', 'resolve-unconfirmed')
  expect((await caseOf(world)).state).toBe('resolved')
  return both
}

describe('the question whether the money came', () => {
  it('is asked again after 1, 3 and 7 working days, once each, then put aside after 10, apart from what was confirmed', async () => {
    const { worker, officer } = await claimed()
    expect(await mornings('2026-11-20', 15, 'resolve-unconfirmed', 'ask-paid-again')).toEqual([
      '11-23',
      '11-25',
      '12-01',
    ])
    const asked = await worker.inbox()
    expect(asked.map(({ choices }) => choices.map(({ label }) => label))).toEqual(
      [1, 2, 3].map(() => ['收到了', '没收到，或不对']),
    )
    expect(await mornings('2026-12-05', 3, 'resolve-unconfirmed', 'ask-paid-again')).toEqual(['12-05'])
    expect(await caseOf(world)).toMatchObject({
      state: 'resolved',
      unconfirmed: true,
      payments: [{ confirmed: 'unasked' }],
      next: { step: 'close' },
    })
    expect((await entriesOf(world)).at(-1)).toMatchObject({
      actor: 'system',
      from: 'claimed-paid',
      to: 'resolved',
      text: expect.stringContaining('没等到回话'),
    })
    expect(said(await worker.inbox())).toContain('先放下了')
    expect(said(await officer.inbox())).toContain('另外统计')
    expect(said(await officer.presses('!case-open.case-1'))).toContain('本人没有确认过')
    const shown = said(await worker.says('进度'))
    expect(shown).toContain('没等到你的话')
    expect(shown).not.toContain('解决了')
  })

  it('stops with the answer; a reminder that still lies in the outbox is not sent', async () => {
    const { worker } = await claimed()
    on('2026-11-23')
    await runsJob(world, 'ask-paid-again')
    const rows = await world.read((tx) => tx.find(outbox, { index: 'subject', equals: worker.name }))
    expect(rows).toEqual([])
    const [row] = (await world.rowsFor(worker)).filter(({ key }) => key?.startsWith('paid-again:case-1:'))
    expect(row?.key).toBe(`paid-again:case-1:${(await caseOf(world)).stateAt}:1`)
    const check = () => world.read((tx) => rechecks['case-unmoved'](tx, row?.recheck?.argument ?? ''))
    expect(await check()).toBe(true)
    await pressesNotice(worker, '收到了')
    expect(await check()).toBe(false)
    expect(await mornings('2026-11-24', 15, 'ask-paid-again', 'resolve-unconfirmed')).toEqual([])
  })

  it('comes only once in three days when nothing ran for weeks, and nothing is put aside unasked', async () => {
    await claimed()
    on('2026-12-20')
    expect(await runsJob(world, 'resolve-unconfirmed')).toBe(0)
    expect(await mornings('2026-12-20', 15, 'ask-paid-again')).toEqual(['12-20', '12-22', '12-28'])
    expect(await mornings('2027-01-01', 4, 'resolve-unconfirmed')).toEqual(['01-01'])
  })

  it('is asked in other words where no money is owed', async () => {
    const { worker } = await claimed()
    await changeCase(world, { given: { ...(await caseOf(world)).given, kind: 'schooling' } })
    on('2026-11-23')
    await runsJob(world, 'ask-paid-again')
    expect(said(await worker.inbox())).toContain('真的办好了吗')
  })
})

describe.each<Channel>(['web', 'window'])('a case put aside, on %s', (channel) => {
  it('is taken up again by one tap when nothing came', async () => {
    const { worker, officer } = await putAside(channel)
    for (const user of [worker, officer]) await user.says('菜单')
    await worker.says('进度')
    expect(said(await worker.presses('没收到'))).toContain('接着办')
    expect(await caseOf(world)).toMatchObject({
      state: 'handling',
      unconfirmed: false,
      payments: [{ confirmed: 'no' }],
    })
    expect(said(await officer.inbox())).toContain('还没有解决')
    expect(said(await worker.says('进度'))).not.toContain('解决了')
  })

  it('is true after all with a late yes', async () => {
    const { worker } = await putAside(channel)
    await worker.says('进度')
    expect(said(await worker.presses('钱收到了，够数'))).toContain('记为解决')
    expect(await caseOf(world)).toMatchObject({
      state: 'resolved',
      unconfirmed: false,
      payments: [{ confirmed: 'yes' }],
    })
  })

  it('is closed without being called done, still counted apart, and a tap opens it again', async () => {
    const { worker } = await putAside(channel)
    await worker.says('进度')
    on('2026-12-14')
    expect(await runsJob(world, 'close-resolved')).toBe(1)
    expect(await caseOf(world)).toMatchObject({ state: 'closed', outcome: 'paid-full', unconfirmed: true })
    const told = (await world.rowsFor(worker)).at(-1)?.body
    expect(told?.text).toContain('没等到你的话')
    expect(told?.text).not.toContain('付清')
    await worker.presses(told?.choices[0]?.value ?? '')
    expect(await caseOf(world)).toMatchObject({ state: 'handling', outcome: null, unconfirmed: false })
  })
})

it('a confirmed case cannot be opened by an old button, and closing by hand does not call it done either', async () => {
  const { worker, officer } = await putAside()
  await officer.presses('!case-form.close-case.case-1')
  for (const line of ['全部付清', '跳过', '没错，结案']) await officer.says(line)
  expect(said(await worker.inbox())).not.toContain('付清')
  await worker.presses('!my-paid-yes.case-1')
  expect(said(await worker.presses('!my-paid-no.case-1'))).toContain('没有做')
  expect(await caseOf(world)).toMatchObject({ state: 'closed', unconfirmed: false })
})

describe('what is missing', () => {
  async function asked(): Promise<{ officer: User; worker: User }> {
    const opened = await withCase('web')
    world = opened.world
    const officer = world.user('officer')
    await becomesOfficer(officer, '王姐', ['caseworker'])
    await becomesOfficer(world.user('second'), '李督', ['supervisor'])
    await officer.presses('!case-form.ask-info.case-1')
    for (const line of ['哪个区的工地', '发出去']) await officer.says(line)
    await opened.worker.inbox()
    return { officer, worker: opened.worker }
  }

  it('is asked for again after 3, 7 and 12 working days, with the list and a button, and only then given up', async () => {
    const { officer, worker } = await asked()
    expect(await mornings('2026-11-20', 18, 'remind-missing')).toEqual(['11-25', '12-01'])
    expect(said(await officer.presses('!case-form.close-unreached.case-1'))).toContain('提醒 2 次，最早 12月12日')
    expect(await mornings('2026-12-08', 4, 'remind-missing')).toEqual(['12-08'])
    const reminders = await worker.inbox()
    expect(reminders).toHaveLength(3)
    for (const { text, choices } of reminders) {
      expect(text).toContain('哪个区的工地')
      expect(choices.map(({ label }) => label)).toEqual(['现在补充'])
    }
    expect(said(await officer.presses('!case-open.case-1'))).toContain('已提醒本人 3 次')
    on('2026-12-12')
    expect(said(await officer.presses('!case-form.close-unreached.case-1'))).toContain('怎么找过本人')
  })

  it('is not asked for again once it was answered', async () => {
    const { worker } = await asked()
    on('2026-11-25')
    await runsJob(world, 'remind-missing')
    await pressesNotice(worker, '现在补充')
    await worker.says('龙华区')
    expect(await mornings('2026-11-26', 20, 'remind-missing')).toEqual([])
    expect(await caseOf(world)).toMatchObject({ state: 'submitted', reminded: null })
  })
})
