import { type Month, monthAfter } from '../domain/contact-month'
import {
  type ContactPlan,
  type Figure,
  isPaused,
  noShare,
  type Place,
  pausedFrom,
  type Share,
  shareIn,
} from '../domain/contact-plan'
import { contactPlans, units } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'

/**
 * The counters of a place. `active` and `standing` say what holds now, and by month how they changed in it; `contacted` and `paused` are
 * of one month.
 */
const totals = { active: 'contact-active', standing: 'contact-standing' } as const
const monthly = { contacted: 'contact-made', pausedBeside: 'contact-paused' } as const

/** A figure as it stood at the end of a month, or stands now in the month that runs. */
export async function figureOf(tx: ReadTx, place: Place, month: Month, thisMonth: Month): Promise<Figure> {
  const atEnd = async (name: string) => {
    let value = await tx.counter(`${name}:${place}`)
    for (let later = thisMonth; later > month; later = monthAfter(later, -1)) {
      value -= await tx.counter(`${name}:${place}:${later}`)
    }
    return value
  }
  const beside = await tx.counter(`${monthly.pausedBeside}:${place}:${month}`)
  return {
    active: await atEnd(totals.active),
    contacted: await tx.counter(`${monthly.contacted}:${place}:${month}`),
    paused: (await atEnd(totals.standing)) + beside,
  }
}

/** How many are registered within a unit now, each once however many points they have; who was never given a plan is not among them. */
export function registeredWithin(tx: ReadTx, unit: string): Promise<number> {
  return tx.counter(`${totals.active}:unit:${unit}`)
}

const mostLookedAt = 500

/** This month's figure of who has no point, counted from the plans: no counter is theirs alone. Who is paused for good is left out. */
export async function figureWithoutPoint(tx: ReadTx, month: Month): Promise<Figure> {
  const all = { index: 'silent', equals: 'root' }
  const open = await tx.find(contactPlans, { ...all, to: monthAfter(month, -1), limit: mostLookedAt })
  return {
    active: await tx.count(contactPlans, all),
    contacted: await tx.count(contactPlans, { ...all, from: month }),
    paused: open.filter((plan) => isPaused(plan, month)).length,
  }
}

/** Moves the figures from how a youth stood to how they stand, with a pause ahead: each unit counts its own and those below it once. */
export async function moveFigures(
  tx: WriteTx,
  month: Month,
  before: ContactPlan | undefined,
  now: ContactPlan | undefined,
): Promise<void> {
  const from = before ? await placesOf(tx, before) : []
  const to = now ? await placesOf(tx, now) : []
  const took = before ? shareIn(before, month) : noShare
  const gives = now ? shareIn(now, month) : noShare
  const ahead = new Set([before, now].flatMap((plan) => (plan && pausedFrom(plan, monthAfter(month))) ?? []))
  for (const place of new Set([...from, ...to])) {
    for (const later of ahead) {
      const was = before && from.includes(place) ? shareIn(before, later).pausedBeside : 0
      const is = now && to.includes(place) ? shareIn(now, later).pausedBeside : 0
      await addShare(tx, place, later, { ...noShare, pausedBeside: is - was })
    }
    const less = from.includes(place) ? took : noShare
    const more = to.includes(place) ? gives : noShare
    await addShare(tx, place, month, {
      active: more.active - less.active,
      standing: more.standing - less.standing,
      contacted: more.contacted - less.contacted,
      pausedBeside: more.pausedBeside - less.pausedBeside,
    })
  }
}

async function addShare(tx: WriteTx, place: Place, month: Month, share: Share): Promise<void> {
  for (const key of ['active', 'standing'] as const) {
    if (share[key] === 0) continue
    await tx.add(`${totals[key]}:${place}`, share[key])
    await tx.add(`${totals[key]}:${place}:${month}`, share[key])
  }
  for (const key of ['contacted', 'pausedBeside'] as const) {
    if (share[key] !== 0) await tx.add(`${monthly[key]}:${place}:${month}`, share[key])
  }
}

/** Every unit their points lie in, and their liaison officer; who chose no point belongs to the root. */
async function placesOf(tx: ReadTx, { points, liaison }: ContactPlan): Promise<Place[]> {
  const paths = await Promise.all(points.map(async (point) => (await tx.get(units, point))?.path ?? ['root', point]))
  const within = new Set(['root', ...paths.flat()])
  return [...[...within].map((unit): Place => `unit:${unit}`), ...(liaison ? [`officer:${liaison}` as const] : [])]
}
