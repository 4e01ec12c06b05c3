import { afterEach, describe, expect, it } from 'vitest'
import { casesOf, saysAll } from '../support/complaining'
import { becomesOfficer, hasCase, personOf, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel = 'push'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
  return world.user('worker')
}

const states: [string, (worker: User) => Promise<unknown>, string][] = [
  ['outside any form', async () => undefined, ''],
  ['at the consent question', (worker) => worker.says('投诉'), '同意就开始'],
  [
    'at a question with choices',
    async (worker) => {
      await worker.says('投诉')
      await saysAll(worker, ['同意', '都没有'])
    },
    '是什么事',
  ],
  [
    'where a sum is asked',
    async (worker) => {
      await worker.says('投诉')
      await saysAll(worker, ['同意', '都没有', '工资', '宏达建筑', '龙华区民治万科工地', '8月'])
    },
    '一共欠多少',
  ],
  [
    'where something is to be confirmed',
    async (worker) => {
      await worker.says('投诉')
      await saysAll(worker, ['同意', '都没有', '工资', '宏达建筑', '龙华区民治万科工地', '8月', '18万'])
    },
    '180,000',
  ],
  [
    'where the answers are read over',
    async (worker) => {
      await worker.says('投诉')
      await saysAll(worker, ['同意', '都没有', '工资', '宏达建筑', '龙华区民治万科工地', '8月', '一万八'])
    },
    '请看一遍',
  ],
  [
    'where photos are collected',
    async (worker) => {
      await worker.says('你好')
      await hasCase(worker, 7)
      await worker.presses('!my-evidence.case-7')
    },
    '有照片吗',
  ],
  [
    'after a pause',
    async (worker) => {
      await worker.says('投诉')
      await saysAll(worker, ['同意', '都没有'])
      world.clock.advance(40 * 60_000)
    },
    '接着填吗',
  ],
  ['where a consent to register is asked', (worker) => worker.says('登记'), '可以把你登记'],
]

describe.each(states)('%s', (_, getsThere, question) => {
  it.each(['救命，被关了', '老板打我', '被关了出不来', '手断了', '我要死了'])('%s', async (words) => {
    const worker = await open()
    await getsThere(worker)
    const before = (await worker.session())?.turn?.answers
    const answer = said(await worker.says(words))
    expect(answer).toContain('110')
    expect(answer).toContain('120')
    expect(answer).not.toContain('没看懂')
    expect(answer).toContain(question)
    expect((await worker.session())?.turn?.answers).toEqual(before)
    await worker.presses('紧急，有危险')
    const urgent = (await casesOf(worker)).find((complaint) => complaint.urgent)
    expect(urgent?.alerted?.times).toBe(1)
    const alerts = await world.rowsFor(world.user('officer'))
    expect(alerts.some((row) => row.urgent && row.lane === 'notice')).toBe(true)
    expect((await worker.session())?.turn?.form).toBe('urgent')
  })

  it('不想活了', async () => {
    const worker = await open()
    await getsThere(worker)
    const answer = said(await worker.says('我不想活了'))
    for (const part of ['12356', '110', '120', question]) expect(answer).toContain(part)
    const told = said(await worker.presses('找个人说说'))
    expect(told).toContain('12356')
    expect(told).not.toContain('有人打你、拦你')
    expect((await casesOf(worker)).some((complaint) => complaint.urgent)).toBe(true)
  })
})

it('the numbers come before the question whether a sentence at a question is meant so', async () => {
  const worker = await open()
  await worker.says('投诉')
  await saysAll(worker, ['同意', '都没有'])
  const [first, second] = await worker.says('老板把我关起来，不给工资')
  expect(first?.text).toContain('110')
  expect(second?.text).toContain('拖欠我的工资')
  expect((await worker.session())?.turn?.pending?.kind).toBe('confirm')
})

it('a form that takes the words for its answer says the numbers too', async () => {
  const worker = await open()
  await worker.says('登记')
  await saysAll(worker, ['同意', '小李', '19', '跳过'])
  const answer = said(await worker.says('被关了出不来'))
  expect(answer).toContain('110')
  await worker.presses('紧急，有危险')
  expect((await casesOf(worker))[0]).toMatchObject({ urgent: true, given: { dangers: ['locked-in'] } })
})

it('who writes about a worker in danger as an officer is not told to call', async () => {
  const worker = await open()
  await worker.says('你好')
  await hasCase(worker, 7)
  const officer = world.user('officer')
  await officer.presses('!case-form.case-note.case-7')
  expect(said(await officer.says('工友说老板打人'))).not.toContain('110')
})

it('words of danger under a photo are heard, also where no photo is taken', async () => {
  const worker = await open()
  await worker.says('登记')
  const photo = { name: 'a.jpg', type: 'image/jpeg', bytes: new TextEncoder().encode('图') }
  expect(said(await worker.sendsFile(photo, '被关了出不来'))).toContain('110')
  expect(said(await worker.editsWords('老板打我'))).toContain('110')
})

it('a label typed where there are no buttons calls for help, and the consent is not asked before', async () => {
  const worker = await open('window')
  await worker.says('投诉')
  await worker.says('我不想活了')
  const answer = said(await worker.says('找个人说说'))
  expect(answer).toContain('已经记下了')
  expect(answer).toContain('你现在在哪里')
  expect((await personOf(worker))?.consents).toEqual({})
})

it('an officer in need is a person in need', async () => {
  await open()
  expect(said(await world.user('officer').says('被关了出不来'))).toContain('110')
})
