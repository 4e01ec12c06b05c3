import type { Context, Field } from '../../../dialog/form'
import { addDays, wallDate, wallTime } from '../../../domain/calendar'
import { readInteger } from '../../../domain/chinese-number'
import { eventTimeSchema, type Moment, momentInstant, momentSchema, readMoment } from '../../../domain/event-time'
import { after, hour, minute } from '../../../domain/instant'
import { plainText } from '../../../domain/plain-text'
import { phrase } from '../../../text/text'
import { startWord } from '../event-words'
import { wallOf, zoneOf } from './event-fields'

/** When sign-up begins: a day, with a time or at eight; today and now are now. */
export const opensField = momentField('08:00', (plain, context) => {
  const { today, time } = wallOf(context)
  return /^(?:从?今天|今日|现在|马上|立刻|立即|立马|即刻|一发布就(?:能|可以)?报?|now|today|right away|at once)(?:开始|就开始|就可以|起)?$/.test(
    plain,
  )
    ? { date: today, time }
    : undefined
})

/** When it ends: a day, with a time or to its midnight, or so long before the event begins. */
export const closesField = momentField('23:59', beforeEvent)

const numeral = '\\d+|[一二两三四五六七八九十]+|半'
const hoursBefore = new RegExp(`^(${numeral})个?(半)?(小时|钟头|分钟)$|^(\\d+|an|one) (hours?|minutes?)$`)

/** 「开始前」「开始前一个小时」「提前半小时」「前一天」「前两天」, of the event's beginning. */
function beforeEvent(plain: string, context: Context): Moment | undefined {
  const when = eventTimeSchema.safeParse(context.answers.when).data
  if (!when) return undefined
  const lead = /^(?:到|在)?(?:活动)?(?:开始|开场)?(?:之前|以前|前|提前)|^(?:到)?(?:活动)?开始(?:为止)?$/
  const english = /^(?:until )?(?:it )?(?:begins|starts)$|^(.*?) ?before(?: it (?:begins|starts)| the event)?$/
  const inEnglish = plain.match(english)
  if (!lead.test(plain) && !inEnglish) return undefined
  const rest = (inEnglish ? (inEnglish[1] ?? '') : plain.replace(lead, '')).replace(/^the /, '').trim()
  const begin = { date: when.date, time: when.from }
  if (rest === '') return begin
  const [, days, time = ''] = rest === 'day' ? ['', '1'] : (rest.match(new RegExp(`^(${numeral})天(.*)$`)) ?? [])
  if (days) {
    const date = addDays(when.date, -numberOf(days))
    const reading = readMoment(`${date} ${time}`, wallOf(context), '23:59')
    if (reading.ok) return reading.value
    return reading.problem === 'past' ? { date, time: '00:00' } : undefined
  }
  const [, count, half, unit, englishCount, englishUnit] = rest.match(hoursBefore) ?? []
  const length = unit ?? englishUnit
  if (length === undefined) return undefined
  const long = length.startsWith('分') || length.startsWith('minute') ? minute : hour
  const zone = zoneOf(context)
  const amount = numberOf(count ?? englishCount) + (half ? 0.5 : 0)
  const instant = after(momentInstant(begin, zone), -amount * long)
  return { date: wallDate(instant, zone), time: wallTime(instant, zone) }
}

function numberOf(said = ''): number {
  if (said === '半') return 0.5
  return /^an|one$/.test(said) ? 1 : (readInteger(said) ?? 0)
}

/** The wall clock's minute, as moments compare; now itself is not past. */
function pastOf(context: Context): string {
  const { today, time } = wallOf(context)
  return today + time
}

/** A day, with a time or without: then it is `otherwise`; first `special` words are looked for. */
function momentField(
  otherwise: string,
  special: (plain: string, context: Context) => Moment | undefined,
): Field<Moment> {
  const show = (value: Moment, context: Context) =>
    startWord(context.language, momentInstant(value, zoneOf(context)), zoneOf(context))
  return {
    schema: momentSchema,
    freeText: false,
    read(typed, context) {
      const named = special(plainText(typed).replace(/[\s。.!,，]+$/u, ''), context)
      if (named && named.date + named.time < pastOf(context)) return { kind: 'again', say: phrase('holding.when-past') }
      if (named) return { kind: 'answer', value: named }
      const reading = readMoment(typed, wallOf(context), otherwise)
      if (!reading.ok) return { kind: 'again', say: phrase(`holding.when-${reading.problem}`) }
      const { value, sure } = reading
      if (sure) return { kind: 'answer', value }
      return { kind: 'unsure', value, say: phrase('holding.when-sure', { when: show(value, context) }) }
    },
    show,
  }
}
