import { afterEach, beforeEach, expect, test } from 'vitest'
import { contactPlans, ledgers } from '../../src/store/collections'
import { allOf, expectBooksBalanced, figureFor } from '../support/contact-books'
import { enrol } from '../support/enrol'
import { withPoints } from '../support/people'
import { runOnce, runsJob } from '../support/run-job'
import { openWorld, type World } from '../support/world'

let world: World
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  await withPoints(world)
})
afterEach(() => world.close())

/** As it stood before there were monthly contacts. */
async function withoutBooks(): Promise<void> {
  const plans = await allOf(world, contactPlans)
  const all = await allOf(world, ledgers)
  await world.write(async (tx) => {
    for (const { id } of plans) await tx.delete(contactPlans, id)
    for (const { id } of all) await tx.delete(ledgers, id)
    for (const place of ['unit:root', 'unit:point-1', 'unit:point-2']) {
      for (const month of ['2026-09', '2026-11']) {
        await tx.add(`contact-made:${place}:${month}`, -(await tx.counter(`contact-made:${place}:${month}`)))
        await tx.add(`contact-active:${place}:${month}`, -(await tx.counter(`contact-active:${place}:${month}`)))
      }
      await tx.add(`contact-active:${place}`, -(await tx.counter(`contact-active:${place}`)))
    }
  })
}

test('who was registered before is counted in the month of the registration, once, also after being broken off', async () => {
  for (let n = 0; n < 60; n++) {
    world.clock.set(n < 40 ? '2026-09-10T02:00:00.000Z' : '2026-11-10T02:00:00.000Z')
    await enrol(world, `youth-${n}`, { points: [`point-${(n % 2) + 1}`] })
  }
  await withoutBooks()
  expect(await runsJob(world, 'begin-contact')).toBe(60)
  await expectBooksBalanced(world)
  expect(await figureFor(world, 'unit:root', '2026-09')).toEqual({ active: 40, contacted: 40, paused: 0 })
  expect(await figureFor(world, 'unit:point-1')).toEqual({ active: 30, contacted: 10, paused: 0 })
  expect(await runOnce(world, 'begin-contact')).toEqual({ begun: 0 })
  expect(await runsJob(world, 'monthly-contact')).toBe(40)
})
