import { afterEach, describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { complaints } from '../../src/store/collections'
import { caseEntries } from '../../src/store/logs'
import { becomesOfficer, hasCase, said, withPoints } from '../support/people'
import { openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(): Promise<User> {
  world = await openWorld()
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

async function record() {
  return world.read((tx) => tx.entries(caseEntries, { key: 'case-1', limit: 50 }))
}

const claimed = (by: string) => ({
  state: 'claimed-paid' as const,
  payments: [{ fen: 1_800_000, part: false, by, at: '2026-11-20T01:00:00.000Z', confirmed: 'unasked' as const }],
})

describe('a case that is over', () => {
  it('is opened again within 180 days, not later', async () => {
    const worker = await open()
    await hasCase(worker, 1, { state: 'declined' })
    world.clock.advance(179 * 86_400_000)
    await worker.says('进度')
    world.clock.advance(2 * 86_400_000)
    await worker.presses('重新打开')
    expect(await stored()).toMatchObject({ state: 'declined' })
    world.clock.advance(-2 * 86_400_000)
    await worker.presses('重新打开')
    expect(await stored()).toMatchObject({ state: 'handling' })
  })

  it('takes nothing more from an old button', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    await worker.says('进度')
    await world.write(async (tx) => tx.put(complaints, { ...(await stored()), state: 'closed' }))
    for (const label of ['补充一句话', '补照片、文件', '补充情况', '撤回']) {
      expect(said(await worker.presses(label))).toContain('已经结束')
    }
    expect((await worker.session())?.turn).toBeNull()
  })

  it('is confirmed once by ten presses', async () => {
    const worker = await open()
    await hasCase(worker, 1, claimed(await world.user('officer').personId()))
    await worker.says('进度')
    for (let n = 0; n < 10; n++) await worker.presses('钱收到了，够数')
    expect((await record()).filter((entry) => entry.to === 'resolved')).toHaveLength(1)
  })
})

describe('a word outside any form', () => {
  it('is passed on to the caseworker when the worker says so', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    expect(said(await worker.says('老板说明天给一半'))).toContain('要转给')
    await worker.presses('好，转给他')
    expect((await record()).at(-1)).toMatchObject({ kind: 'from-worker', text: '老板说明天给一半' })
  })

  it('is passed on only then, and only once', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    await worker.says('老板说明天给一半')
    await worker.presses('不用')
    expect(said(await worker.presses('好，转给他'))).toContain('再发一次')
    expect((await record()).map((entry) => entry.text)).not.toContain('老板说明天给一半')
  })

  it('that sounds like trouble is offered the way in', async () => {
    const worker = await open()
    await worker.says('老板三个月没发工资了')
    await worker.presses('我要投诉')
    expect((await worker.session())?.turn?.form).toBe('complain')
  })
})

describe('a file outside any form', () => {
  const photo = { name: '欠条.jpg', type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]) }

  it('goes into the case the worker names', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    await hasCase(worker, 2)
    await worker.sendsFile(photo)
    expect(await stored()).toMatchObject({ evidence: [] })
    await worker.presses('WQ-20261120-0002')
    expect(await stored('case-2')).toMatchObject({ evidence: [{ file: { name: '欠条.jpg' } }] })
    expect(await stored('case-1')).toMatchObject({ evidence: [] })
  })

  it('is not kept when the worker says no', async () => {
    const worker = await open()
    await hasCase(worker, 1)
    await worker.sendsFile(photo)
    await worker.presses('不用')
    expect(said(await worker.presses('好，转给他'))).toContain('再发一次')
    expect(await stored()).toMatchObject({ evidence: [] })
  })
})
