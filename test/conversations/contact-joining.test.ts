import { afterEach, beforeEach, expect, test } from 'vitest'
import { ledgers, outbox } from '../../src/store/collections'
import { expectBooksBalanced, figureFor, monthFor, planFor } from '../support/contact-books'
import { registers, said, withPoints } from '../support/people'
import { runOnce } from '../support/run-job'
import { openWorld, type User, type World } from '../support/world'

let world: World
let first: User
let second: User
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  await withPoints(world)
  first = world.user('first')
  second = world.user('second')
})
afterEach(() => world.close())

async function joins(): Promise<string> {
  await first.says('连接')
  const code = said(await first.presses('在这边要一个码')).match(/\d{4} \d{4}/)?.[0] ?? ''
  await second.says('连接')
  await second.presses('我有码，要输入')
  await second.presses('是我自己的')
  return said(await second.says(code))
}

async function answers(user: User, mood: string): Promise<void> {
  await user.says('联络')
  while ((await user.session())?.turn?.answers.worksAt === undefined) await user.says('跳过')
  await user.presses(mood)
  await user.presses('没有')
}

async function undoes(): Promise<void> {
  await first.says('设置')
  expect(said(await first.presses('撤销上次连接'))).toContain('撤销好了')
}

test('two who were registered become one in the books, and undoing puts both back', async () => {
  await registers(first)
  await registers(second, '李明')
  await answers(second, '🙂 还行')
  await first.says('以后别问')
  const before = [await planFor(first), await planFor(second)]
  const month = await monthFor(second, '2026-11')
  expect(await joins()).toContain('连好了')
  await expectBooksBalanced(world, ['unit:root'])
  expect(await figureFor(world, 'unit:root')).toEqual({ active: 1, contacted: 1, paused: 0 })
  expect(await planFor(first)).toMatchObject({ paused: 'good', contacted: '2026-11' })
  const merged = await monthFor(first, '2026-11')
  expect(merged.contacts.map(({ way }) => way)).toEqual(['registered', 'registered', 'chat'])
  expect(merged.clears.mood).toBe('fine')

  world.clock.set('2026-11-22T02:00:00.000Z')
  await answers(first, '😊 挺好的')
  await undoes()
  await expectBooksBalanced(world, ['unit:root'])
  expect(await figureFor(world, 'unit:root')).toEqual({ active: 2, contacted: 2, paused: 0 })
  expect([await planFor(first), await planFor(second)]).toEqual(before)
  expect(await monthFor(second, '2026-11')).toEqual(month)
  const mine = await monthFor(first, '2026-11')
  expect(mine.contacts.map(({ way }) => way)).toEqual(['registered', 'chat'])
  expect(mine.clears.mood).toBe('well')
})

test('a side that was not registered takes the books over and gives them back', async () => {
  await first.says('菜单')
  await registers(second, '李明')
  const gone = await second.personId()
  const plan = await planFor(second)
  // The code is given by who is registered here.
  await second.says('连接')
  const code = said(await second.presses('在这边要一个码')).match(/\d{4} \d{4}/)?.[0] ?? ''
  await first.says('连接')
  await first.presses('我有码，要输入')
  await first.presses('是我自己的')
  expect(said(await first.says(code))).toContain('连好了')
  expect(await first.personId()).toBe(gone)
  expect(await planFor(first)).toEqual(plan)
  await expectBooksBalanced(world, ['unit:root'])
})

test('of two questions that wait for the evening one is put', async () => {
  await registers(first)
  await registers(second, '李明')
  const gone = await second.personId()
  world.clock.set('2026-12-05T11:30:00.000Z')
  expect(await runOnce(world, 'monthly-contact')).toEqual({ asked: 2 })
  await joins()
  world.clock.set('2026-12-05T13:29:59.000Z')
  await world.deliver()
  const rows = await world.read((tx) => tx.find(outbox, { index: 'key', equals: `monthly-contact:2026-12:${gone}` }))
  const asked = [...world.push.sent.values()].flat().filter(({ text }) => text.includes('半分钟'))
  expect([rows[0]?.state, asked.length]).toEqual(['cancelled', 1])
  await expectBooksBalanced(world, ['unit:root'])
})

test('an erasure takes the ledger and leaves the months that are over', async () => {
  await registers(first)
  const id = await first.personId()
  world.clock.set('2026-12-02T02:00:00.000Z')
  await answers(first, '🙂 还行')
  await first.says('我的')
  await first.presses('导出一份')
  await first.says('我的')
  await first.presses('全部删掉')
  await first.presses('确定，全部删掉')
  expect(await world.read((tx) => tx.find(ledgers, { index: 'subject', equals: id }))).toEqual([])
  expect(await figureFor(world, 'unit:root')).toEqual({ active: 0, contacted: 0, paused: 0 })
  expect(await figureFor(world, 'unit:root', '2026-11')).toEqual({ active: 1, contacted: 1, paused: 0 })
  await expectBooksBalanced(world, ['unit:root'])
})
