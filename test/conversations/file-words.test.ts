import { describe, expect, it } from 'vitest'
import { history } from '../../src/store/logs'
import { caseOf, entriesOf } from '../support/case-world'
import { casesOf, saysAll, submits } from '../support/complaining'
import { becomesOfficer, hasCase, said } from '../support/people'
import { prepareWorkerOnPhone, worker, world } from '../support/worker-on-phone'

prepareWorkerOnPhone()

const photo = { name: 'photo-1.jpg', type: 'image/jpeg', bytes: new TextEncoder().encode('图') }
const long = '这是八月写的欠条，老板亲手写的，他说年底一定给，到现在一分钱也没有，电话也不接了，工友都在找他。'
const answers = async () => (await worker.session())?.turn?.answers
const notes = async () => (await casesOf(worker))[0]?.evidence.map(({ note }) => note)

describe('words that come with a photo', () => {
  it.each([
    ['where any text is an answer', ['同意', '都没有', '工资'], '投诉谁'],
    ['where one of several is to be chosen', ['同意', '都没有'], '是什么事'],
    ['where a month is asked', ['同意', '都没有', '工资', '宏达建筑', '龙华区民治万科工地'], '从哪个月'],
  ])('are no answer %s', async (_, turns, question) => {
    await worker.says('投诉')
    await saysAll(worker, turns)
    const before = await answers()
    const answer = said(await worker.sendsFile(photo, long))
    expect(answer).toContain('照片收到了（1 个）')
    expect(answer).toContain(question)
    expect(answer).not.toContain('没看懂')
    const { evidence, ...rest } = (await answers()) ?? {}
    expect(rest).toEqual(before)
    expect(evidence).toMatchObject([{ words: long }])
  })

  it('stand beside it for who handles the case, and in the history, also when the bytes come only later', async () => {
    const officer = world.user('officer')
    await becomesOfficer(officer, '王姐', ['caseworker'])
    await worker.says('投诉')
    await saysAll(worker, ['同意', '都没有', '工资'])
    await worker.sendsFile(photo, long)
    await world.fetchFiles()
    await world.restart()
    await saysAll(worker, ['宏达建筑', '龙华区民治万科工地', '8月', '一万八'])
    if (((await worker.session())?.turn?.answers.evidence as unknown[])?.length) await worker.says('没错，提交')
    expect(await notes()).toEqual([long])
    const id = (await casesOf(worker))[0]?.id ?? ''
    expect(said(await officer.presses(`!case-files.${id}`))).toContain(long)
    expect((await officer.presses(`!case-file.${id}.1`))[0]?.text).toContain(long)
    expect(said(await officer.presses(`!case-history.${id}`))).toContain(long)
    expect(said(await worker.says('进度'))).toContain(long)
    const key = (await worker.account())?.id ?? ''
    const lines = await world.read((tx) => tx.entries(history, { key, after: 0, limit: 200 }))
    expect(lines.find(({ file }) => file)).toMatchObject({ from: 'me', text: long })
  })

  it('bring one answer at the question for photos', async () => {
    await submits(worker)
    expect(await worker.sendsFile(photo, long)).toHaveLength(1)
    expect(await notes()).toEqual([long])
  })

  it('tell what happened where that is asked; a mere name of the photo does not', async () => {
    await submits(worker)
    await worker.says('跳过')
    expect(said(await worker.sendsFile(photo, '欠条'))).toContain('经过是怎样的')
    const answer = said(await worker.sendsFile(photo, long))
    expect(answer).toContain('这一题就算答过了')
    expect(answer).toContain('怎么称呼')
    expect((await casesOf(worker))[0]?.given.details.facts).toBe(long)
    expect(await notes()).toEqual(['欠条', long])
  })

  it('call for help as words do', async () => {
    await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
    await worker.says('紧急')
    await worker.sendsFile(photo, '老板打我')
    expect((await casesOf(worker))[0]).toMatchObject({ urgent: true, given: { dangers: ['threatened'] } })
    expect(await notes()).toEqual(['老板打我'])
  })

  it('go with it into a running case, and may be the start of one', async () => {
    expect(said(await worker.sendsFile(photo, '老板三个月没给我发工资'))).toContain('听起来遇到事了')
    await hasCase(worker, 1)
    expect(said(await worker.sendsFile(photo, long))).toContain('要放进你的案子里吗')
    await worker.presses('好，转给他')
    expect((await caseOf(world)).evidence).toMatchObject([{ note: long }])
  })

  it('are not kept with the number of a card in them', async () => {
    await submits(worker)
    expect(said(await worker.sendsFile(photo, '身份证 110105199003078888'))).toContain('没有记下')
    expect(await notes()).toEqual([null])
    const key = (await worker.account())?.id ?? ''
    const lines = await world.read((tx) => tx.entries(history, { key, after: 0, limit: 200 }))
    expect(JSON.stringify([lines, await worker.session()])).not.toContain('110105199003078888')
  })
})

describe('who changes the words under a photo', () => {
  it('changes them there, and the step goes on as it was', async () => {
    await submits(worker)
    await worker.sendsFile(photo, '欠条')
    const answer = await worker.editsWords('结算单')
    expect(said(answer)).toContain('照你改的算')
    expect(answer.at(-1)?.choices.map(({ label }) => label)).toContain('好了')
    expect(
      answer
        .at(-1)
        ?.choices.map(({ label }) => label)
        .join(),
    ).not.toContain('不变')
    expect(await notes()).toEqual(['结算单'])
    const id = (await casesOf(worker))[0]?.id ?? ''
    expect((await entriesOf(world, id)).at(-1)).toMatchObject({ kind: 'from-worker', text: '结算单' })
    expect(said(await worker.says('好了'))).toContain('经过是怎样的')
    expect((await answers())?.evidence).toMatchObject([{ words: '结算单' }])
  })

  it('may take them away', async () => {
    await submits(worker)
    await worker.sendsFile(photo, '欠条')
    await worker.editsWords('')
    expect(await notes()).toEqual([null])
    expect((await casesOf(worker))[0]?.evidence).toHaveLength(1)
  })

  it('changes them before there is a case', async () => {
    await worker.says('投诉')
    await saysAll(worker, ['同意', '都没有', '工资'])
    await worker.sendsFile(photo, '欠条')
    expect(said(await worker.editsWords('结算单'))).toContain('投诉谁')
    expect((await answers())?.evidence).toMatchObject([{ words: '结算单' }])
    expect(await answers()).not.toHaveProperty('against')
  })

  it('changes nothing of what is not kept', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    await worker.sendsFile(photo, '我')
    expect(said(await worker.editsWords('小李'))).toContain('没有动')
    expect(await answers()).toEqual({ consent: true })
  })
})

it('a text changed after a photo does not open the photos again', async () => {
  await submits(worker)
  await worker.sendsFile(photo)
  expect((await worker.session())?.answered).toBeNull()
})
