import { afterEach, beforeEach, expect, test } from 'vitest'
import { contactPlans, officers, youths } from '../../src/store/collections'
import { expectBooksBalanced } from '../support/contact-books'
import { enrol } from '../support/enrol'
import {
  becomesOfficer,
  liaisonAndWorker,
  pressesNotice,
  registers,
  said,
  withPoints,
  youthOf,
} from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import { openWorld, type World } from '../support/world'

let world: World
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
})
afterEach(async () => {
  await expectBooksBalanced(world)
  await world.close()
})

test('who registered before the point had a liaison officer stands on the list of who came, and their need first', async () => {
  await withPoints(world)
  for (let n = 0; n < 120; n++) await enrol(world, `youth-${n}`, { points: [n % 2 === 0 ? 'point-1' : 'point-2'] })
  await world.write(async (tx) => {
    const plan = await tx.get(contactPlans, 'youth-0')
    if (plan) await tx.put(contactPlans, { ...plan, careSince: world.clock.now() })
  })
  expect(await runsJob(world, 'assign-liaisons')).toBe(0)
  const liaison = world.user('liaison')
  const id = await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
  expect(await runsJob(world, 'assign-liaisons')).toBe(60)
  expect((await world.read((tx) => tx.get(youths, 'youth-2')))?.liaison).toBe(id)
  expect((await world.read((tx) => tx.get(youths, 'youth-1')))?.liaison).toBeNull()
  const bench = said(await liaison.says('工作台'))
  expect(bench).toContain('我的人，这个月：60/60')
  expect(bench).toContain('1 位要你先联系')
  await liaison.presses('去联络：1 位')
  expect((await liaison.choices())[0]?.label).toContain('❗')
  expect(await runsJob(world, 'assign-liaisons')).toBe(0)
})

test('of two nobody is taken until one has other roles, and who has an officer keeps them', async () => {
  const { liaison, worker } = await liaisonAndWorker(world)
  const second = await becomesOfficer(world.user('second'), '林姐', ['liaison'], 'point-1')
  await enrol(world, 'later', { points: ['point-1'] })
  expect(await runsJob(world, 'assign-liaisons')).toBe(0)
  await world.write(async (tx) => {
    const officer = await tx.get(officers, await liaison.personId())
    if (officer) await tx.put(officers, { ...officer, roles: ['caseworker'] })
  })
  expect(await runOnce(world, 'assign-liaisons')).toEqual({ assigned: 1 })
  expect((await world.read((tx) => tx.get(youths, 'later')))?.liaison).toBe(second)
  expect((await youthOf(worker))?.liaison).toBe(await liaison.personId())
})

test('a liaison officer who is registered at their own point is not their own', async () => {
  await withPoints(world)
  const liaison = world.user('liaison')
  await registers(liaison)
  await liaison.presses('!add-point.point-1')
  await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
  expect(await runsJob(world, 'assign-liaisons')).toBe(0)
})

test('a point that is added in the details brings its liaison officer, and both hear of it', async () => {
  await withPoints(world)
  const worker = world.user('worker')
  await registers(worker)
  const liaison = world.user('liaison')
  const id = await becomesOfficer(liaison, '陈姐', ['liaison'], 'point-1')
  await worker.says('我的')
  await worker.presses('改资料')
  for (const words of ['改10', '联络点1号', '好了']) await worker.says(words)
  expect(said(await worker.says('没错，保存'))).toContain('你的联络员是陈姐')
  expect((await youthOf(worker))?.liaison).toBe(id)
  expect((await pressesNotice(liaison, '看看是谁')).answer).toContain('· 称呼：小李')
})
