import { cancelNotice } from '../delivery/notice'
import { type Month, monthOf } from '../domain/contact-month'
import { type ContactPlan, contactPlanSchema, mergePlans, planLeft } from '../domain/contact-plan'
import { type Ledger, ledgerLeft, ledgerSchema, mergeLedgers } from '../domain/contact-record'
import type { Joining } from '../domain/credential'
import type { Youth } from '../domain/youth'
import { contactPlans, ledgers } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'
import { type Desk, endPlan, planOf, putPlan } from './contact-books'
import { questionKey, repeatKey } from './contact-question'

type Before = Joining['before']

/** What the books say of either side, to be put back if the joining is undone. */
export async function contactsBefore(desk: Desk, sides: readonly (Youth | undefined)[]): Promise<Before> {
  const before: Before = []
  for (const youth of sides) {
    if (!youth) continue
    before.push({ collection: contactPlans.name, doc: await planOf(desk, youth) })
    for (const doc of await ledgersOf(desk.tx, youth.id)) before.push({ collection: ledgers.name, doc })
  }
  return before
}

/** The books of two youths become those of one, and one question of the month is enough. */
export async function joinContacts(desk: Desk, into: string, from: string, youth: Youth): Promise<void> {
  const { tx } = desk
  const [mine, theirs] = [await tx.get(contactPlans, into), await tx.get(contactPlans, from)]
  if (!theirs)
    return void (mine && (await putPlan(desk, mine, { ...mine, points: youth.points, liaison: youth.liaison })))
  await dropSecondQuestion(desk, mine, theirs)
  const { points, liaison } = youth
  await endPlan(desk, from)
  await putPlan(desk, mine, mine ? mergePlans(mine, theirs, youth) : { ...theirs, id: into, points, liaison })
  for (const ledger of await ledgersOf(tx, from)) {
    const id = `${into}:${ledger.year}`
    const known = await tx.get(ledgers, id)
    await tx.put(ledgers, known ? mergeLedgers(known, ledger) : { ...ledger, id, youth: into })
    await tx.delete(ledgers, ledger.id)
  }
}

/** Both sides get their books back; what came since stays with the side that stayed. */
export async function partContacts(desk: Desk, joining: Joining, left: Youth | undefined): Promise<void> {
  const { tx } = desk
  const { into, from, at } = joining
  const before = readBefore(joining)
  const current = await tx.get(contactPlans, into)
  const mine = before.plans.find(({ id }) => id === into)
  await leaveLedgers(tx, into, before.ledgers, at, left !== undefined)
  if (left && current) {
    const { points, liaison } = left
    const plan = planLeft(current, mine ?? { ...current, contacted: null }, await latestMonth(tx, into), at)
    await putPlan(desk, current, { ...plan, id: into, points, liaison })
  } else await endPlan(desk, into)
  const theirs = before.plans.find(({ id }) => id === from)
  if (theirs) await putPlan(desk, undefined, theirs)
  for (const ledger of before.ledgers) if (ledger.youth === from) await tx.put(ledgers, ledger)
}

async function leaveLedgers(
  tx: WriteTx,
  into: string,
  before: readonly Ledger[],
  at: string,
  isLeft: boolean,
): Promise<void> {
  for (const ledger of await ledgersOf(tx, into)) {
    const known = before.find(({ id }) => id === ledger.id)
    const left = ledgerLeft(ledger, known, at)
    if (isLeft && Object.keys(left.months).length > 0) await tx.put(ledgers, left)
    else await tx.delete(ledgers, ledger.id)
  }
}

async function latestMonth(tx: ReadTx, youth: string): Promise<Month | null> {
  const months = (await ledgersOf(tx, youth)).flatMap((ledger) =>
    Object.entries(ledger.months).flatMap(([month, record]) => (record && record.contacts.length > 0 ? [month] : [])),
  )
  return months.sort().at(-1) ?? null
}

/** Where both were asked for the same month the question that still lies there for the side that goes is not put. */
async function dropSecondQuestion({ tx, now, zone }: Desk, mine: ContactPlan | undefined, theirs: ContactPlan) {
  const month = monthOf(now, zone)
  if (mine?.asked?.month !== month || theirs.asked?.month !== month) return
  for (const key of [questionKey(theirs.id, month), repeatKey(theirs.id, month)]) await cancelNotice(tx, key, now)
}

function ledgersOf(tx: ReadTx, youth: string): Promise<Ledger[]> {
  return tx.find(ledgers, { index: 'subject', equals: youth })
}

function readBefore({ before }: Joining): { plans: ContactPlan[]; ledgers: Ledger[] } {
  const of = (name: string) => before.filter(({ collection }) => collection === name).map(({ doc }) => doc)
  return {
    plans: of(contactPlans.name).map((doc) => contactPlanSchema.parse(doc)),
    ledgers: of(ledgers.name).map((doc) => ledgerSchema.parse(doc)),
  }
}
