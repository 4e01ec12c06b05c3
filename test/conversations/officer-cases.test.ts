import { afterEach, describe, expect, it } from 'vitest'
import { auditOf, caseOf, changeCase, changeOfficer, entriesOf, withCase } from '../support/case-world'
import { becomesOfficer, hasCase, pressesNotice, registers, said } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel, changes: Parameters<typeof withCase>[1] = {}) {
  const opened = await withCase(channel, changes)
  world = opened.world
  const officer = world.user('officer')
  const id = await becomesOfficer(officer, '王姐', ['caseworker'])
  await officer.inbox()
  return { officer, worker: opened.worker, id }
}

async function states(): Promise<string[]> {
  return (await entriesOf(world)).flatMap((entry) => (entry.kind === 'moved' && entry.to ? [entry.to] : []))
}

describe.each<Channel>(['web', 'window'])('a case on %s', (channel) => {
  it('goes from the workbench to its end, each step told and on record', async () => {
    const { officer, worker, id } = await open(channel)
    expect(said(await officer.says('工作台'))).toContain('新 1')
    const shown = said(await officer.presses('1120-0001'))
    for (const part of ['新来的', '11月25日', '拖欠工资', '18,000 元', '东门工地', '三个月没发工资了', '没有登记'])
      expect(shown).toContain(part)
    expect(await caseOf(world)).toMatchObject({ openedAt: world.clock.now(), next: { step: 'decide' } })

    expect(said(await officer.presses('受理'))).toContain('你接了 WQ-20261120-0001')
    expect(said(await worker.inbox())).toContain('王姐 接了你的案子')
    expect(await caseOf(world)).toMatchObject({
      state: 'accepted',
      owner: id,
      next: { step: 'plan', by: '2026-11-27' },
    })

    await officer.presses('开始处理')
    for (const line of ['明天打电话', '11月25日', '发出去']) await officer.says(line)
    const [plan] = await worker.inbox()
    expect(plan).toMatchObject({ from: 'officer', name: '王姐' })

    await officer.presses('!case-form.case-paid.case-1')
    for (const line of ['18000', '全部', '没错，问本人']) await officer.says(line)
    expect((await pressesNotice(worker, '收到了')).notices).toContain('全部付给你了。你收到了吗？')
    expect(await caseOf(world)).toMatchObject({
      state: 'resolved',
      payments: [{ fen: 1_800_000, part: false, by: id, confirmed: 'yes' }],
    })
    expect((await officer.inbox()).length).toBe(1)

    await officer.presses('!case-form.close-case.case-1')
    for (const line of ['全部付清', '跳过', '没错，结案']) await officer.says(line)
    expect(said(await worker.inbox())).toContain('结案了：全部付清')
    expect(await caseOf(world)).toMatchObject({ state: 'closed', outcome: 'paid-full', next: null })
    expect(await states()).toEqual(['accepted', 'handling', 'claimed-paid', 'resolved', 'closed'])
    const acts = (await auditOf(world)).map(({ action }) => action)
    for (const act of ['case-open', 'case-accept', 'handle-case', 'case-paid', 'close-case'])
      expect(acts).toContain(act)
  })

  it('goes back to work when the worker says nothing came', async () => {
    const { officer, worker, id } = await open(channel, { state: 'handling' })
    await changeCase(world, { owner: id })
    await officer.presses('!case-form.case-paid.case-1')
    for (const line of ['一万八', '全部', '没错，问本人']) await officer.says(line)
    await pressesNotice(worker, '没收到，或不对')
    expect(await caseOf(world)).toMatchObject({ state: 'handling', payments: [{ confirmed: 'no' }] })
    const { answer } = await pressesNotice(officer, '打开')
    expect(answer).toContain('本人说没收到')
  })

  it('asks for what is missing, and the answer comes back to the one who asked', async () => {
    const { officer, worker, id } = await open(channel)
    await officer.presses('!case-form.ask-info.case-1')
    for (const line of ['哪个区的工地', '发出去']) await officer.says(line)
    expect(await caseOf(world)).toMatchObject({ state: 'needs-info', owner: id })
    await pressesNotice(worker, '现在补充')
    await worker.says('龙华区')
    expect((await caseOf(world)).state).toBe('submitted')
    expect((await officer.inbox()).flatMap((body) => body.choices).map((choice) => choice.label)).toContain('打开')
  })

  it('says kindly how the case stands when a colleague was quicker', async () => {
    const { officer, id } = await open(channel)
    const colleague = world.user('colleague')
    await becomesOfficer(colleague, '赵姐', ['caseworker'])
    const both = await Promise.all([officer.presses('!case-accept.case-1'), colleague.presses('!case-accept.case-1')])
    const answers = both.map(said)
    expect(answers.filter((answer) => answer.includes('你接了'))).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('现在是「已受理」，可能同事刚办过'))).toHaveLength(1)
    expect(await states()).toEqual(['accepted'])
    const owner = answers[0]?.includes('你接了') ? id : await colleague.personId()
    expect((await caseOf(world)).owner).toBe(owner)
  })

  it('says so also at the end of a form', async () => {
    const { officer, worker } = await open(channel, { state: 'accepted' })
    const colleague = world.user('colleague')
    await becomesOfficer(colleague, '赵姐', ['caseworker'])
    for (const user of [officer, colleague]) {
      await user.presses('!case-form.handle-case.case-1')
      for (const line of [`打电话（${user.name}）`, '11月25日']) await user.says(line)
    }
    await officer.says('发出去')
    expect(said(await colleague.says('发出去'))).toContain('现在是「处理中」')
    expect(said(await worker.inbox())).not.toContain('colleague')
    expect(await states()).toEqual(['handling'])
  })
})

