import { expect } from 'vitest'
import { type Month, monthOf } from '../../src/domain/contact-month'
import { type ContactPlan, type Figure, type Place, standingIn } from '../../src/domain/contact-plan'
import { type Ledger, type MonthRecord, recordOf } from '../../src/domain/contact-record'
import type { Youth } from '../../src/domain/youth'
import { figureOf } from '../../src/features/contact-figures'
import { contactPlans, ledgers, units, youths } from '../../src/store/collections'
import type { Collection, Doc } from '../../src/store/store'
import type { User, World } from './world'

const zone = 'Asia/Shanghai'

export async function allOf<T extends Doc>(world: World, collection: Collection<T>): Promise<T[]> {
  const found: T[] = []
  for await (const doc of world.store.walk(collection)) found.push(doc)
  return found
}

function thisMonth(world: World): Month {
  return monthOf(world.clock.now(), zone)
}

export async function planFor(user: User): Promise<ContactPlan | undefined> {
  const id = await user.personId()
  return user.world.read((tx) => tx.get(contactPlans, id))
}

/** What the ledger says of a month of theirs. */
export async function monthFor(user: User, month: Month): Promise<MonthRecord> {
  const id = await user.personId()
  const ledger = await user.world.read((tx) => tx.get(ledgers, `${id}:${month.slice(0, 4)}`))
  return recordOf(ledger, month)
}

/** The figures of every place counted from the documents: plans, held against youths and ledgers. */
async function countedFigures(world: World): Promise<Map<Place, Figure>> {
  const month = thisMonth(world)
  const paths = new Map((await allOf(world, units)).map(({ id, path }) => [id, path]))
  const byId = new Map((await allOf(world, contactPlans)).map((plan) => [plan.id, plan]))
  const all = await allOf(world, ledgers)
  const known: Youth[] = await allOf(world, youths)
  expect([...byId.keys()].sort(), 'a plan for each youth').toEqual(known.map(({ id }) => id).sort())
  expect(
    all.filter(({ youth }) => !byId.has(youth)),
    'no ledger of nobody',
  ).toEqual([])
  const figures = new Map<Place, Figure>()
  for (const youth of known) {
    const plan = byId.get(youth.id) as ContactPlan
    expect({ points: plan.points, liaison: plan.liaison }).toEqual({ points: youth.points, liaison: youth.liaison })
    expect(plan.contacted, 'the ledger says the same').toBe(latestContacted(all, youth.id))
    const within = new Set(['root', ...youth.points.flatMap((point) => paths.get(point) ?? [])])
    const places: Place[] = [...within].map((unit): Place => `unit:${unit}`)
    if (youth.liaison) places.push(`officer:${youth.liaison}`)
    const standing = standingIn(plan, month)
    for (const place of places) {
      const { active, contacted, paused } = figures.get(place) ?? { active: 0, contacted: 0, paused: 0 }
      figures.set(place, {
        active: active + 1,
        contacted: contacted + (standing === 'contacted' ? 1 : 0),
        paused: paused + (standing === 'paused' ? 1 : 0),
      })
    }
  }
  return figures
}

function latestContacted(all: readonly Ledger[], youth: string): Month | null {
  const months = all.flatMap((ledger) =>
    ledger.youth !== youth
      ? []
      : Object.entries(ledger.months).flatMap(([month, record]) => (record?.contacts.length ? [month] : [])),
  )
  return months.sort().at(-1) ?? null
}

export function figureFor(world: World, place: Place, month = thisMonth(world)): Promise<Figure> {
  return world.read((tx) => figureOf(tx, place, month, thisMonth(world)))
}

/** The counters say what the documents do, of every place; gives the figures. */
export async function expectBooksBalanced(world: World, places: readonly Place[] = []): Promise<Map<Place, Figure>> {
  const counted = await countedFigures(world)
  for (const place of new Set([...counted.keys(), ...places])) {
    const nobody = { active: 0, contacted: 0, paused: 0 }
    expect(await figureFor(world, place), place).toEqual(counted.get(place) ?? nobody)
  }
  return counted
}
