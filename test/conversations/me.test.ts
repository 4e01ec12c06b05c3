import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { registration } from '../../src/features/registration'
import { settings } from '../../src/features/settings'
import { collections, complaints, consents, outbox, persons } from '../../src/store/collections'
import { audit, caseEntries, history } from '../../src/store/logs'
import { becomesOfficer, hasCase, personOf, registers, said, withPoints, youthOf } from '../support/people'
import { User } from '../support/user'
import { type Channel, openWorld, type World } from '../support/world'

const features = [registration, settings]

/** Every document of every collection, as text. */
async function everything(world: World): Promise<string> {
  const docs: unknown[] = []
  for (const collection of collections) for await (const doc of world.store.walk(collection)) docs.push(doc)
  return JSON.stringify(docs)
}

describe.each<Channel>(['web', 'window'])('what is kept about me, on the %s channel', (channel) => {
  let world: World
  let worker: User
  beforeEach(async () => {
    world = await openWorld({ channel, features })
    worker = world.user('a')
    await withPoints(world)
  })
  afterEach(() => world.close())

  test('is shown line by line, and as nothing to who is not registered', async () => {
    expect(said(await worker.says('我的'))).toContain('你还没有登记')
    await registers(worker, '小李', '13812345678')
    await hasCase(worker, 1)
    const shown = said(await worker.says('/me'))
    expect(shown).toContain('· 称呼：小李')
    expect(shown).toContain('· 手机号：13812345678')
    expect(shown).toContain('· 住处：未填')
    expect(shown).toContain('WQ-20261120-0001')
  })

  test('one line is corrected, what stood before is offered to be kept', async () => {
    await registers(worker)
    await worker.says('我的')
    expect(said(await worker.presses('改资料'))).toContain('1. 称呼：小李')
    const asked = await worker.says('改4')
    expect(said(asked)).toContain('老家')
    expect((await worker.choices()).map((choice) => choice.label)).toContain('不变：四川达州')
    await worker.says('湖南衡阳')
    await worker.says('改1')
    await worker.says('不变')
    expect(said(await worker.says('没错，保存'))).toContain('改好了：老家。')
    expect(await youthOf(worker)).toMatchObject({ name: '小李', homePlace: '湖南衡阳', birthYear: 2007 })

    await worker.says('我的')
    await worker.presses('改资料')
    expect(said(await worker.says('没错，保存'))).toContain('没有改动')
  })

  test('correcting back and forth, nonsense, an old button, a restart and a cancelling', async () => {
    await registers(worker)
    await worker.presses('!correct-me')
    const old = (await worker.choices())[0]!.value
    expect(said(await worker.says('什么呀'))).toContain('没看懂')
    await worker.says('改2')
    expect(said(await worker.presses(old))).toContain('已经过去了')
    await world.restart()
    expect(said(await worker.says('不知道多大'))).toContain('年龄')
    await worker.says('12')
    expect(said(await worker.says('对'))).toContain('14 岁以下不能登记')
    await worker.says('20')
    await worker.says('取消')
    await worker.presses('不填了，删掉')
    expect((await youthOf(worker))?.birthYear).toBe(2007)
  })

  test('is exported as two files that hold the same, officers’ notes left out', async () => {
    await registers(worker, '小李', '13812345678')
    const complaint = await hasCase(worker, 1)
    const entry = { at: world.clock.now(), case: complaint.id, actor: 'x', from: null, to: null }
    await world.write((tx) => tx.append(caseEntries, complaint.id, { ...entry, kind: 'note', text: '内部的话' }))
    await worker.says('我的')
    const sent = (await worker.presses('导出一份')).flatMap((body) => (body.file ? [body.file] : []))
    expect(sent.map((file) => file.type).sort()).toEqual(['application/json', 'text/plain'])
    const contents = await Promise.all(
      sent.map(async (file) => new TextDecoder().decode((await world.store.files.get(file.id))?.bytes)),
    )
    const json = JSON.parse(contents[sent.findIndex((file) => file.type === 'application/json')]!)
    const readable = contents[sent.findIndex((file) => file.type === 'text/plain')]!
    expect(json.documents.youths[0]).toEqual(await youthOf(worker))
    expect(json.documents.complaints[0]).toEqual(complaint)
    expect(Object.keys(json.documents)).toEqual(expect.arrayContaining(['accounts', 'persons', 'consents', 'sessions']))
    expect(json.cases['case-1']).toHaveLength(1)
    expect(Object.values(json.conversations).flat().length).toBeGreaterThan(10)
    expect(readable).toContain('称呼：小李')
    expect(readable).toContain('三个月没发工资了')
    expect(readable).toContain('老板说没钱')
    expect(contents.join()).not.toContain('内部的话')
    expect(said(await worker.says('我的'))).toContain('小李')
  })

  test('is erased at one word: nothing but tombstones and consents stays, and the case’s officer learns only its number', async () => {
    const officer = world.user('officer')
    const owner = await becomesOfficer(officer, '林专员', ['caseworker'])
    await registers(worker, '小李', '13812345678')
    const bytes = new TextEncoder().encode('工资条')
    const photo = await world.store.files.put({ id: 'evidence-1', name: '工资条.jpg', type: 'image/jpeg', bytes })
    await hasCase(worker, 1, {
      state: 'handling',
      owner,
      payments: [{ fen: 100, part: true, by: await worker.personId(), at: world.clock.now(), confirmed: 'yes' }],
      evidence: [{ file: photo, at: world.clock.now(), note: null }],
    })
    const account = (await worker.account())!
    await worker.says('我的')
    const exported = (await worker.presses('导出一份')).flatMap((body) => (body.file ? [body.file.id] : []))
    await worker.says('我的')
    const asked = said(await worker.presses('全部删掉'))
    expect(asked).toContain('WQ-20261120-0001')
    expect(asked).toContain('3 年')
    expect(said(await worker.says('嗯'))).toContain('没看懂')
    expect(said(await worker.presses('确定，全部删掉'))).toContain('都删掉了')

    const left: string[] = []
    for (const collection of collections) {
      for (const doc of await world.read((tx) => tx.find(collection, { index: 'subject', equals: account.person }))) {
        left.push(`${collection.name}:${doc.id}`)
      }
    }
    expect(left.every((name) => name.startsWith('consents:'))).toBe(true)
    expect(left).not.toEqual([])
    const text = await everything(world)
    expect(JSON.stringify(await world.read((tx) => tx.get(complaints, 'case-1')))).not.toContain(account.person)
    for (const word of ['小李', '13812345678', '四川达州', '王老板', '东门工地', '三个月没发工资', '工资条']) {
      expect(text).not.toContain(word)
    }
    const stone = await world.read((tx) => tx.get(complaints, 'case-1'))
    expect(stone).toMatchObject({ number: 'WQ-20261120-0001', person: 'erased', state: 'withdrawn', evidence: [] })
    const all = { after: 0, limit: 100 }
    expect(await world.read((tx) => tx.entries(history, { key: account.id, ...all }))).toEqual([])
    expect(await world.read((tx) => tx.entries(caseEntries, { key: 'case-1', ...all }))).toEqual([])
    for (const id of ['evidence-1', ...exported]) expect(await world.store.files.get(id)).toBeUndefined()
    const records = await world.read((tx) => tx.entries(audit, { key: 'all', ...all }))
    expect(records.at(-1)).toMatchObject({ actor: account.person, action: 'erase-person', target: null })

    const told = await world.read((tx) => tx.find(outbox, { index: 'subject', equals: owner }))
    const notice = told.find((row) => row.lane === 'notice')
    expect(notice?.body.text).toBe('案子 WQ-20261120-0001 已由本人撤回，内容已删除。')

    await world.restart()
    const again = new User(world, 'a', channel)
    expect(said(await again.says('我的'))).toContain('你还没有登记')
    expect(await again.personId()).not.toBe(account.person)
  })

  test('stays whole when the person thinks again, cancels, or is an officer in office', async () => {
    await registers(worker)
    await worker.presses('!erase-me')
    expect(said(await worker.presses('先不删'))).toContain('什么都没有删')
    await worker.presses('!erase-me')
    await worker.says('取消')
    await becomesOfficer(worker, '小李', ['liaison'])
    expect(said(await worker.presses('!erase-me'))).toContain('请先让管理员')
    expect(await youthOf(worker)).toBeDefined()
    expect(
      await world.read(async (tx) => tx.find(consents, { index: 'subject', equals: await worker.personId() })),
    ).toHaveLength(1)
  })

  test('an erasing pressed twice and a repeated update erase once', async () => {
    await registers(worker)
    const person = await worker.personId()
    await worker.presses('!erase-me')
    const yes = (await worker.choices()).find((choice) => choice.label === '确定，全部删掉')!.value
    await worker.presses(yes)
    await worker.presses(yes)
    expect(await world.read((tx) => tx.get(persons, person))).toBeUndefined()
    expect((await personOf(worker))?.consents).toEqual({})
  })
})

test('every collection says whom its documents are about and what erasing does with them', () => {
  for (const collection of collections) {
    expect(typeof collection.subject, collection.name).toBe('function')
    const { onErase } = collection
    expect(['delete', 'redact', 'keep'], collection.name).toContain(onErase?.do)
    if (onErase.do === 'redact') expect(typeof onErase.redact, collection.name).toBe('function')
    if (onErase.do === 'keep') {
      expect(onErase.reason.length, collection.name).toBeGreaterThan(5)
      expect(typeof onErase.keep, collection.name).toBe('function')
    }
  }
})