describe('what an officer sees', () => {
  it('is sorted: urgent, then overdue, then oldest, in pages', async () => {
    const { officer, worker } = await open('web')
    const late = { step: 'plan', by: '2026-11-01', estimated: false }
    for (let n = 2; n <= 9; n++) {
      world.clock.advance(1000)
      await hasCase(worker, n, {
        urgent: n === 9,
        ...(n === 8 && { state: 'accepted' as const, next: late }),
        ...(n === 9 && { given: { ...(await caseOf(world)).given, dangers: ['injured'] } }),
      })
    }
    const first = await officer.says('工作台')
    expect(said(first)).toContain('急 1 · 新 8 · 等我 0 · 超期 1')
    const labels = first.flatMap((body) => body.choices).map((choice) => choice.label)
    expect(labels.slice(0, 3)).toEqual([
      '急 · 1120-0009 · 拖欠工资',
      '超期 · 1120-0008 · 拖欠工资',
      '1120-0001 · 拖欠工资',
    ])
    const page = await officer.presses('全部在办')
    expect(page.flatMap((body) => body.choices).filter((choice) => choice.value.includes('case-open'))).toHaveLength(8)
    const next = await officer.presses('更多')
    expect(next.flatMap((body) => body.choices).filter((choice) => choice.value.includes('case-open'))).toHaveLength(1)
    expect(said(await officer.presses('!case-open.case-9'))).toContain('急：有人受伤')
  })

  it('is the evidence file by file, and the record in pages', async () => {
    const { officer, worker } = await open('web')
    const evidence = []
    for (let n = 1; n <= 10; n++) {
      const bytes = new TextEncoder().encode(`photo ${n}`)
      const file = await world.store.files.put({ id: `f${n}`, name: `照片${n}.jpg`, type: 'image/jpeg', bytes })
      evidence.push({ file, at: world.clock.now(), note: null })
    }
    await changeCase(world, { evidence })
    expect(said(await officer.presses('!case-open.case-1'))).toContain('证据（件）：10')
    const listed = await officer.presses('看证据')
    expect(listed.flatMap((body) => body.choices).filter((choice) => choice.value.includes('case-file.'))).toHaveLength(
      8,
    )
    await officer.presses('更多')
    const [shown] = await officer.presses('证据 10')
    expect(shown?.file?.name).toBe('照片10.jpg')
    expect(said(await officer.presses('!case-file.case-1.11'))).toContain('没有这一件')
    for (let n = 1; n <= 12; n++) {
      await officer.presses('!case-form.case-note.case-1')
      await officer.says(`备注${n}`)
    }
    expect(said(await officer.presses('!case-history.case-1'))).toContain('备注12')
    expect(said(await officer.presses('更早的'))).toContain('看了案子')
    expect(said(await worker.says('进度'))).not.toContain('备注')
  })

  it('names a registered worker and says who else may see the case', async () => {
    world = await openWorld({ channel: 'web' })
    const worker = world.user('worker')
    await (await import('../support/people')).withPoints(world)
    await registers(worker, '小李', '13812345678')
    await hasCase(worker, 1)
    const officer = world.user('officer')
    await becomesOfficer(officer, '王姐', ['caseworker'])
    await becomesOfficer(world.user('boss'), '李督', ['supervisor'])
    const shown = said(await officer.presses('!case-open.case-1'))
    expect(shown).toContain('本人：小李 13812345678')
    expect(shown).toContain('还能看的人：李督')
  })

  it('puts one line on record for looking twice, and the audit has both', async () => {
    const { officer } = await open('web')
    await officer.presses('!case-open.case-1')
    await officer.presses('!case-open.case-1')
    expect((await entriesOf(world)).filter((entry) => entry.kind === 'opened')).toHaveLength(1)
    expect((await auditOf(world)).filter(({ action }) => action === 'case-open')).toHaveLength(2)
  })
})

