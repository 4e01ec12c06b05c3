import { afterEach, describe, expect, it } from 'vitest'
import type { OutboxRow } from '../../src/domain/message'
import { officers } from '../../src/store/collections'
import { caseEntries } from '../../src/store/logs'
import { casesOf } from '../support/complaining'
import { becomesOfficer, hasCase, personOf, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel = 'web'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
  await isOnCall(true)
  return world.user('a')
}

/** The officer's hours: always, or none. */
async function isOnCall(on: boolean): Promise<void> {
  const id = await world.user('officer').personId()
  const always = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }
  await world.write(async (tx) => {
    const officer = await tx.get(officers, id)
    if (officer) await tx.put(officers, { ...officer, onCall: on ? always : null })
  })
}

async function alerts(): Promise<OutboxRow[]> {
  const rows = await world.rowsFor(world.user('officer'))
  return rows.filter((row) => row.urgent && row.lane === 'notice')
}

it('promises nobody who is not there: the officer is told all the same, the worker is sent to 110 and 120', async () => {
  const worker = await open()
  await isOnCall(false)
  await worker.says('投诉')
  await worker.presses('同意，开始')
  const answer = said(await worker.presses('受伤了'))
  expect(answer).toContain('有人上班就会看到')
  expect(answer).not.toContain('已经通知值班的人')
  expect(await alerts()).toHaveLength(1)
})

it('who erases an urgent case leaves word of it, by its number alone', async () => {
  const worker = await open()
  await worker.says('投诉')
  await worker.presses('同意，开始')
  await worker.presses('被关')
  await worker.says('/me')
  await worker.presses('删')
  await worker.presses('全部')
  const rows = await alerts()
  expect(rows.at(-1)?.body.text).toContain('WQ-20261120-0001')
  expect(rows.at(-1)?.body.text).toContain('是不是安全')
  expect(JSON.stringify(rows.at(-1)?.body)).not.toContain('关')
})

describe.each<Channel>(['web', 'window'])('danger on %s', (channel) => {
  it('reaches a person with the first tap, before anything else is asked', async () => {
    const worker = await open(channel)
    await worker.says('投诉')
    await worker.presses('同意，开始')
    const answer = said(await worker.presses('受伤了'))
    expect(answer).toContain('120')
    expect(answer).toContain('已经通知值班的人')
    expect(await casesOf(worker)).toMatchObject([
      {
        state: 'draft',
        urgent: true,
        number: 'WQ-20261120-0001',
        given: { dangers: ['injured'] },
        alerted: { times: 1 },
      },
    ])
    const [alert, ...others] = await alerts()
    expect(others).toEqual([])
    expect(alert?.body.text).not.toContain('伤')
    expect(alert?.body.choices).toHaveLength(1)
  })

  it('needs no consent, and takes any sentence', async () => {
    const worker = await open(channel)
    const first = said(await worker.says('救命'))
    expect(first).toContain('110')
    expect(first).toContain('120')
    await worker.says('老板把我关在宿舍，还打我')
    expect((await personOf(worker))?.consents).toEqual({})
    const [complaint] = await casesOf(worker)
    expect(complaint).toMatchObject({ urgent: true, given: { dangers: ['threatened', 'locked-in'] } })
    expect(await alerts()).toHaveLength(1)
    expect(said(await worker.says('龙华区富士康宿舍三楼'))).toContain('紧急')
    expect((await casesOf(worker))[0]?.given.place).toBe('龙华区富士康宿舍三楼')
    const record = await world.read((tx) => tx.entries(caseEntries, { key: complaint?.id ?? '', limit: 10 }))
    expect(record.map((entry) => entry.text).join()).toContain('老板把我关在宿舍，还打我')
  })
})

describe('an urgent case', () => {
  it('keeps its number through the whole complaint, and its answers are seen as they come', async () => {
    const worker = await open()
    await worker.says('投诉')
    await worker.presses('同意，开始')
    await worker.presses('被打')
    await worker.presses('好了')
    await worker.says('工资')
    await worker.says('宏达建筑')
    expect((await casesOf(worker))[0]).toMatchObject({
      state: 'draft',
      given: { kind: 'own-wage', against: '宏达建筑' },
    })
    await worker.says('龙华区')
    await worker.says('8月')
    await worker.says('一万八')
    expect(said(await worker.presses('没错，提交'))).toContain('2 小时')
    expect(await casesOf(worker)).toMatchObject([
      {
        number: 'WQ-20261120-0001',
        state: 'submitted',
        urgent: true,
        given: { dangers: ['threatened'], amount: { fen: 1_800_000 } },
        next: { step: 'first-word', by: '2026-11-20' },
      },
    ])
  })

  it('stays when the worker stops, and says so', async () => {
    const worker = await open()
    await worker.says('投诉')
    await worker.presses('同意，开始')
    await worker.presses('被关着')
    await worker.presses('好了')
    await worker.says('工资')
    await worker.says('取消')
    expect(said(await worker.presses('不填了，删掉'))).toContain('WQ-20261120-0001')
    expect(await casesOf(worker)).toMatchObject([{ state: 'draft', urgent: true }])
    expect(said(await worker.says('进度'))).toContain('已经通知值班的人')
    await worker.presses('撤回')
    await worker.presses('我自己要撤')
    await worker.says('跳过')
    expect(await casesOf(worker)).toMatchObject([{ state: 'withdrawn' }])
  })

  it('is not asked for the danger again, and a refused consent does not take it back', async () => {
    const worker = await open()
    await worker.says('/urgent')
    await worker.presses('受伤')
    await worker.says('跳过')
    await worker.presses('接着把事情说清楚')
    expect(said(await worker.presses('不同意'))).toContain('WQ-20261120-0001')
    await worker.says('投诉')
    expect(said(await worker.presses('同意，开始'))).toContain('是什么事')
  })

  it('is one case however often it is told; the officers are alerted again only after a while', async () => {
    const worker = await open()
    for (let n = 0; n < 4; n++) {
      await worker.says('紧急')
      await worker.says('有人打我')
      await worker.says('跳过')
    }
    expect(await casesOf(worker)).toHaveLength(1)
    expect((await casesOf(worker))[0]?.alerted?.times).toBe(1)
    world.clock.advance(11 * 60_000)
    await worker.says('紧急')
    await worker.presses('受伤')
    expect((await casesOf(worker))[0]).toMatchObject({
      alerted: { times: 2 },
      given: { dangers: ['threatened', 'injured'] },
    })
  })

  it('says honestly when there is nobody who could be told', async () => {
    world = await openWorld()
    const worker = world.user('a')
    await worker.says('救命')
    const answer = said(await worker.presses('被打'))
    expect(answer).toContain('不要等')
    expect(answer).not.toContain('已经通知')
    expect(await casesOf(worker)).toHaveLength(1)
  })

  it('is reached from a sentence outside any form', async () => {
    const worker = await open()
    await worker.says('他们把我关起来了不让走')
    await worker.presses('紧急，有危险')
    expect((await worker.session())?.turn?.form).toBe('urgent')
  })
})

