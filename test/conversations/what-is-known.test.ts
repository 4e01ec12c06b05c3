import { afterEach, describe, expect, it } from 'vitest'
import { casesOf, submits } from '../support/complaining'
import { becomesOfficer, registers, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel = 'push'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  return world.user('worker')
}

describe('who has registered', () => {
  it('is not asked for name and phone again, and may still change them', async () => {
    const worker = await open()
    await registers(worker, '小李', '13812345678')
    await submits(worker)
    expect(said(await worker.says('跳过'))).toContain('经过是怎样的')
    expect(said(await worker.says('干了三个月没给钱'))).toContain('可以给你打电话吗')
    expect(await answers(worker)).toMatchObject({ name: '小李', phone: '13812345678' })
    await worker.says('先到这里')
    expect((await casesOf(worker))[0]?.given.details).toMatchObject({ name: '小李', phone: '13812345678' })
  })

  it('without a phone is asked for that one', async () => {
    const worker = await open()
    await registers(worker)
    await submits(worker)
    await worker.says('跳过')
    expect(said(await worker.says('跳过'))).toContain('留个电话吗')
  })

  it('is offered no way back from the first question', async () => {
    const worker = await open()
    await registers(worker, '小李', '13812345678')
    await submits(worker)
    expect((await worker.choices()).map(({ label }) => label)).not.toContain('返回')
  })
})

const answers = async (worker: User) => (await worker.session())?.turn?.answers

describe('an answer asked for again', () => {
  it('stands once among the choices, and may still be kept by its word', async () => {
    const worker = await open()
    await worker.says('投诉')
    for (const turn of ['同意', '都没有', '返回']) await worker.says(turn)
    const labels = (await worker.choices()).map(({ label }) => label)
    expect(labels.filter((label) => label.includes('都没有'))).toEqual(['都没有'])
    expect(said(await worker.says('不变'))).toContain('是什么事')
    expect((await answers(worker))?.safety).toEqual([])
  })
})

describe('what stays on the phone', () => {
  it('is told to who erases everything, where it is not our own page', async () => {
    for (const channel of ['push', 'web'] as const) {
      const worker = await open(channel)
      await registers(worker)
      await worker.says('我的')
      await worker.presses('全部删掉')
      const last = said(await worker.presses('确定，全部删掉'))
      expect(last.includes('这个聊天请自己清空'), channel).toBe(channel === 'push')
      if (channel === 'push') await world.close()
    }
  })

  it('is the return code too: nothing says that it is gone from there', async () => {
    const worker = await open()
    const shown = said(await submitsForCode(worker))
    expect(shown).toContain('请存好，这里不会再显示')
    expect(shown).not.toContain('只显示这一次')
  })
})

async function submitsForCode(worker: User) {
  await worker.says('投诉')
  for (const turn of ['同意', '都没有', '工资', '宏达建筑', '龙华区', '8月', '一万八']) await worker.says(turn)
  return worker.says('没错，提交')
}

it('who is no colleague hears whose the workbench is; a colleague finds the record beside the account', async () => {
  const worker = await open()
  expect(said(await worker.says('工作台'))).toBe('工作台是同事办事用的。要找我们，发「菜单」。')
  await submits(worker)
  const officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  const shown = await officer.presses(`!case-open.${(await casesOf(worker))[0]?.id}`)
  const labels = shown.flatMap(({ choices }) => choices.map(({ label }) => label))
  expect(labels).toContain('记录')
  expect(labels).not.toContain('经过')
})
