import { afterEach, describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { complaints } from '../../src/store/collections'
import { caseEntries } from '../../src/store/logs'
import { becomesOfficer, hasCase, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel = 'web'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
  const worker = world.user('a')
  await worker.says('你好')
  return worker
}

async function stored(id = 'case-1'): Promise<Complaint> {
  const complaint = await world.read((tx) => tx.get(complaints, id))
  if (!complaint) throw new Error(`no ${id}`)
  return complaint
}

async function notices(): Promise<string> {
  const rows = await world.rowsFor(world.user('officer'))
  return rows
    .filter((row) => row.lane === 'notice')
    .map((row) => row.body.text)
    .join('\n')
}

async function record() {
  return world.read((tx) => tx.entries(caseEntries, { key: 'case-1', limit: 50 }))
}

const claimed = (by: string) => ({
  state: 'claimed-paid' as const,
  payments: [{ fen: 1_800_000, part: false, by, at: '2026-11-20T01:00:00.000Z', confirmed: 'unasked' as const }],
})

describe('the list', () => {
  it('is kind when there is nothing in it', async () => {
    const worker = await open()
    expect(said(await worker.says('进度'))).toContain('还没有案子')
    await worker.presses('我要投诉')
    expect((await worker.session())?.turn?.form).toBe('complain')
  })

  it('names several, with their state and what comes next', async () => {
    const worker = await open()
    await hasCase(worker, 1, { next: { step: 'first-word', by: '2026-11-23', estimated: false } })
    await hasCase(worker, 2, { state: 'closed' })
    const list = said(await worker.says('/cases'))
    expect(list).toContain('WQ-20261120-0001')
    expect(list).toContain('11月23日')
    expect(list).toContain('结案了')
    expect(said(await worker.presses('WQ-20261120-0001'))).toContain('老板说没钱')
  })

  it('shows nobody the case of another', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    const other = world.user('b')
    await other.says('你好')
    for (const action of ['my-case', 'my-words', 'my-evidence', 'my-withdraw', 'my-paid', 'my-paid-yes', 'my-reopen']) {
      const answer = said(await other.presses(`!${action}.case-1`))
      expect(answer).not.toContain('WQ-')
      expect(answer).toContain('没有找到')
    }
    expect(await stored()).toMatchObject({ state: 'submitted' })
    expect((await other.session())?.turn).toBeNull()
  })
})

describe('the history', () => {
  it('shows what was said and done, never a note', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    const officer = await world.user('officer').personId()
    const line = { at: world.clock.now(), case: 'case-1', actor: officer, from: null, to: null }
    await world.write(async (tx) => {
      await tx.append(caseEntries, 'case-1', { ...line, kind: 'to-worker', text: '明天我去工地' })
      await tx.append(caseEntries, 'case-1', { ...line, kind: 'note', text: '老板很凶' })
      await tx.append(caseEntries, 'case-1', { ...line, kind: 'decline-proposed', text: '不归我们' })
    })
    const shown = said(await worker.says('进度'))
    expect(shown).toContain('明天我去工地')
    expect(shown).not.toMatch(/老板很凶|不归我们/)
  })
})

