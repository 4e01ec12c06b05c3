import { z } from 'zod'
import { readAge, readCount } from '../../domain/count'
import { type Money, moneySchema, readMoney, showMoney } from '../../domain/money'
import { personNameSchema, readPersonName } from '../../domain/person-name'
import { mobileSchema, phoneSchema, readMobile, readPhone } from '../../domain/phone'
import { readDate, readMonth, type SpokenDate, showDate, spokenDateSchema } from '../../domain/spoken-date'
import { phrase, text } from '../../text/text'
import type { Context, Field } from '../form'

/** Yuan as people write them; above `sureAbove` fen it is asked whether that is right. */
export function moneyField({ sureAbove = 10_000_000 }: { sureAbove?: number } = {}): Field<Money> {
  return {
    schema: moneySchema,
    freeText: false,
    read(typed, context) {
      const reading = readMoney(typed)
      if (!reading.ok) return { kind: 'again', say: phrase(`money.${reading.problem}`) }
      const { value } = reading
      if (value.fen <= sureAbove) return { kind: 'answer', value }
      return { kind: 'unsure', value, say: phrase('money.sure', { amount: showAmount(value, context) }) }
    },
    show: showAmount,
  }
}

function showAmount(value: Money, { language }: Context): string {
  const amount = showMoney(value.fen, language)
  return value.about ? text(language, 'money.about', { amount }) : amount
}

/** A day or month as people say it; complaints look back, events ahead. */
export function dateField(direction: 'past' | 'future', precision: 'day' | 'month' = 'day'): Field<SpokenDate> {
  const read = precision === 'day' ? readDate : readMonth
  return {
    schema: spokenDateSchema,
    freeText: false,
    read(typed, { today }) {
      const reading = read(typed, { today, direction })
      if (!reading.ok) return { kind: 'again', say: phrase(`date.${reading.problem}`) }
      return { kind: 'answer', value: reading.value }
    },
    show(value, { language }) {
      const date = showDate({ ...value, about: false }, language)
      return value.about ? text(language, 'date.about', { date }) : date
    },
  }
}

export const phoneField: Field<string> = {
  schema: phoneSchema,
  freeText: false,
  asks: 'phone',
  read(typed) {
    const reading = readPhone(typed)
    return reading.ok
      ? { kind: 'answer', value: reading.value }
      : { kind: 'again', say: phrase(`phone.${reading.problem}`) }
  },
  show: (value) => value,
}

export const mobileField: Field<string> = {
  ...phoneField,
  schema: mobileSchema,
  read(typed) {
    const reading = readMobile(typed)
    return reading.ok
      ? { kind: 'answer', value: reading.value }
      : { kind: 'again', say: phrase(`phone.${reading.problem}`) }
  },
}

export const personNameField: Field<string> = {
  schema: personNameSchema,
  freeText: true,
  read(typed) {
    const reading = readPersonName(typed)
    return reading.ok
      ? { kind: 'answer', value: reading.value }
      : { kind: 'again', say: phrase(`name.${reading.problem}`) }
  },
  show: (value) => value,
}

export function countField({ min, max }: { min: number; max: number }): Field<number> {
  return {
    schema: z.number().int().min(min).max(max),
    freeText: false,
    read(typed) {
      const reading = readCount(typed, { min, max })
      if (reading.ok) return { kind: 'answer', value: reading.value }
      if (reading.problem === 'too-small') return { kind: 'again', say: phrase('count.too-small', { min }) }
      if (reading.problem === 'too-large') return { kind: 'again', say: phrase('count.too-large', { max }) }
      return { kind: 'again', say: phrase(`count.${reading.problem}`) }
    },
    show: (value) => String(value),
  }
}

/** Age in years, also from a year of birth. */
export const ageField: Field<number> = {
  schema: z.number().int().min(0).max(120),
  freeText: false,
  read(typed, { today }) {
    const reading = readAge(typed, { today })
    return reading.ok ? { kind: 'answer', value: reading.value } : { kind: 'again', say: phrase('age.not-an-age') }
  },
  show: (value) => String(value),
}
