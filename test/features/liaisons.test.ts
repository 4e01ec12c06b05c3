import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Officer } from '../../src/domain/officer'
import { nearestOfficers, soleLiaison } from '../../src/features/liaisons'
import { officers, units } from '../../src/store/collections'
import { withPoints } from '../support/people'
import { openWorld, type World } from '../support/world'

let world: World
beforeEach(async () => {
  world = await openWorld({ features: [] })
  await withPoints(world, 2)
})
afterEach(() => world.close())

const officer = (id: string, unit: string, changes: Partial<Officer> = {}): Promise<void> =>
  world.write((tx) =>
    tx.put(officers, {
      id,
      name: id,
      roles: ['liaison'],
      unit,
      onCall: null,
      createdAt: world.clock.now(),
      leftAt: null,
      ...changes,
    }),
  )
const sole = (...points: string[]) =>
  world.read(async (tx) => {
    const found = await Promise.all(points.map((id) => tx.get(units, id)))
    return (await soleLiaison(tx, found as NonNullable<(typeof found)[number]>[], 'me'))?.id
  })

test('the officer of the point itself goes before those above', async () => {
  await officer('above', 'root')
  expect(await sole('point-1')).toBe('above')
  await officer('here', 'point-1')
  expect(await sole('point-1')).toBe('here')
  expect(await sole('point-2')).toBe('above')
})

test('of two at one place neither is taken, the next chosen point decides', async () => {
  await officer('one', 'point-1')
  await officer('two', 'point-1')
  expect(await sole('point-1')).toBeUndefined()
  await officer('three', 'point-2')
  expect(await sole('point-1', 'point-2')).toBe('three')
})

test('who left, who has another role and the youth themselves look after nobody here', async () => {
  await officer('gone', 'point-1', { leftAt: world.clock.now() })
  await officer('admin', 'point-1', { roles: ['admin'] })
  await officer('me', 'point-1')
  expect(await sole('point-1')).toBeUndefined()
  expect(await sole()).toBeUndefined()
  const admins = await world.read(async (tx) => nearestOfficers(tx, 'admin', (await tx.get(units, 'point-1'))!))
  expect(admins.map((found) => found.id)).toEqual(['admin'])
})
