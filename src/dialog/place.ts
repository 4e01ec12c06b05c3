import type { Turn } from '../domain/turn'
import { type Context, currentStep, type Form, type Option, type Step } from './form'

/** Where a turn stands: derived from its answers and what is pending, never stored. */
export type Place =
  | { kind: 'step'; name: string; step: Step; collecting: boolean; page: number; guess?: { value: unknown } }
  | { kind: 'review'; name: 'review' }
  | { kind: 'change'; name: 'change'; page: number }
  | { kind: 'resume'; name: 'resume'; held: string | null }
  | { kind: 'cancel'; name: 'cancel' }

export function placeOf(form: Form, turn: Turn, context: Context): Place {
  const { pending } = turn
  if (pending?.kind === 'cancel') return { kind: 'cancel', name: 'cancel' }
  if (pending?.kind === 'resume') return { kind: 'resume', name: 'resume', held: pending.held }
  const open = currentStep(form, turn.answers, context.facts)
  const step = collectingStep(form, turn, open) ?? open
  if (!step) return pending?.kind === 'change' ? { kind: 'change', name: 'change', page: pending.page } : review
  const mine = pending && 'step' in pending && pending.step === step.id ? pending : undefined
  return {
    kind: 'step',
    name: step.id,
    step,
    collecting: mine?.kind === 'collecting',
    page: mine?.kind === 'page' || mine?.kind === 'collecting' ? (mine.page ?? 0) : 0,
    ...(mine?.kind === 'confirm' && { guess: { value: mine.value } }),
  }
}

const review: Place = { kind: 'review', name: 'review' }

/** A step that is still collecting stays current although its answer is valid. */
function collectingStep(form: Form, turn: Turn, open: Step | undefined): Step | undefined {
  const { pending } = turn
  if (pending?.kind !== 'collecting') return undefined
  const step = form.steps.find((step) => step.id === pending.step)
  if (!step) return undefined
  const before = open ? form.steps.indexOf(open) : form.steps.length
  return form.steps.indexOf(step) <= before ? step : undefined
}

const pageSize = 8

/** The options on a page, each with the number it has in the whole list. */
export function pageOf(options: readonly Option[], page: number): { option: Option; number: number }[] {
  const start = page * pageSize
  return options.slice(start, start + pageSize).map((option, index) => ({ option, number: start + index + 1 }))
}

export function pages(options: readonly Option[]): number {
  return Math.max(1, Math.ceil(options.length / pageSize))
}
