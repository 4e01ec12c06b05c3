import { instantAt } from '../../src/domain/calendar'
import { askedFrom, type Month, monthAfter, monthOf } from '../../src/domain/contact-month'
import { type ContactPlan, firstPlan, type Question } from '../../src/domain/contact-plan'
import {
  emptyLedger,
  type Ledger,
  type MonthRecord,
  moods,
  nothingClear,
  withRecord,
} from '../../src/domain/contact-record'
import { after, day, minute } from '../../src/domain/instant'
import type { Youth } from '../../src/domain/youth'
import type { Random } from './random'

const zone = 'Asia/Shanghai'

export interface Contacts {
  plan: ContactPlan
  ledgers: Ledger[]
  registered: Month
  /** Months with a contact, the first being that of the registration where it lies within what is kept. */
  contacted: Month[]
}

/** The last months' contacts of one youth: six of ten answer, one is called, the others are silent; three of a hundred are not asked. */
export function makeContacts(youth: Youth, months: number, random: Random, now: string): Contacts {
  const thisMonth = monthOf(now, zone)
  const registered = monthOf(youth.registeredAt, zone)
  const ledgers = new Map<string, Ledger>()
  const put = (month: Month, changes: Partial<MonthRecord>) => {
    const ledger = ledgers.get(month.slice(0, 4)) ?? emptyLedger(youth.id, month)
    ledgers.set(ledger.year, withRecord(ledger, month, changes))
  }
  const contacted = [registered]
  if (months > 0) put(registered, { contacts: [{ way: 'registered', at: youth.registeredAt, by: null }] })
  const oldest = monthAfter(thisMonth, 1 - months)
  const first = monthAfter(registered)
  let silent: Question[] = []
  for (let month = first > oldest ? first : oldest; month <= thisMonth; month = monthAfter(month)) {
    const at = after(askedFrom(month, zone), random.below(120) * minute)
    if (at > now) break
    const way = random.isBelow(0.6) ? 'chat' : random.isBelow(0.25) ? 'call' : undefined
    if (way) {
      const made = after(at, random.below(20) * 60 * minute)
      put(month, { askedAt: at, contacts: [{ way, at: made, by: way === 'call' ? youth.liaison : null }] })
      put(month, { clears: recordClears(youth, random) })
      for (const { month: before, at: askedAt, repeatedAt } of silent) put(before, { askedAt, repeatedAt })
      silent = []
      contacted.push(month)
    } else silent.push({ month, at, repeatedAt: after(at, 3 * day) })
  }
  const latest = contacted.at(-1) ?? registered
  const plan: ContactPlan = {
    ...firstPlan(youth, latest),
    asked: silent.at(-1) ?? null,
    missed: silent.slice(0, -1),
    paused: random.isBelow(0.03) ? 'good' : null,
    careSince: random.isBelow(0.01) ? instantAt(`${thisMonth}-01`, '12:00', zone) : null,
  }
  return { plan, ledgers: [...ledgers.values()], registered, contacted: contacted.filter((month) => month >= oldest) }
}

function recordClears({ livesAt, trade, worksAt }: Youth, random: Random): MonthRecord['clears'] {
  const mood = random.pick(moods.slice(0, 3))
  return { ...nothingClear, livesAt, work: { trade, worksAt }, mood, needsHelp: false }
}