describe('whose case it is', () => {
  it('changes by taking it over, and both know', async () => {
    const { officer, id } = await open('web', { state: 'handling' })
    const colleague = world.user('colleague')
    const other = await becomesOfficer(colleague, '赵姐', ['caseworker'])
    await changeCase(world, { owner: other })
    expect(said(await officer.presses('!case-take.case-1'))).toContain('现在归你办')
    expect((await caseOf(world)).owner).toBe(id)
    expect(said(await colleague.inbox())).toContain('王姐 接过了案子')
  })

  it('changes by passing it on, not to somebody who has just left', async () => {
    const { officer } = await open('web', { state: 'handling' })
    const colleague = world.user('colleague')
    const other = await becomesOfficer(colleague, '赵姐', ['caseworker'])
    expect(said(await pass(officer))).toContain('交给 赵姐 了')
    expect((await caseOf(world)).owner).toBe(other)
    expect(said(await colleague.inbox())).toContain('交给你办')
    await changeCase(world, { owner: null })
    await officer.presses('!case-form.pass-on-case.case-1')
    await officer.says('赵姐')
    await changeOfficer(colleague, { leftAt: world.clock.now() })
    expect(said(await officer.says('跳过'))).toContain('请另选一位')
  })
})

async function pass(officer: User) {
  await officer.presses('!case-form.pass-on-case.case-1')
  await officer.says('赵姐')
  await officer.says('跳过')
  return officer.says('没错，交出去')
}

it('the worker hears in their own language', async () => {
  const { officer, worker } = await open('web')
  await worker.says('/lang')
  await worker.presses('English')
  await officer.presses('!case-accept.case-1')
  expect(said(await worker.inbox())).toContain('王姐 has taken on your case')
})

it('a matter without a sum is settled by the same word of the worker', async () => {
  const { officer, worker } = await open('web', { state: 'handling' })
  await changeCase(world, { given: { ...(await caseOf(world)).given, kind: 'schooling', amount: null } })
  await officer.presses('!case-open.case-1')
  await officer.presses('事情办好了')
  for (const line of ['学校答应收了', '没错，问本人']) await officer.says(line)
  expect((await pressesNotice(worker, '解决了')).notices).toContain('学校答应收了')
  expect(await caseOf(world)).toMatchObject({ state: 'resolved', payments: [] })
})