describe.each<Channel>(['web', 'window'])('what the worker can do on %s', (channel) => {
  it('adds words, which reach the caseworker without standing in the notice', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1)
    await worker.says('进度')
    await worker.presses('补充一句话')
    await worker.says('老板又换了电话')
    expect((await record()).at(-1)).toMatchObject({ kind: 'from-worker', text: '老板又换了电话' })
    expect(await notices()).toContain('WQ-20261120-0001')
    expect(await notices()).not.toContain('老板又换了电话')
  })

  it('answers what was asked, and the case goes on', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1, { state: 'needs-info' })
    await worker.says('进度')
    await worker.presses('回答')
    await worker.says('是宏达的项目部')
    expect(await stored()).toMatchObject({ state: 'submitted' })
  })

  it('confirms a payment', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1, claimed(await world.user('officer').personId()))
    await worker.says('进度')
    expect(said(await worker.presses('钱收到了，够数'))).toContain('解决')
    expect(await stored()).toMatchObject({ state: 'resolved', payments: [{ confirmed: 'yes' }] })
  })

  it('denies a payment, and the case is handled again', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1, claimed(await world.user('officer').personId()))
    await worker.says('进度')
    await worker.presses('没收到')
    expect(await stored()).toMatchObject({ state: 'handling', payments: [{ confirmed: 'no' }] })
    expect(await notices()).toContain('还没有解决')
  })

  it('reports part of the money and still wants the rest', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1, { state: 'handling' })
    await worker.says('进度')
    await worker.presses('拿到钱了')
    for (const answer of ['一部分', '5000', '要，接着讨', '没错，提交']) await worker.says(answer)
    expect(await stored()).toMatchObject({
      state: 'handling',
      payments: [{ fen: 500_000, part: true, confirmed: 'yes' }],
    })
  })

  it('reports all of the money, which settles the case', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1, { state: 'handling' })
    await worker.says('进度')
    await worker.presses('拿到钱了')
    for (const answer of ['全部拿到了', '一万八', '没错，提交']) await worker.says(answer)
    expect(await stored()).toMatchObject({
      state: 'resolved',
      payments: [{ fen: 1_800_000, part: false, confirmed: 'yes' }],
    })
    expect((await record()).filter((entry) => entry.kind === 'moved').map((entry) => entry.to)).toEqual([
      'claimed-paid',
      'resolved',
    ])
  })

  it('withdraws, and opens it again with one tap', async () => {
    const worker = await open(channel)
    await hasCase(worker, 1)
    await worker.says('进度')
    await worker.presses('撤回')
    await worker.presses('我自己要撤')
    expect(said(await worker.says('钱已经给了'))).toContain('撤回了')
    expect(await stored()).toMatchObject({ state: 'withdrawn', outcome: 'withdrawn', next: null })
    expect((await record()).at(-1)).toMatchObject({ to: 'withdrawn', text: '钱已经给了' })
    await worker.presses('重新打开')
    expect(await stored()).toMatchObject({ state: 'handling', outcome: null })
  })
})

describe('a case that is no matter of money', () => {
  const given = {
    dangers: [],
    kind: 'no-contract' as const,
    against: '宏达建筑',
    place: '龙华区',
    since: null,
    amount: null,
    arrears: [],
    details: {},
  }

  it('is called solved by the worker, and no sum is asked', async () => {
    const worker = await open()
    await hasCase(worker, 1, { state: 'handling', given })
    await worker.says('进度')
    expect(said(await worker.presses('已经解决了'))).toContain('真的解决了吗')
    await worker.presses('还没解决')
    expect(await stored()).toMatchObject({ state: 'handling' })
    await worker.says('进度')
    await worker.presses('已经解决了')
    await worker.says('解决了')
    expect(await stored()).toMatchObject({ state: 'resolved', payments: [] })
  })

  it('is asked about without a word of money when the caseworker calls it solved', async () => {
    const worker = await open()
    await hasCase(worker, 1, { state: 'claimed-paid', given })
    const shown = said(await worker.says('进度'))
    expect(shown).toContain('说是解决了')
    expect(shown).not.toMatch(/付钱|钱到没到/)
    await worker.presses('还没解决')
    expect(await stored()).toMatchObject({ state: 'handling' })
  })
})

describe('withdrawing under pressure', () => {
  it('is told to the caseworker at once, as a note the worker does not see', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    await worker.says('进度')
    await worker.presses('撤回')
    await worker.presses('有人逼我')
    expect((await record()).at(-1)).toMatchObject({ kind: 'note' })
    const urgent = (await world.rowsFor(world.user('officer'))).filter((row) => row.urgent)
    expect(urgent).toHaveLength(1)
    expect(said(await worker.presses('不撤'))).toContain('没有撤')
    expect(await stored()).toMatchObject({ state: 'submitted' })
    expect(said(await worker.says('进度'))).not.toContain('逼')
  })

  it('is still the worker’s own decision', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    await worker.says('进度')
    await worker.presses('撤回')
    for (const answer of ['老板逼我撤的', '还是撤吧', '跳过']) await worker.says(answer)
    expect(await stored()).toMatchObject({ state: 'withdrawn' })
  })
})
