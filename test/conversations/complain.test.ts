import { afterEach, describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { accounts, complaints, consents, outbox, persons } from '../../src/store/collections'
import { caseEntries, history } from '../../src/store/logs'
import { becomesOfficer, personOf, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

/** From the command to a number, as a tired person types and taps it. */
const eightTurns = [
  '同意',
  '都没有',
  '工资',
  '宏达建筑 13812345678',
  '龙华区民治万科工地',
  '8月',
  '一万八',
  '没错，提交',
]

async function open(channel: Channel): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  return world.user('a')
}

async function casesOf(user: User): Promise<Complaint[]> {
  const equals = await user.personId()
  return world.read((tx) => tx.find(complaints, { index: 'person', equals }))
}

async function saysAll(user: User, turns: readonly string[]): Promise<string> {
  let last = ''
  for (const turn of turns) last = said(await user.says(turn))
  return last
}

async function submits(user: User): Promise<string> {
  await user.says('投诉')
  return saysAll(user, eightTurns)
}

describe.each<Channel>(['web', 'window'])('a complaint on %s', (channel) => {
  it('has its number after eight short answers', async () => {
    const worker = await open(channel)
    await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
    expect(eightTurns).toHaveLength(8)
    const last = await submits(worker)
    expect(last).toContain('WQ-20261120-0001')
    expect(last).toContain('11月23日')
    expect(last).toContain('11月25日')
    expect(last).toMatch(/\d{4}-\d{4}-\d{4}-\d{4}/)
    const [complaint, ...others] = await casesOf(worker)
    expect(others).toEqual([])
    expect(complaint).toMatchObject({
      number: 'WQ-20261120-0001',
      state: 'submitted',
      urgent: false,
      unit: 'root',
      given: {
        dangers: [],
        kind: 'own-wage',
        against: '宏达建筑 13812345678',
        place: '龙华区民治万科工地',
        since: { iso: '2026-08', about: false },
        amount: { fen: 1_800_000, about: false },
        arrears: [],
      },
      next: { step: 'first-word', by: '2026-11-23', estimated: false },
      form: { id: 'complain' },
    })
    const person = await personOf(worker)
    expect(person?.consents.complaint?.version).toBe(complaint?.consentVersion)
    expect(person?.returnCode).toBeTruthy()
    const agreed = await world.read((tx) => tx.find(consents, { index: 'subject', equals: complaint?.person ?? '' }))
    expect(agreed).toMatchObject([{ purpose: 'complaint', agreed: true }])
    const told = (await world.rowsFor(world.user('officer'))).filter((row) => row.lane === 'notice')
    expect(told).toHaveLength(1)
    expect(told[0]?.body.text).toContain('WQ-20261120-0001')
    expect(told[0]?.body.text).not.toMatch(/宏达|一万八|18,000|工资/)
  })

  it('shows the answers before submitting, and changes the one named', async () => {
    const worker = await open(channel)
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 7))
    expect(said(await worker.says('改6'))).toContain('一共欠多少钱')
    expect(said(await worker.says('2万'))).toContain('20,000')
    await worker.says('返回')
    expect(said(await worker.presses('不变'))).toContain('20,000')
    await worker.presses('没错，提交')
    expect((await casesOf(worker))[0]?.given.amount).toEqual({ fen: 2_000_000, about: false })
  })

  it('keeps every answer through nonsense, and stores nothing of it', async () => {
    const worker = await open(channel)
    await worker.says('投诉')
    const nonsense = ['啥子哦', '？？？', '😀', '', '是', '附近', '吃饭了没', '哈哈哈']
    for (const [index, turn] of eightTurns.entries()) {
      const wrong = nonsense[index] ?? ''
      if (wrong) await worker.says(wrong)
      await worker.says(turn)
    }
    const [complaint] = await casesOf(worker)
    expect(complaint?.given).toMatchObject({
      kind: 'own-wage',
      place: '龙华区民治万科工地',
      amount: { fen: 1_800_000 },
    })
  })

  it('goes on after a restart of the program in the middle', async () => {
    const worker = await open(channel)
    await worker.says('投诉')
    for (const turn of eightTurns) {
      await worker.says(turn)
      await world.restart()
    }
    expect(await casesOf(worker)).toMatchObject([{ number: 'WQ-20261120-0001', state: 'submitted' }])
  })

  it('makes one case of the same message ten times', async () => {
    const worker = await open(channel)
    await submits(worker)
    for (let n = 0; n < 10; n++) await worker.repeatsLast()
    for (let n = 0; n < 10; n++) await worker.says('没错，提交')
    expect(await casesOf(worker)).toHaveLength(1)
  })

  it('never gives an old button to another question', async () => {
    const worker = await open(channel)
    await worker.says('投诉')
    await worker.presses('同意，开始')
    await worker.presses('都没有')
    const old = (await worker.choices()).find((choice) => choice.label === '工伤、职业病')?.value ?? ''
    await worker.presses('拖欠我的工资')
    const again = said(await worker.presses(old))
    expect(again).toContain('已经过去了')
    expect(again).toContain('投诉谁')
    expect((await worker.session())?.turn?.answers).toMatchObject({ kind: 'own-wage' })
  })

  it('stores nothing of who stops, and asks before', async () => {
    const worker = await open(channel)
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 5))
    expect(said(await worker.says('/cancel'))).toContain('已经填的会删掉')
    await worker.presses('不填了，删掉')
    expect(await casesOf(worker)).toEqual([])
    expect((await worker.session())?.turn).toBeNull()
  })
})

