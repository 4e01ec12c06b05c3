import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { complaints } from '../../src/store/collections'
import { becomesOfficer, hasCase, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

const photo = (name: string) => ({ name, type: 'image/jpeg', bytes: new TextEncoder().encode(name) })

async function caseOf(user: User): Promise<Complaint> {
  const equals = await user.personId()
  const [complaint] = await world.read((tx) => tx.find(complaints, { index: 'person', equals }))
  if (!complaint) throw new Error('no case')
  return complaint
}

/** Someone whose case has just been submitted, at the first further question. */
async function submitted(channel: Channel): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
  const worker = world.user('a')
  for (const turn of ['投诉', '同意', '没有', '工资', '宏达建筑', '龙华区', '8月', '一万八', '没错，提交'])
    await worker.says(turn)
  return worker
}

describe.each<Channel>(['web', 'window'])('what more can be told on %s', (channel) => {
  it('begins with photos, each kept with the case as soon as it is sent', async () => {
    const worker = await submitted(channel)
    expect(said(await worker.sendsFile(photo('告示牌.jpg')))).toContain('收到 1 个')
    const [evidence] = (await caseOf(worker)).evidence
    expect(evidence?.file).toMatchObject({
      name: '告示牌.jpg',
      sha256: createHash('sha256').update('告示牌.jpg').digest('hex'),
    })
    await worker.sendsFile(photo('欠条.jpg'))
    await world.restart()
    expect((await caseOf(worker)).evidence).toHaveLength(2)
    await worker.says('好了')
    expect((await caseOf(worker)).evidence).toHaveLength(2)
    const told = (await world.rowsFor(world.user('officer'))).filter((row) => row.body.text.includes('照片'))
    expect(told).toHaveLength(1)
  })

  it('takes a photo that is sent after the question about photos was skipped', async () => {
    const worker = await submitted(channel)
    await worker.says('跳过')
    const answer = said(await worker.sendsFile(photo('欠条.jpg')))
    expect(answer).toContain('照片收到了（1 个）')
    expect(answer).toContain('经过是怎样的')
    expect((await caseOf(worker)).evidence.map(({ file }) => file.name)).toEqual(['欠条.jpg'])
  })

  it('goes straight through, and keeps each answer under its question', async () => {
    const worker = await submitted(channel)
    const answers = ['跳过', '老乡介绍去的', '小李', '13812345678', '可以打', '晚上八点后', '别提工资', '走了', '9月']
    answers.push('木工', '老张', '按天', '300', '就我一个', '昨天', '说月底给', '没签', '没有', '帮我转给能管的地方')
    answers.push('男', '19', '龙华区民治街道', '老王')
    for (const answer of answers) await worker.says(answer)
    expect(said(await worker.presses('就这些'))).toContain('WQ-20261120-0001')
    expect((await caseOf(worker)).given.details).toEqual({
      facts: '老乡介绍去的',
      name: '小李',
      phone: '13812345678',
      'may-call': true,
      'safe-hours': '晚上八点后',
      'avoid-words': '别提工资',
      'still-working': false,
      'left-on': { iso: '2026-09', about: false },
      role: '木工',
      'team-leader': '老张',
      'pay-basis': 'day',
      'pay-rate': { fen: 30_000, about: false },
      'people-count': 1,
      'last-demand': { iso: '2026-11-19', about: false },
      promised: '说月底给',
      contract: 'oral',
      prior: 'none',
      wish: 'refer',
      sex: 'male',
      age: 19,
      address: '龙华区民治街道',
      witness: '老王',
    })
    expect((await worker.session())?.turn).toBeNull()
  })

  it('may be skipped to the end', async () => {
    const worker = await submitted(channel)
    let last = ''
    for (let n = 0; n < 30 && (await worker.session())?.turn; n++) {
      last = said(await worker.says(last.includes('请看一遍') ? '提交' : '跳过'))
    }
    expect((await worker.session())?.turn).toBeNull()
    expect((await caseOf(worker)).given.details).toEqual({})
  })

  it('keeps what was told when the worker stops in the middle', async () => {
    const worker = await submitted(channel)
    await worker.sendsFile(photo('a.jpg'))
    await worker.says('好了')
    await worker.says('三个月没发工资')
    expect(said(await worker.says('取消'))).toContain('WQ-20261120-0001')
    const complaint = await caseOf(worker)
    expect(complaint.given.details).toEqual({ facts: '三个月没发工资' })
    expect(complaint.evidence).toHaveLength(1)
    await worker.says('进度')
    expect(said(await worker.presses('补充情况'))).toContain('有照片吗')
    await worker.says('跳过')
    expect((await worker.session())?.turn?.answers.facts).toBe('三个月没发工资')
  })

  it('is kept through nonsense and an old button', async () => {
    const worker = await submitted(channel)
    const old = (await worker.choices())[0]?.value ?? ''
    await worker.says('跳过')
    await worker.says('老乡介绍')
    expect(said(await worker.presses(old))).toContain('已经过去了')
    await worker.says('12345678901234567890123')
    expect((await caseOf(worker)).given.details).toMatchObject({ facts: '老乡介绍' })
  })
})

describe('what is never kept', () => {
  it('an identity or card number in any free text', async () => {
    const worker = await submitted('web')
    await worker.says('跳过')
    for (const told of ['我叫李强110105199003078888', '打到6222021234567890123']) {
      expect(said(await worker.says(told))).toContain('没有记下')
    }
    // Ids are hexadecimal digits, now and then sixteen decimal ones in a row.
    const { id, person, ...told } = await caseOf(worker)
    expect(JSON.stringify(told)).not.toMatch(/\d{16}/)
  })
})

describe('photos', () => {
  it('are thirty at most for one case', async () => {
    const worker = await submitted('web')
    const complaint = await caseOf(worker)
    const file = { name: 'x.jpg', type: 'image/jpeg', size: 1, sha256: 'x' }
    const evidence = Array.from({ length: 29 }, (_, n) => ({
      file: { ...file, id: `f${n}` },
      at: world.clock.now(),
      note: null,
    }))
    await world.write((tx) => tx.put(complaints, { ...complaint, evidence }))
    await worker.sendsFile(photo('a.jpg'))
    expect(said(await worker.sendsFile(photo('b.jpg')))).toContain('最多存 30 个')
    expect((await caseOf(worker)).evidence).toHaveLength(30)
  })

  it('answer what the caseworker asked', async () => {
    world = await openWorld()
    await withPoints(world)
    const worker = world.user('a')
    await worker.says('你好')
    await hasCase(worker, 1, { state: 'needs-info' })
    await worker.says('进度')
    await worker.presses('补照片、文件')
    await worker.sendsFile(photo('a.jpg'))
    expect(await caseOf(worker)).toMatchObject({ state: 'submitted', evidence: [{}] })
  })
})
