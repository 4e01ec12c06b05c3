import { afterEach, describe, expect, it } from 'vitest'
import { casesOf, eightTurns, saysAll, submits } from '../support/complaining'
import { said, withPoints } from '../support/people'
import { openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(): Promise<User> {
  world = await openWorld()
  await withPoints(world)
  return world.user('a')
}

describe('kinds', () => {
  async function upTo(worker: User, kind: string): Promise<string> {
    await worker.says('投诉')
    await saysAll(worker, ['同意', '没有'])
    return said(await worker.says(kind))
  }

  it('understands a sentence, and asks whether it did', async () => {
    const worker = await open()
    expect(await upTo(worker, '老板一直不给钱')).toContain('是「拖欠我的工资」吗')
    expect(said(await worker.says('是'))).toContain('投诉谁')
  })

  it('tells what the law says about project money as soon as it is chosen', async () => {
    const worker = await open()
    expect(await upTo(worker, '工程款')).toContain('第 52 条')
  })

  it('asks an injury for its day and for no sum', async () => {
    const worker = await open()
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
    const worker = await open()
    await upTo(worker, '没合同')
    await saysAll(worker, ['宏达建筑', '龙华区', '跳过', '没错，提交'])
    expect((await casesOf(worker))[0]).toMatchObject({ state: 'submitted', given: { since: null } })
  })

  it('offers to go on with a running case of the same kind, and opens it', async () => {
    const worker = await open()
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
    const worker = await open()
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
