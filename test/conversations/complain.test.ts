import { afterEach, describe, expect, it } from 'vitest'
import { consents, persons } from '../../src/store/collections'
import { casesOf, eightTurns, saysAll, submits } from '../support/complaining'
import { becomesOfficer, personOf, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel = 'web'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  return world.user('a')
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
  const worker = await open()
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
    const worker = await open()
    await worker.says('讨薪')
    const goodbye = said(await worker.presses('不同意'))
    expect(goodbye).toContain('紧急')
    expect(goodbye).toContain('12333')
    expect((await worker.session())?.turn).toBeNull()
    expect((await personOf(worker))?.consents).toEqual({})
    expect(await casesOf(worker)).toEqual([])
  })

  it('is asked once: the second complaint begins with safety', async () => {
    const worker = await open()
    await submits(worker)
    await worker.says('取消')
    expect(said(await worker.says('投诉'))).toContain('你现在安全吗')
  })
})
