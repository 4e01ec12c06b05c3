import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant'
import { arrivingFiles, complaints } from '../../src/store/collections'
import { caseOf } from '../support/case-world'
import { casesOf, submits } from '../support/complaining'
import { becomesOfficer, hasCase, pressesNotice, registers, said, withPoints } from '../support/people'
import { pushChannel } from '../support/push-channel'
import { runOnce } from '../support/run-job'
import { openWorld, type User, type World } from '../support/world'

let world: World
let worker: User
let officer: User
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  await withPoints(world)
  worker = world.user('worker')
  officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
})
afterEach(() => world.close())

const bytes = (name: string) => new TextEncoder().encode(name)
const photo = (name: string) => ({ name, type: 'image/jpeg', bytes: bytes(name) })
const hash = (name: string) => createHash('sha256').update(name).digest('hex')
const waiting = () => world.bot.arriving.due(pushChannel, world.clock.now(), 10)

async function evidence() {
  return (await casesOf(worker))[0]?.evidence.map(({ file }) => file) ?? []
}

/** The photo is gone from the platform before it could be fetched. */
async function loses(): Promise<void> {
  world.push.files.clear()
  await world.fetchFiles()
}

describe('a photo whose bytes come later', () => {
  it('is taken at once, and stands in the case with its hash once it is here', async () => {
    await submits(worker)
    const answer = said(await worker.sendsFile(photo('欠条.jpg')))
    expect(answer).toContain('收到 1 个，正在接收')
    const account = await worker.account()
    const [file] = await evidence()
    expect(file).toMatchObject({ name: '欠条.jpg', sha256: null })
    expect(await waiting()).toEqual([
      {
        id: file?.id,
        person: await worker.personId(),
        account: account?.id,
        channel: pushChannel,
        remote: `remote-${file?.id}`,
        file,
        at: expect.any(String),
        tries: 0,
        next: expect.any(String),
        lost: null,
      },
    ])
    await world.fetchFiles()
    await world.fetchFiles()
    expect(await evidence()).toMatchObject([{ id: file?.id, sha256: hash('欠条.jpg') }])
    expect(JSON.stringify((await worker.session())?.turn?.answers)).toContain(hash('欠条.jpg'))
    expect(await waiting()).toEqual([])
    expect(await world.store.files.get(file?.id ?? '')).toBeDefined()
    expect(said(await worker.sendsFile(photo('合同.jpg')))).toContain('收到 2 个，正在接收')
    await world.fetchFiles()
    await worker.presses('好了')
    expect(await evidence()).toMatchObject([{ sha256: hash('欠条.jpg') }, { sha256: hash('合同.jpg') }])
  })

  it('that never comes is no evidence, and those given one after another are one line', async () => {
    await submits(worker)
    for (let n = 0; n < 3; n++) await worker.sendsFile(photo(`${n}.jpg`))
    await world.fetchFiles()
    await worker.sendsFile(photo('走丢.jpg'))
    await loses()
    await worker.presses('好了')
    await worker.says('先到这里')
    const shown = said(await worker.says('进度'))
    expect(shown).toContain('你给了 3 个文件')
    expect(shown.split('你给了')).toHaveLength(2)
    const id = (await casesOf(worker))[0]?.id ?? ''
    expect(said(await officer.presses(`!case-open.${id}`))).toContain('证据（件）：3（另有 1 件没收到）')
    expect(said(await worker.presses(`!my-evidence.${id}`))).toContain('有照片吗')
    await worker.sendsFile(photo('再来.jpg'))
    expect(said(await worker.presses('好了'))).toContain('一共 4 个文件')
  })

  it('reaches the case also when it came before there was one', async () => {
    await worker.says('投诉')
    for (const turn of ['同意', '没有', '工资']) await worker.says(turn)
    expect(said(await worker.sendsFile(photo('告示牌.jpg')))).toContain('照片收到了（1 个）')
    await world.fetchFiles()
    for (const turn of ['宏达', '龙华区', '8月', '一万八', '没错，提交']) await worker.says(turn)
    expect(await evidence()).toMatchObject([{ name: '告示牌.jpg', sha256: hash('告示牌.jpg') }])
  })

  it('is put into a case by a later press, and may arrive before or after it', async () => {
    await worker.says('你好')
    await hasCase(worker, 1)
    for (const early of [true, false]) {
      const name = `${early}.jpg`
      expect(said(await worker.sendsFile(photo(name)))).toContain('收到照片')
      if (early) await world.fetchFiles()
      await worker.presses('好，转给他')
      await world.fetchFiles()
      expect((await evidence()).at(-1)).toMatchObject({ name, sha256: hash(name) })
    }
  })

  it('is not fetched when it was of no use', async () => {
    expect(said(await worker.sendsFile(photo('猫.jpg')))).toContain('没有保存')
    await worker.says('登记')
    expect(said(await worker.sendsFile(photo('猫.jpg')))).toContain('没有收')
    expect(await waiting()).toEqual([])
  })

  it('is not kept when it was thrown away meanwhile', async () => {
    await worker.says('投诉')
    for (const turn of ['同意', '没有', '工资']) await worker.says(turn)
    await worker.sendsFile(photo('欠条.jpg'))
    const [file] = await waiting()
    await worker.says('取消')
    await worker.presses('不填了，删掉')
    await world.fetchFiles()
    expect(await world.store.files.get(file?.id ?? '')).toBeUndefined()
    expect(await waiting()).toEqual([])
  })

  it('is tried again when it is put off, and erased with the person', async () => {
    await submits(worker)
    await worker.sendsFile(photo('欠条.jpg'))
    const [file] = await waiting()
    const later = new Date(Date.parse(world.clock.now()) + 5 * minute).toISOString()
    await world.bot.arriving.putOff(file?.id ?? '', later)
    expect(await waiting()).toEqual([])
    world.clock.advance(5 * minute)
    expect(await waiting()).toMatchObject([{ tries: 1 }])
    for (const turn of ['先到这里', '/me']) await worker.says(turn)
    await worker.presses('删')
    await worker.presses('全部')
    expect(await waiting()).toEqual([])
    const { arriving } = world.bot
    await arriving.arrived(file?.id ?? '', await world.store.files.put({ id: file?.id ?? '', ...photo('欠条.jpg') }))
    await arriving.lost(file?.id ?? '', 'gone', world.clock.now())
    await arriving.putOff(file?.id ?? '', later)
    expect(await waiting()).toEqual([])
    world.clock.advance(25 * hour)
    expect(await runOnce(world, 'forget-files')).toMatchObject({ deleted: 1 })
  })

  it.each(['joined', 'undone'])('goes with its person into another: %s', async (how) => {
    const old = world.user('old')
    await registers(old)
    await submits(worker)
    await worker.sendsFile(photo('欠条.jpg'))
    await worker.says('先到这里')
    await old.says('连接')
    const code = said(await old.presses('在这边要一个码')).match(/\d{4} \d{4}/)?.[0] ?? ''
    await worker.says('连接')
    for (const choice of ['我有码，要输入', '是我自己的']) await worker.presses(choice)
    await worker.says(code)
    expect(await worker.personId()).toBe(await old.personId())
    expect(await waiting()).toMatchObject([{ person: await old.personId() }])
    if (how === 'undone') {
      await pressesNotice(old, '撤销连接')
      expect(await waiting()).toMatchObject([{ person: await worker.personId() }])
      expect(await worker.personId()).not.toBe(await old.personId())
    }
    await world.fetchFiles()
    expect(await evidence()).toMatchObject([{ sha256: hash('欠条.jpg') }])
  })
})

