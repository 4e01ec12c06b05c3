import { z } from 'zod'
import { countField } from '../../../dialog/fields/values'
import type { Context, Field } from '../../../dialog/form'
import {
  type EventTime,
  eventInstants,
  eventTimeSchema,
  type Moment,
  momentInstant,
  momentSchema,
  readEventTime,
  readMoment,
  type WallClock,
} from '../../../domain/event-time'
import { type Ages, agesSchema } from '../../../domain/gathering'
import { plainText } from '../../../domain/plain-text'
import { phrase, text } from '../../../text/text'
import { startWord, whenWord } from '../event-words'

/** What the fields are told of the wall clock. */
export interface ClockFacts {
  zone: string
  time: string
}

function wallOf({ today, facts }: Pick<Context, 'today' | 'facts'>): WallClock {
  return { today, time: (facts as unknown as ClockFacts).time }
}

const zoneOf = ({ facts }: Context) => (facts as unknown as ClockFacts).zone

/** A day with a time, and an end or a duration. */
export const whenField: Field<EventTime> = {
  schema: eventTimeSchema,
  freeText: false,
  read(typed, context) {
    const reading = readEventTime(typed, wallOf(context))
    if (!reading.ok) return { kind: 'again', say: phrase(`holding.when-${reading.problem}`) }
    const { value, sure } = reading
    if (sure) return { kind: 'answer', value }
    return { kind: 'unsure', value, say: phrase('holding.when-sure', { when: showWhen(value, context) }) }
  },
  show: showWhen,
}

function showWhen(value: EventTime, context: Context): string {
  return whenWord(context.language, eventInstants(value, zoneOf(context)), zoneOf(context))
}

/** A day, with a time or without: then it is `otherwise`. */
export function momentField(otherwise: string): Field<Moment> {
  const show = (value: Moment, context: Context) =>
    startWord(context.language, momentInstant(value, zoneOf(context)), zoneOf(context))
  return {
    schema: momentSchema,
    freeText: false,
    read(typed, context) {
      const reading = readMoment(typed, wallOf(context), otherwise)
      if (!reading.ok) return { kind: 'again', say: phrase(`holding.when-${reading.problem}`) }
      const { value, sure } = reading
      if (sure) return { kind: 'answer', value }
      return { kind: 'unsure', value, say: phrase('holding.when-sure', { when: show(value, context) }) }
    },
    show,
  }
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

/** 「18到30岁」「25以下」「16以上」 */
export const agesField: Field<Ages> = {
  schema: agesSchema,
  freeText: false,
  read(typed) {
    const plain = plainText(typed)
    const [first, second, ...more] = (plain.match(/\d+/g) ?? []).map(Number)
    const below = /以下|以内|under|up to/.test(plain)
    const ages =
      first === undefined || more.length > 0
        ? undefined
        : second !== undefined
          ? { from: first, to: second }
          : below
            ? { from: youngest, to: first }
            : /以上|起|over|from/.test(plain)
              ? { from: first, to: oldest }
              : undefined
    const parsed = agesSchema.safeParse(ages)
    return parsed.success ? { kind: 'answer', value: parsed.data } : { kind: 'again', say: phrase('holding.not-ages') }
  },
  show: (ages, { language }) => text(language, 'events.for-ages', ages),
}