it('is complete in English', async () => {
  const worker = await open('web')
  await worker.says('hello')
  const person = await personOf(worker)
  await world.write(async (tx) => {
    if (person) await tx.put(persons, { ...person, language: 'en' })
  })
  await worker.says('/complain')
  const answers = [
    'I agree, start',
    'none',
    'wages',
    'Hongda, 13812345678',
    'Longhua district',
    'August',
    'month by month',
  ]
  for (const answer of [...answers, 'August 5000, September 6000', 'Done']) await worker.says(answer)
  const last = said(await worker.says('All right, submit'))
  expect(last).toContain('WQ-20261120-0001')
  expect(last).not.toMatch(/\p{Script=Han}/u)
  expect((await casesOf(worker))[0]?.given).toMatchObject({ kind: 'own-wage', amount: { fen: 1_100_000 } })
})

describe('consent', () => {
  it('refused ends it kindly, with the numbers to call, and keeps no consent', async () => {
    const worker = await open('web')
    await worker.says('讨薪')
    const goodbye = said(await worker.presses('不同意'))
    expect(goodbye).toContain('紧急')
    expect(goodbye).toContain('12333')
    expect((await worker.session())?.turn).toBeNull()
    expect((await personOf(worker))?.consents).toEqual({})
    expect(await casesOf(worker)).toEqual([])
  })

  it('is asked once: the second complaint begins with safety', async () => {
    const worker = await open('web')
    await submits(worker)
    await worker.says('取消')
    expect(said(await worker.says('投诉'))).toContain('你现在安全吗')
  })
})

describe('kinds', () => {
  async function upTo(worker: User, kind: string): Promise<string> {
    await worker.says('投诉')
    await saysAll(worker, ['同意', '没有'])
    return said(await worker.says(kind))
  }

  it('understands a sentence, and asks whether it did', async () => {
    const worker = await open('web')
    expect(await upTo(worker, '老板一直不给钱')).toContain('是「拖欠我的工资」吗')
    expect(said(await worker.says('是'))).toContain('投诉谁')
  })

  it('tells what the law says about project money as soon as it is chosen', async () => {
    const worker = await open('web')
    expect(await upTo(worker, '工程款')).toContain('第 52 条')
  })

  it('asks an injury for its day and for no sum', async () => {
    const worker = await open('web')
    await upTo(worker, '工伤')
    await saysAll(worker, ['宏达建筑', '龙华区'])
    expect(said(await worker.says('11月3号'))).toContain('请看一遍')
    await worker.presses('没错，提交')
    expect((await casesOf(worker))[0]?.given).toMatchObject({
      kind: 'injury',
      since: { iso: '2026-11-03' },
      amount: null,
    })
  })

  it('lets the date be skipped where it may make no sense', async () => {
    const worker = await open('web')
    await upTo(worker, '没合同')
    await saysAll(worker, ['宏达建筑', '龙华区', '跳过', '没错，提交'])
    expect((await casesOf(worker))[0]).toMatchObject({ state: 'submitted', given: { since: null } })
  })

  it('offers to go on with a running case of the same kind, and opens it', async () => {
    const worker = await open('web')
    await submits(worker)
    await worker.says('取消')
    await worker.says('投诉')
    await worker.says('没有')
    expect(said(await worker.says('工资'))).toContain('WQ-20261120-0001')
    expect(said(await worker.presses('同一件，接着办'))).toContain('交上了')
    expect(await casesOf(worker)).toHaveLength(1)
  })
})