describe('a photo that never comes', () => {
  it('is told of once, those of one minute together, and asked for again', async () => {
    await submits(worker)
    for (const name of ['一.jpg', '二.jpg']) await worker.sendsFile(photo(name))
    world.clock.advance(2 * minute)
    await loses()
    const [first] = await evidence()
    await world.bot.arriving.lost(first?.id ?? '', 'gone', world.clock.now())
    expect(await worker.inbox()).toEqual([])
    world.clock.advance(minute)
    const told = await worker.inbox()
    expect(told.map(({ text }) => text)).toEqual(['你 11月20日 10:00 发的照片没有收到（2 个）。\n请再发一次。'])
    expect((await worker.session())?.turn?.answers.evidence).toEqual([])
    expect(await waiting()).toEqual([])
    await worker.sendsFile(photo('三.jpg'))
    await world.fetchFiles()
    expect((await evidence()).map(({ sha256 }) => sha256)).toEqual([null, null, hash('三.jpg')])
  })

  it('says why where the reason helps', async () => {
    await submits(worker)
    await worker.sendsFile({ name: 'a.mp4', type: 'video/mp4', bytes: bytes('x') })
    const [file] = await waiting()
    await world.bot.arriving.lost(file?.id ?? '', 'too-large', world.clock.now())
    world.clock.advance(minute)
    expect(said(await worker.inbox())).toMatch(/发的视频没有收到（1 个）。\n这个文件太大了，最多 20 MB/)
  })

  it('is forgotten after a month', async () => {
    await submits(worker)
    await worker.sendsFile(photo('一.jpg'))
    await loses()
    const [file] = await evidence()
    const stands = () => world.read((tx) => tx.get(arrivingFiles, file?.id ?? ''))
    world.clock.advance(29 * day)
    await runOnce(world, 'forget-old')
    expect(await stands()).toMatchObject({ lost: 'gone' })
    world.clock.advance(2 * day)
    expect(await runOnce(world, 'forget-old')).toMatchObject({ 'arriving-files': 1 })
    expect(await stands()).toBeUndefined()
  })
})

describe('the officer', () => {
  it('reads that a photo is on its way or did not come, and opens it once it is here', async () => {
    await worker.says('你好')
    await hasCase(worker, 1, { owner: await officer.personId(), state: 'accepted' })
    await worker.sendsFile(photo('欠条.jpg'))
    await worker.presses('好，转给他')
    const list = async () => said(await officer.presses('!case-files.case-1'))
    expect(await list()).toContain('欠条.jpg · 11月20日 10:00 · 正在接收')
    expect((await officer.choices()).map(({ label }) => label)).not.toContain('证据 1')
    const [early] = await officer.presses('!case-file.case-1.1')
    expect(early).toMatchObject({ file: null, text: expect.stringContaining('正在接收') })
    await world.fetchFiles()
    expect(await list()).not.toContain('正在接收')
    const [opened] = await officer.presses('证据 1')
    expect(opened?.file).toMatchObject({ name: '欠条.jpg', sha256: hash('欠条.jpg') })
    await worker.sendsFile(photo('合同.jpg'))
    await worker.presses('好，转给他')
    await loses()
    expect(await list()).toContain('合同.jpg · 11月20日 10:00 · 没收到')
  })
})

describe('forget-files', () => {
  it('leaves a file alone whose arrival is only about to be noted', async () => {
    await worker.says('你好')
    await hasCase(worker, 1)
    await worker.sendsFile(photo('欠条.jpg'))
    await worker.presses('好，转给他')
    const [file] = await waiting()
    await world.store.files.put({ id: file?.id ?? '', ...photo('欠条.jpg') })
    world.clock.advance(25 * hour)
    await world.write(async (tx) => tx.put(complaints, { ...(await caseOf(world)), evidence: [] }))
    expect(await runOnce(world, 'forget-files')).toEqual({ deleted: 0 })
  })
})
