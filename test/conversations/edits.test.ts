import { beforeEach, describe, expect, it } from 'vitest'
import type { Body } from '../../src/domain/message'
import { complaints, seen } from '../../src/store/collections'
import { history } from '../../src/store/logs'
import { casesOf, eightTurns, saysAll } from '../support/complaining'
import { becomesOfficer, hasCase, said } from '../support/people'
import { prepareWorkerOnPhone, worker, world } from '../support/worker-on-phone'

prepareWorkerOnPhone()

const answers = async () => (await worker.session())?.turn?.answers
const labels = (bodies: readonly Body[]) => bodies.flatMap((body) => body.choices.map(({ label }) => label))

async function ownWords(): Promise<string[]> {
  const key = (await worker.account())?.id ?? ''
  const lines = await world.read((tx) => tx.entries(history, { key, after: 0, limit: 200 }))
  return lines.filter(({ from }) => from === 'me').map(({ text }) => text)
}

describe('who changes the words just sent', () => {
  beforeEach(async () => {
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 4))
  })

  it('has given the new answer, and is asked what comes next', async () => {
    const answer = said(await worker.edits('宏达建筑 13812345678', '宏大建筑 13812345678'))
    expect(answer).toContain('照你改的算')
    expect(answer).toContain('在哪里')
    expect((await answers())?.against).toBe('宏大建筑 13812345678')
    expect((await ownWords()).at(-1)).toBe('宏大建筑 13812345678（改）')
    await saysAll(worker, eightTurns.slice(4))
    expect((await casesOf(worker))[0]?.given).toMatchObject({ against: '宏大建筑 13812345678', place: eightTurns[4] })
  })

  it('may change them again, and the same change comes twice without effect', async () => {
    await worker.edits('宏达建筑 13812345678', '宏大建筑')
    await world.restart()
    await worker.edits('宏达建筑 13812345678', '宏大集团')
    const before = await worker.session()
    expect(await worker.repeatsLast()).toEqual([])
    expect(await worker.session()).toEqual(before)
    expect(before?.turn?.answers.against).toBe('宏大集团')
    expect((await ownWords()).filter((words) => words.endsWith('（改）'))).toEqual(['宏大建筑（改）', '宏大集团（改）'])
    const person = await worker.personId()
    const updates = await world.read((tx) => tx.find(seen, { index: 'subject', equals: person }))
    expect(updates).toHaveLength(7)
  })

  it('hears what would be right when they are no answer any more, and may keep the old one', async () => {
    await saysAll(worker, ['龙华区民治万科工地', '8月'])
    const asked = await worker.edits('8月', '很久以前')
    expect(said(asked)).toContain('定不下是几月')
    expect(labels(asked)).toContain('不变：2026年8月')
    expect(await answers()).not.toHaveProperty('since')
    await worker.presses('不变：2026年8月')
    expect((await answers())?.since).toMatchObject({ iso: '2026-08' })
  })

  it('changes one month of several and loses none', async () => {
    await saysAll(worker, ['龙华区民治万科工地', '8月', '8月 6000', '9月 600'])
    expect(said(await worker.edits('9月 600', '9月 6000'))).toContain('12,000')
    expect((await answers())?.owed).toMatchObject({
      arrears: [
        { month: '2026-08', due: 600_000 },
        { month: '2026-09', due: 600_000 },
      ],
    })
  })

  it('may mean a command', async () => {
    expect(said(await worker.edits('宏达建筑 13812345678', '取消'))).toContain('不填了吗')
    expect((await answers())?.against).toBe('宏达建筑 13812345678')
  })

  it('is read anew where they were not understood', async () => {
    await saysAll(worker, ['龙华区民治万科工地', '八月份吧大概不知道'])
    expect(said(await worker.edits('八月份吧大概不知道', '8月'))).toContain('一共')
    expect((await answers())?.since).toMatchObject({ iso: '2026-08' })
  })

  it('keeps no number of a card that was put in', async () => {
    expect(said(await worker.edits('宏达建筑 13812345678', '宏达 110105199003078888'))).toContain('没有记下')
    expect(JSON.stringify([await worker.session(), await ownWords()])).not.toContain('110105199003078888')
  })
})

describe('who changes older words', () => {
  it('changes no answer while a form runs, and hears how to', async () => {
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 6))
    const before = await answers()
    const noted = said(await worker.edits('宏达建筑 13812345678', '宏大建筑'))
    expect(noted).toContain('没有动')
    expect(noted).toContain('返回')
    expect(noted).toContain('一共')
    expect(await answers()).toEqual(before)
    // The latest answer may still be changed after that.
    expect(said(await worker.edits('8月', '7月'))).toContain('照你改的算')
    expect((await answers())?.since).toMatchObject({ iso: '2026-07' })
  })

  it('can pass them on to the caseworker when a case runs', async () => {
    await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
    await worker.says('你好')
    await hasCase(worker, 1)
    await worker.says('菜单')
    expect(said(await worker.edits('你好', '老板又不接电话了'))).toContain('要转给办你案子的人吗')
    await worker.presses('好，转给他')
    const told = await world.rowsFor(world.user('officer'))
    expect(told.map(({ body }) => body.text).join()).toContain('有新的话')
  })

  it('hears that nothing changed where there is nothing to change', async () => {
    await worker.says('你好')
    await worker.says('菜单')
    expect(said(await worker.edits('你好', '你好呀'))).toContain('没有变')
    expect(await world.read((tx) => tx.count(complaints, { index: 'state', equals: 'draft' }))).toBe(0)
  })

  it('is heard when they are a cry for help', async () => {
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 5))
    await worker.edits('同意', '救命')
    expect((await worker.session())?.turn?.form).toBe('urgent')
  })

  it('has sent a message when they were a command', async () => {
    await worker.says('/help')
    expect(said(await worker.edits('/help', '/hotlines'))).toContain('12333')
  })
})
