import { afterEach, describe, expect, it } from 'vitest'
import { accounts, outbox, persons } from '../../src/store/collections'
import { caseEntries, history } from '../../src/store/logs'
import { casesOf, eightTurns, saysAll, submits } from '../support/complaining'
import { becomesOfficer, personOf, said, withPoints } from '../support/people'
import { openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(): Promise<User> {
  world = await openWorld()
  await withPoints(world)
  return world.user('a')
}

describe('limits and hurry', () => {
  it('refuses a sixth case within an hour and names the latest', async () => {
    const worker = await open()
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
    const first = await open()
    const second = world.user('b')
    await Promise.all([submits(first), submits(second)])
    const numbers = [...(await casesOf(first)), ...(await casesOf(second))].map((complaint) => complaint.number)
    expect(numbers.sort()).toEqual(['WQ-20261120-0001', 'WQ-20261120-0002'])
  })

  it('makes one case for one person who submits on two devices at once', async () => {
    const phone = await open()
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
    const worker = await open()
    world.clock.set('2026-12-31T02:00:00.000Z')
    expect(await submits(worker)).toContain('估')
  })

  it('is quiet about numbers that are never kept', async () => {
    const worker = await open()
    await worker.says('投诉')
    await saysAll(worker, eightTurns.slice(0, 3))
    expect(said(await worker.says('老板身份证110105199003078888'))).toContain('没有记下')
    const account = await worker.account()
    const lines = await world.read((tx) => tx.entries(history, { key: account?.id ?? '', limit: 100 }))
    const session = await worker.session()
    expect(JSON.stringify([lines, session])).not.toContain('110105199003078888')
  })

  it('gives the return code once, and none to who has one', async () => {
    const worker = await open()
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
    const worker = await open()
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
