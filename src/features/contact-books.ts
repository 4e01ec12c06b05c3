import { type Month, monthOf } from '../domain/contact-month'
import { type ContactPlan, firstPlan, unanswered } from '../domain/contact-plan'
import {
  type Clears,
  type Contact,
  emptyLedger,
  ledgerId,
  type MonthRecord,
  nothingClear,
  recordOf,
  withContact,
  withRecord,
} from '../domain/contact-record'
import type { Youth } from '../domain/youth'
import { contactPlans, ledgers, youths } from '../store/collections'
import type { WriteTx } from '../store/store'
import { moveFigures } from './contact-figures'

/** What is needed to keep the books of the monthly contact; jobs have no scene. */
export interface Desk {
  tx: WriteTx
  now: string
  zone: string
}

/** Puts a youth in place, new or changed, and with them everything that is counted and planned by it. */
export async function putYouth(desk: Desk, youth: Youth): Promise<void> {
  const before = await desk.tx.get(youths, youth.id)
  const plan = await planOf(desk, before ?? youth)
  await desk.tx.put(youths, youth)
  if (before) await putPlan(desk, plan, { ...plan, points: youth.points, liaison: youth.liaison })
}

/** How the youth stands; who was registered before there were plans gets theirs now, counted in the month of the registration. */
export async function planOf(desk: Desk, youth: Youth): Promise<ContactPlan> {
  const { tx, zone } = desk
  const known = await tx.get(contactPlans, youth.id)
  if (known) return known
  const month = monthOf(youth.registeredAt, zone)
  const plan = firstPlan(youth, month)
  await moveFigures(tx, month, undefined, plan)
  await tx.put(contactPlans, plan)
  await addToLedger(tx, youth.id, month, { way: 'registered', at: youth.registeredAt, by: null }, nothingClear)
  return plan
}

/** Puts another plan in the place of one, or ends it, and moves the figures of the month that runs. */
export async function putPlan(desk: Desk, before: ContactPlan | undefined, plan: ContactPlan): Promise<void> {
  const { tx, now, zone } = desk
  await moveFigures(tx, monthOf(now, zone), before, plan)
  await tx.put(contactPlans, plan)
}

/** Who leaves is no longer active; what the months before counted stays. */
export async function endPlan({ tx, now, zone }: Desk, youth: string): Promise<void> {
  const plan = await tx.get(contactPlans, youth)
  if (!plan) return
  await moveFigures(tx, monthOf(now, zone), plan, undefined)
  await tx.delete(contactPlans, youth)
}

/** Writes a two-way contact of this month down, with since when they wait for somebody after it; `isOlder`: more was told since. */
export async function noteContact(
  desk: Desk,
  youth: Youth,
  contact: Contact,
  told: Clears,
  careSince: string | null,
  isOlder = false,
): Promise<void> {
  const month = monthOf(desk.now, desk.zone)
  const plan = await planOf(desk, youth)
  await closeQuestions(desk.tx, plan)
  await addToLedger(desk.tx, youth.id, month, contact, told, isOlder)
  await putPlan(desk, plan, { ...plan, contacted: month, asked: null, missed: [], careSince, tried: null })
}

/** The same of what they said here themselves; since when they wait for somebody stays as it is, unless `waits` says otherwise. */
export async function noteSaid(
  desk: Desk,
  youth: Youth,
  told: Clears,
  waits: (since: string | null) => string | null = (since) => since,
): Promise<void> {
  const { careSince } = await planOf(desk, youth)
  await noteContact(desk, youth, { way: 'chat', at: desk.now, by: null }, told, waits(careSince))
}

/** What was asked before somebody was heard of again goes into the ledger. */
async function closeQuestions(tx: WriteTx, plan: ContactPlan): Promise<void> {
  for (const { month, at, repeatedAt } of unanswered(plan)) {
    const ledger = (await tx.get(ledgers, ledgerId(plan.id, month))) ?? emptyLedger(plan.id, month)
    await tx.put(ledgers, withRecord(ledger, month, { askedAt: at, repeatedAt }))
  }
}

async function addToLedger(
  tx: WriteTx,
  youth: string,
  month: Month,
  contact: Contact,
  told: Clears,
  isOlder = false,
): Promise<void> {
  const ledger = (await tx.get(ledgers, ledgerId(youth, month))) ?? emptyLedger(youth, month)
  await tx.put(ledgers, withContact(ledger, month, contact, told, isOlder))
}

/** What the ledger says of the month that runs. */
export async function recordNow({ tx, now, zone }: Desk, youth: string): Promise<MonthRecord> {
  const month = monthOf(now, zone)
  return recordOf(await tx.get(ledgers, ledgerId(youth, month)), month)
}
