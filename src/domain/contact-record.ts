import { z } from 'zod'
import { type Month, monthSchema } from './contact-month'
import { type Instant, instantSchema } from './instant'
import { tradeSchema, type Youth } from './youth'

/** From well to not well at all; a face stands for each. */
export const moods = ['well', 'fine', 'low', 'bad'] as const
export const moodSchema = z.enum(moods)
export type Mood = z.infer<typeof moodSchema>

/**
 * Two-way contacts, the only ones that count: the youth registered, answered at least one question of the monthly contact, or spoke with
 * an officer on the phone or face to face. A message that was only sent or only read is none, and so is one in which everything was skipped.
 */
const waySchema = z.enum(['registered', 'chat', 'call', 'visit'])
export const contactSchema = z.object({
  way: waySchema,
  at: instantSchema,
  /** The officer who entered it; null where the youth themselves did it here. */
  by: z.string().nullable(),
})
export type Contact = z.infer<typeof contactSchema>

/** The three clears (三清) of a month, whether help is needed, and what was said besides; null is what nobody told. */
export const clearsSchema = z.object({
  livesAt: z.string().nullable(),
  work: z.object({ trade: tradeSchema.nullable(), worksAt: z.string().nullable() }).nullable(),
  mood: moodSchema.nullable(),
  needsHelp: z.boolean().nullable(),
  /** In their own words. */
  words: z.string().nullable().default(null),
})
export type Clears = z.infer<typeof clearsSchema>

const monthRecordSchema = z.object({
  askedAt: instantSchema.nullable(),
  repeatedAt: instantSchema.nullable(),
  /** The month is made with the first. */
  contacts: z.array(contactSchema),
  clears: clearsSchema,
})
export type MonthRecord = z.infer<typeof monthRecordSchema>

/** The contact ledger of one youth and year; its id is `<youth>:<year>`. */
export const ledgerSchema = z.object({
  id: z.string(),
  youth: z.string(),
  year: z.string().regex(/^\d{4}$/),
  months: z.partialRecord(monthSchema, monthRecordSchema),
})
export type Ledger = z.infer<typeof ledgerSchema>

export const nothingClear: Clears = { livesAt: null, work: null, mood: null, needsHelp: null, words: null }
const emptyMonth: MonthRecord = { askedAt: null, repeatedAt: null, contacts: [], clears: nothingClear }

export function ledgerId(youth: string, month: Month): string {
  return `${youth}:${month.slice(0, 4)}`
}

export function emptyLedger(youth: string, month: Month): Ledger {
  return { id: ledgerId(youth, month), youth, year: month.slice(0, 4), months: {} }
}

export function recordOf(ledger: Ledger | undefined, month: Month): MonthRecord {
  return ledger?.months[month] ?? emptyMonth
}

/** The ledger with something put down in a month. */
export function withRecord(ledger: Ledger, month: Month, changes: Partial<MonthRecord>): Ledger {
  return { ...ledger, months: { ...ledger.months, [month]: { ...recordOf(ledger, month), ...changes } } }
}

const mostContacts = 31

/** The ledger with one more contact; what was told now takes the place of what was told before in the same month, unless it `isOlder`. */
export function withContact(ledger: Ledger, month: Month, contact: Contact, told: Clears, isOlder = false): Ledger {
  const { contacts, clears } = recordOf(ledger, month)
  const all = contacts.length < mostContacts ? [...contacts, contact].sort(byTime) : contacts
  return withRecord(ledger, month, {
    contacts: all,
    clears: isOlder ? laidOver(told, clears) : laidOver(clears, told),
  })
}

/** When they last said something themselves in a month. */
export function ownAnswerAt({ contacts }: MonthRecord): Instant | null {
  return contacts.findLast(({ way }) => way === 'chat')?.at ?? null
}

/** Whether anything was told at all. */
export function isAnything(clears: Clears): boolean {
  return Object.values(clears).some((value) => value !== null)
}

/** The youth with what the answers correct; the very same one when they correct nothing. */
export function correctedBy(youth: Youth, { livesAt, work }: Pick<Clears, 'livesAt' | 'work'>, now: Instant): Youth {
  const lives = livesAt ?? youth.livesAt
  const isSame = !work || (work.trade === youth.trade && work.worksAt === youth.worksAt)
  if (lives === youth.livesAt && isSame) return youth
  // Whoever works elsewhere has not told who the new employer is.
  const works = isSame ? {} : { ...work, employer: null }
  return { ...youth, livesAt: lives, ...works, updatedAt: now }
}

/** Two persons became one: the earlier questions, all contacts, and of the clears what the later contact told, filled from the other. */
export function mergeLedgers(into: Ledger, from: Ledger): Ledger {
  const months = { ...into.months }
  for (const month of Object.keys(from.months)) {
    months[month] = mergeMonths(recordOf(into, month), recordOf(from, month))
  }
  return { ...into, months }
}

function mergeMonths(one: MonthRecord, other: MonthRecord): MonthRecord {
  const [older, newer] = latest(other) > latest(one) ? [one, other] : [other, one]
  return {
    askedAt: earlier(one.askedAt, other.askedAt),
    repeatedAt: earlier(one.repeatedAt, other.repeatedAt),
    contacts: [...one.contacts, ...other.contacts].sort(byTime).slice(0, mostContacts),
    clears: laidOver(older.clears, newer.clears),
  }
}

/** The ledger that stays behind when a joining is undone: as before, with what was asked, made and told since. */
export function ledgerLeft(current: Ledger, before: Ledger | undefined, joinedAt: Instant): Ledger {
  let left: Ledger = { ...current, months: before?.months ?? {} }
  for (const month of Object.keys(current.months)) {
    const now = recordOf(current, month)
    const since = now.contacts.filter(({ at }) => at > joinedAt)
    const known = recordOf(left, month)
    const changes: Partial<MonthRecord> = {
      ...(now.askedAt && now.askedAt > joinedAt && { askedAt: now.askedAt }),
      ...(now.repeatedAt && now.repeatedAt > joinedAt && { repeatedAt: now.repeatedAt }),
      ...(since.length > 0 && { contacts: [...known.contacts, ...since], clears: now.clears }),
    }
    if (Object.keys(changes).length > 0) left = withRecord(left, month, changes)
  }
  return left
}

function laidOver(before: Clears, told: Clears): Clears {
  return {
    livesAt: told.livesAt ?? before.livesAt,
    work: told.work ?? before.work,
    mood: told.mood ?? before.mood,
    needsHelp: told.needsHelp ?? before.needsHelp,
    words: joinedWords(before.words, told.words),
  }
}

const mostWords = 1000

function joinedWords(before: string | null, told: string | null): string | null {
  if (before === null || told === null || before === told) return told ?? before
  return [...`${before}；${told}`].slice(-mostWords).join('')
}

function byTime(a: Contact, b: Contact): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0
}

function latest({ contacts }: MonthRecord): Instant {
  return contacts.at(-1)?.at ?? ''
}

function earlier(one: Instant | null, other: Instant | null): Instant | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}