describe('the sum', () => {
  async function atSum(): Promise<User> {
    const worker = await open('web')
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 6))
    return worker
  }

  it('is taken month by month and added up', async () => {
    const worker = await atSum()
    await worker.presses('按月说')
    expect(said(await worker.says('8月 5000'))).toContain('合计 5,000 元')
    await worker.says('9月五千，10月 4500')
    expect(said(await worker.says('10月 6000'))).toContain('合计 16,000 元')
    await worker.presses('好了')
    await worker.presses('没错，提交')
    expect((await casesOf(worker))[0]?.given).toMatchObject({
      amount: { fen: 1_600_000, about: false },
      arrears: [
        { month: '2026-08', due: 500_000 },
        { month: '2026-09', due: 500_000 },
        { month: '2026-10', due: 600_000 },
      ],
    })
  })

  it('is asked when months and total differ, both shown', async () => {
    const worker = await atSum()
    await worker.says('8月 5000，9月 5000')
    const asked = said(await worker.says('一万八'))
    expect(asked).toContain('10,000 元')
    expect(asked).toContain('18,000 元')
    await worker.presses('一共 18,000 元')
    await worker.presses('没错，提交')
    expect((await casesOf(worker))[0]?.given).toMatchObject({ amount: { fen: 1_800_000 }, arrears: [{}, {}] })
  })

  it('may be unknown, which the case shows as missing', async () => {
    const worker = await atSum()
    expect(said(await worker.says('说不清'))).toContain('还说不清')
    await worker.presses('没错，提交')
    expect((await casesOf(worker))[0]).toMatchObject({ state: 'submitted', given: { amount: null, arrears: [] } })
  })

  it('is never guessed from a range', async () => {
    const worker = await atSum()
    await worker.says('两三万')
    expect((await worker.session())?.turn?.answers.owed).toBeUndefined()
    expect(said(await worker.says('大概两万五'))).toContain('约 25,000 元')
  })

  it('above a hundred thousand yuan is asked again', async () => {
    const worker = await atSum()
    expect(said(await worker.says('18万'))).toContain('180,000')
    expect(said(await worker.says('对'))).toContain('请看一遍')
  })
})

describe('limits and hurry', () => {
  it('refuses a sixth case within an hour and names the latest', async () => {
    const worker = await open('web')
    await submits(worker)
    for (let n = 2; n <= 5; n++) {
      await saysAll(worker, ['取消', '投诉', '没有', '工资'])
      await worker.presses('不是，另外一件')
      await saysAll(worker, eightTurns.slice(3))
    }
    await worker.says('取消')
    expect(said(await worker.says('投诉'))).toContain('WQ-20261120-0005')
    expect(await casesOf(worker)).toHaveLength(5)
    world.clock.advance(61 * 60_000)
    expect(said(await worker.says('投诉'))).toContain('你现在安全吗')
  })

  it('gives two people at once a number each', async () => {
    const first = await open('web')
    const second = world.user('b')
    await Promise.all([submits(first), submits(second)])
    const numbers = [...(await casesOf(first)), ...(await casesOf(second))].map((complaint) => complaint.number)
    expect(numbers.sort()).toEqual(['WQ-20261120-0001', 'WQ-20261120-0002'])
  })

  it('makes one case for one person who submits on two devices at once', async () => {
    const phone = await open('web')
    const tablet = world.user('b')
    await tablet.says('你好')
    await phone.says('你好')
    const person = await phone.personId()
    const other = await tablet.account()
    await world.write(async (tx) => {
      if (other) await tx.put(accounts, { ...other, person })
    })
    await phone.says('投诉')
    await saysAll(phone, eightTurns.slice(0, 7))
    await Promise.all([phone.says('没错，提交'), tablet.says('没错，提交')])
    expect(await casesOf(phone)).toHaveLength(1)
  })

  it('tells an estimated day where the holidays are not published yet', async () => {
    const worker = await open('web')
    world.clock.set('2026-12-31T02:00:00.000Z')
    expect(await submits(worker)).toContain('估')
  })

  it('is quiet about numbers that are never kept', async () => {
    const worker = await open('web')
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 3))
    expect(said(await worker.says('老板身份证110105199003078888'))).toContain('没有记下')
    const account = await worker.account()
    const lines = await world.read((tx) => tx.entries(history, { key: account?.id ?? '', limit: 100 }))
    const session = await worker.session()
    expect(JSON.stringify([lines, session])).not.toContain('110105199003078888')
  })

  it('gives the return code once, and none to who has one', async () => {
    const worker = await open('web')
    await submits(worker)
    const code = (await personOf(worker))?.returnCode
    await saysAll(worker, ['取消', '投诉', '没有', '工伤'])
    const last = await saysAll(worker, ['宏达', '龙华区', '昨天', '没错，提交'])
    expect(last).toContain('WQ-20261120-0002')
    expect(last).not.toMatch(/\d{4}-\d{4}-\d{4}-\d{4}/)
    const person = await world.read(async (tx) => tx.get(persons, await worker.personId()))
    expect(person?.returnCode).toBe(code)
  })

  it('writes each move on the record, and tells nobody twice', async () => {
    const worker = await open('web')
    await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
    await submits(worker)
    const [complaint] = await casesOf(worker)
    const record = await world.read((tx) => tx.entries(caseEntries, { key: complaint?.id ?? '', limit: 10 }))
    expect(record).toMatchObject([{ kind: 'moved', from: 'draft', to: 'submitted' }])
    const officer = await world.user('officer').personId()
    const rows = await world.read((tx) => tx.find(outbox, { index: 'subject', equals: officer }))
    expect(rows.filter((row) => row.lane === 'notice')).toHaveLength(1)
  })
})
