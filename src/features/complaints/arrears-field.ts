import { z } from 'zod'
import type { Context, Field, Option, Reading } from '../../dialog/form'
import { type Arrears, arrearsSchema } from '../../domain/complaint'
import type { Language } from '../../domain/language'
import { type Money, moneySchema, readMoney, showMoney } from '../../domain/money'
import { showDate } from '../../domain/spoken-date'
import { phrase, text } from '../../text/text'
import { readArrears } from './read-arrears'

const mostMonths = 36
const sureAbove = 10_000_000

/** `open`: still being told, or the sum of the months is not the total; `unknown`: the worker cannot say yet. */
const owedSchema = z.object({
  amount: moneySchema.nullable(),
  arrears: z.array(arrearsSchema).max(mostMonths),
  basis: z.enum(['open', 'total', 'sum', 'unknown']),
})
export type Owed = z.infer<typeof owedSchema>

const settledSchema = owedSchema.refine(({ amount, arrears, basis }) => {
  if (basis === 'unknown') return amount === null
  if (basis === 'sum') return arrears.length > 0 && amount?.fen === sumOf(arrears)
  return basis === 'total' && amount !== null
})

/** What is owed: one sum, or month by month; where both were told and differ, which one holds is asked. */
export function owedField(step: string): Field<Owed> {
  return {
    schema: settledSchema,
    freeText: false,
    collects: true,
    readsNumbers: true,
    options: (context) => optionsFor(context.answers[step], context),
    pick(option, _, current = nothing) {
      if (option === 'unknown') return { kind: 'answer', value: { ...nothing, basis: 'unknown' } }
      if (option === 'total') return { kind: 'answer', value: { ...current, basis: 'total' } }
      if (option === 'sum') return { kind: 'answer', value: summed(current.arrears) }
      return { kind: 'more', value: nothing, say: phrase('complaints.months-how') }
    },
    read(typed, context, current = nothing) {
      const told = readArrears(typed, context.today)
      if (told.kind === 'problem') return { kind: 'again', say: told.say }
      return told.kind === 'months' ? addMonths(told, current, context) : takeTotal(typed, current, context)
    },
    show: showOwed,
  }
}

const nothing: Owed = { amount: null, arrears: [], basis: 'open' }

function optionsFor(answer: unknown, { language }: Context): Option[] {
  const owed = owedSchema.safeParse(answer)
  const told = owed.success ? owed.data : nothing
  if (told.arrears.length === 0) {
    const unknown = { id: 'unknown', label: text(language, 'complaints.owed-unknown'), words: unknownWords }
    if (answer !== undefined) return [unknown]
    return [
      { id: 'by-month', label: text(language, 'complaints.by-month'), words: ['按月', '分月', 'by month'] },
      unknown,
    ]
  }
  if (told.basis !== 'open' || !told.amount) return []
  const total = showMoney(told.amount.fen, language)
  const sum = showMoney(sumOf(told.arrears), language)
  return [
    { id: 'total', label: text(language, 'complaints.owed-total', { amount: total }), words: ['总数', 'total'] },
    { id: 'sum', label: text(language, 'complaints.owed-sum', { amount: sum }), words: ['按月的', 'months'] },
  ]
}

const unknownWords = ['说不清', '不清楚', '不知道', '不确定', '跳过', "don't know", 'not sure']

function addMonths(told: { arrears: Arrears[]; removed: string[] }, current: Owed, context: Context): Reading<Owed> {
  const byMonth = new Map(current.arrears.map((line) => [line.month, line]))
  for (const month of told.removed) byMonth.delete(month)
  for (const line of told.arrears) byMonth.set(line.month, line)
  const arrears = [...byMonth.values()].sort((a, b) => (a.month < b.month ? -1 : 1))
  if (arrears.length > mostMonths) return { kind: 'again', say: phrase('dialog.list-full', { max: mostMonths }) }
  if (arrears.length === 0) return { kind: 'more', value: nothing, say: phrase('complaints.months-how') }
  const { language } = context
  const params = { list: showMonths(arrears, language), sum: showMoney(sumOf(arrears), language) }
  return { kind: 'more', value: summed(arrears), say: phrase('complaints.months-so-far', params) }
}

function takeTotal(typed: string, current: Owed, { language }: Context): Reading<Owed> {
  const reading = readMoney(typed)
  if (!reading.ok) return { kind: 'again', say: phrase(`money.${reading.problem}`) }
  const { arrears } = current
  const amount = reading.value
  if (arrears.length > 0) {
    if (amount.fen === sumOf(arrears)) return { kind: 'answer', value: summed(arrears) }
    const params = { sum: showMoney(sumOf(arrears), language), total: showMoney(amount.fen, language) }
    return { kind: 'more', value: { amount, arrears, basis: 'open' }, say: phrase('complaints.sums-differ', params) }
  }
  const value: Owed = { amount, arrears: [], basis: 'total' }
  if (amount.fen <= sureAbove) return { kind: 'answer', value }
  return { kind: 'unsure', value, say: phrase('money.sure', { amount: showAmount(amount, language) }) }
}

function summed(arrears: Arrears[]): Owed {
  return { amount: { fen: sumOf(arrears), about: false }, arrears, basis: 'sum' }
}

function sumOf(arrears: readonly Arrears[]): number {
  return arrears.reduce((sum, { due }) => sum + due, 0)
}

function showMonths(arrears: readonly Arrears[], language: Language): string {
  return arrears.map(({ month, due }) => `${showDate(month, language)} ${showMoney(due, language)}`).join('\n')
}

function showAmount({ fen, about }: Money, language: Language): string {
  const amount = showMoney(fen, language)
  return about ? text(language, 'money.about', { amount }) : amount
}

function showOwed({ amount, arrears }: Owed, { language }: Context): string {
  if (!amount) return text(language, 'complaints.owed-unknown')
  const shown = showAmount(amount, language)
  return arrears.length === 0 ? shown : `${shown}\n${showMonths(arrears, language)}`
}
