import { z } from 'zod'
import { textField } from '../../../dialog/fields/text'
import { countField } from '../../../dialog/fields/values'
import type { Context, Field } from '../../../dialog/form'
import { readInteger } from '../../../domain/chinese-number'
import {
  type EventTime,
  eventInstants,
  eventTimeSchema,
  readEventTime,
  type WallClock,
} from '../../../domain/event-time'
import { type Ages, agesSchema } from '../../../domain/gathering'
import { plainText } from '../../../domain/plain-text'
import { phrase, text } from '../../../text/text'
import { whenWord } from '../event-words'

/** What the fields are told of the wall clock. */
export interface ClockFacts {
  zone: string
  time: string
}

export function wallOf({ today, facts }: Pick<Context, 'today' | 'facts'>): WallClock {
  return { today, time: (facts as unknown as ClockFacts).time }
}

export const zoneOf = ({ facts }: Context) => (facts as unknown as ClockFacts).zone

/** A day with a time, and an end or a duration. */
export const whenField: Field<EventTime> = {
  schema: eventTimeSchema,
  freeText: false,
  read(typed, context) {
    const reading = readEventTime(typed, wallOf(context))
    if (!reading.ok) {
      return { kind: 'again', say: phrase(`holding.when-${reading.problem}`), isHalf: reading.isHalf === true }
    }
    const { value, sure } = reading
    if (sure) return { kind: 'answer', value }
    return { kind: 'unsure', value, say: phrase('holding.when-sure', { when: showWhen(value, context) }) }
  },
  show: showWhen,
}

function showWhen(value: EventTime, context: Context): string {
  return whenWord(context.language, eventInstants(value, zoneOf(context)), zoneOf(context))
}

const counted = countField({ min: 1, max: 5000 })
const placesSchema = z.union([counted.schema, z.literal('unlimited')])

/** How many may come, or as many as like. */
export const placesField: Field<z.infer<typeof placesSchema>> = {
  schema: placesSchema,
  freeText: false,
  readsNumbers: true,
  options: ({ language }) => [
    {
      id: 'unlimited',
      label: text(language, 'holding.unlimited'),
      words: ['不限', '不限制', '都可以', '没有限制', '随便来', 'no limit', 'unlimited', 'any'],
    },
  ],
  pick: () => ({ kind: 'answer', value: 'unlimited' }),
  read: (typed, context) => counted.read(typed, context, undefined),
  show: (value, { language }) => (value === 'unlimited' ? text(language, 'holding.unlimited') : String(value)),
}

const youngest = 14
const oldest = 60

/** 「18到30岁」「十八到三十五」「18-35」「25以下」「16以上」 */
export const agesField: Field<Ages> = {
  schema: agesSchema,
  freeText: false,
  read(typed) {
    const plain = plainText(typed).replace(/[一二两三四五六七八九十]+/g, (said) => `${readInteger(said) ?? said}`)
    const [first, second, ...more] = (plain.match(/\d+/g) ?? []).map(Number)
    const parsed = agesSchema.safeParse(more.length > 0 ? undefined : agesFrom(plain, first, second))
    return parsed.success ? { kind: 'answer', value: parsed.data } : { kind: 'again', say: phrase('holding.not-ages') }
  },
  show: (ages, { language }) => text(language, 'events.for-ages', ages),
}

function agesFrom(plain: string, first: number | undefined, second: number | undefined): Partial<Ages> | undefined {
  if (first === undefined) return undefined
  if (second !== undefined) return { from: first, to: second }
  if (/以下|以内|不到|不超过|最多|最大|under|up to|at most/.test(plain)) return { from: youngest, to: first }
  return /以上|起|满|至少|最小|over|from|at least|\+/.test(plain) ? { from: first, to: oldest } : undefined
}

/** One button, and 「跳过」 for everybody: two would say the same. */
export const leagueField: Field<boolean> = {
  schema: z.boolean(),
  freeText: false,
  options: ({ language }) => [
    { id: 'yes', label: text(language, 'holding.league-yes'), words: ['是', '是的', '对', '团员', '要', 'yes'] },
  ],
  pick: () => ({ kind: 'answer', value: true }),
  read: (typed) =>
    /^(?:不|否|都|没有|no\b)/i.test(typed.trim())
      ? { kind: 'answer', value: false }
      : { kind: 'again', say: phrase('holding.not-league') },
  show: (value, { language }) => text(language, value ? 'holding.league-yes' : 'holding.skipped.anybody'),
}

const title = textField({ max: 30 })

/** A bare number is the line of the read-back that somebody wanted to change, and no name. */
export const titleField: Field<string> = {
  ...title,
  read: (typed, context, current) =>
    /^\d{1,3}$/.test(plainText(typed))
      ? { kind: 'again', say: phrase('holding.title-is-number') }
      : title.read(typed, context, current),
}