describe('the word by mistake', () => {
  const mistakes = ['点错了', '按错了，不好意思', '不小心点的', '没事，点错了', 'false alarm', 'it was a mistake']
  it.each(mistakes)('is taken back by 「%s」: nobody is called', async (words) => {
    const worker = await open()
    await worker.says('紧急')
    const answer = said(await worker.says(words))
    expect(answer).toContain('没有叫人')
    expect(answer).not.toContain('你现在在哪里')
    expect((await worker.session())?.turn ?? null).toBeNull()
    expect(await casesOf(worker)).toEqual([])
    expect(await alerts()).toEqual([])
  })

  it('after an alarm, or where the place is asked, is told to whoever is on the way, and the alarm stands', async () => {
    const worker = await open()
    await worker.says('紧急')
    await worker.presses('被打')
    expect(said(await worker.says('点错了'))).toContain('没有再叫人，值班的人也看得到你说没事了（WQ-20261120-0001）')
    await worker.says('紧急')
    expect(said(await worker.presses('没事，点错了'))).toContain('没有再叫人')
    const [complaint] = await casesOf(worker)
    expect(complaint).toMatchObject({ state: 'draft', urgent: true, alerted: { times: 1 }, given: { place: null } })
    const entries = await world.read((tx) => tx.entries(caseEntries, { key: complaint?.id ?? '', limit: 20 }))
    expect(entries.filter(({ text }) => text === '没事，点错了')).toHaveLength(2)
  })

  it.each(['没事了', '没什么', '没有', '都没有', '我没事', 'I’m fine'])(
    'is not 「%s」: whatever is said next calls somebody',
    async (words) => {
      const worker = await open()
      await worker.says('紧急')
      expect(said(await worker.says(words))).toContain('有事就直接说一句')
      expect(await alerts()).toEqual([])
      await worker.says('脚手架塌了')
      expect(await alerts()).toHaveLength(1)
    },
  )

  it.each(['没事是假的，他们不让我走', '不小心摔断了腿', '点错人家的药了，头晕'])(
    'is none where more is said: 「%s」',
    async (words) => {
      const worker = await open()
      await worker.says('紧急')
      await worker.says(words)
      expect(await alerts()).toHaveLength(1)
    },
  )
})

it('who has just cried for help and types the word has told what it is: somebody is called at once', async () => {
  const worker = await open()
  expect(said(await worker.says('不想活了'))).toContain('12356')
  expect(said(await worker.says('紧急'))).toContain('已经通知值班的人')
  expect(await alerts()).toHaveLength(1)
})

it('words of danger to a running case are offered to the case only after the way to help', async () => {
  const worker = await open()
  await worker.says('你好')
  await hasCase(worker, 7)
  const [answer] = await worker.says('救命 老板把我们关在宿舍不让走')
  expect(answer?.text).toContain('110')
  expect(answer?.choices?.map(({ label }) => label)).toEqual(['紧急，有危险', '好，转给他', '不用'])
  await worker.presses('紧急，有危险')
  expect((await worker.session())?.turn?.form).toBe('urgent')
})

it('who calls for help inside a question is not told how to enter that word', async () => {
  const worker = await open()
  await worker.says('紧急')
  expect(said(await worker.says('救命'))).not.toContain('当成菜单')
})

it('words of danger in another answer are told the way to a person', async () => {
  const worker = await open()
  await worker.says('投诉')
  for (const turn of ['同意', '都没有', '工资']) await worker.says(turn)
  expect(said(await worker.says('王老板，他打我'))).toContain('紧急')
  expect((await worker.session())?.turn?.answers.against).toBe('王老板，他打我')
})

it('the hotlines are there at any time, and the question comes back after them', async () => {
  const worker = await open()
  await worker.says('投诉')
  const answer = said(await worker.says('热线'))
  for (const number of ['12333', '12345', '12348', '12351', '12355', '110', '120']) expect(answer).toContain(number)
  expect(answer).toContain('同意就开始')
})
