import type { ZodType } from 'zod'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import type { FileRef } from '../domain/message'
import type { Phrase, PlainKey } from '../text/text'

export type Answers = Record<string, unknown>
/** What a form needs to know besides the answers, loaded by the feature before each turn. */
export type Facts = Record<string, unknown>

export interface Context {
  now: Instant
  /** The wall-clock date, YYYY-MM-DD. */
  today: string
  language: Language
  facts: Facts
  answers: Answers
}

/** Something to choose: its words are understood like its label. */
export interface Option {
  id: string
  label: string
  words?: readonly string[]
}

/** How a text, press or file was taken: as the answer, as one of several, as a guess to confirm, or not at all. */
export type Reading<T> =
  | { kind: 'answer'; value: T }
  | { kind: 'more'; value: T; say: Phrase }
  | { kind: 'unsure'; value: T; say: Phrase }
  /** `isHalf`: what was said counts, and is read together with what is said next. */
  | { kind: 'again'; say: Phrase; isHalf?: boolean }

/** One kind of answer: how it is read, kept and shown. */
export interface Field<T> {
  schema: ZodType<T>
  /** Takes any text, so that command words have to be understood before the answer. */
  freeText: boolean
  options?(context: Context): readonly Option[]
  /** A typed number is the answer itself, never the place of an option. */
  readsNumbers?: true
  read(text: string, context: Context, current: T | undefined): Reading<T>
  /** A pressed option; without it the option's id is the answer. */
  pick?(option: string, context: Context, current: T | undefined): Reading<T>
  takeFile?(file: FileRef, context: Context, current: T | undefined): Reading<T>
  /** The answer that a voice message or video is, where it may be told so: the recording itself is kept where `filesGoTo` says. */
  byVoice?(context: Context): T
  /** An account of what happened: words of at least so many characters that come with a file are the answer. */
  tellsFrom?: number
  /** What is asked for, where a channel can offer to give it by a tap. */
  asks?: 'phone'
  show(value: T, context: Context): string
  /** Collects several: stays on the step until "done". */
  collects?: true
  /** Draws the options of a collected answer, the chosen ones marked. */
  isChosen?(option: string, current: T | undefined): boolean
}

export interface Step<T = unknown> {
  id: string
  /** The question, at most 40 Chinese characters; what explains it stands apart. */
  ask: PlainKey
  explain?: PlainKey | ((context: Context) => Phrase | undefined)
  /** What the answer is called in the read-back. */
  label: PlainKey
  field: Field<T>
  askIf?(answers: Answers, facts: Facts): boolean
  /** Whether it may be skipped (stored as null). */
  skippable?: boolean
  /** What holds when it is skipped, as the read-back says it. */
  skipped?: PlainKey | ((context: Context) => string)
  /** Left out of the read-back, such as a consent. */
  silent?: boolean
}

export interface Form {
  id: string
  title: PlainKey
  // biome-ignore lint/suspicious/noExplicitAny: steps of one form hold fields of many types
  steps: readonly Step<any>[]
  /** Rules across fields: the step to ask again, and why. Looked at after each answer and before the read-back. */
  check?(answers: Answers, facts: Facts, language: Language): { step: string; say: Phrase } | undefined
  /** The step that takes files sent at any other question: what is at hand is not sent twice. */
  filesGoTo?: string
  /** What the button that ends the read-back says. */
  submit?: PlainKey
  /** Submits without a read-back: forms of one or two harmless answers, or answers that end it, such as a refused consent. */
  withoutReview?: true | ((answers: Answers) => boolean)
  /** "Enough for now" submits what was answered. */
  stopsHere?: true
  /** Cancelling does so too. */
  keepsOnCancel?: true
}

/** Keeps the answer's type between a step's field and the rest of the step. */
export function step<T>(definition: Step<T>): Step<T> {
  return definition
}

/** Whether a step is asked, given the answers and facts. */
export function applies(step: Step, answers: Answers, facts: Facts): boolean {
  return step.askIf?.(answers, facts) ?? true
}

/** Whether the step holds an answer that its schema still accepts. */
function isAnswered(step: Step, answers: Answers): boolean {
  const answer = answers[step.id]
  if (answer === undefined) return false
  if (answer === null) return step.skippable === true
  return step.field.schema.safeParse(answer).success
}

/** The first step that applies and has no valid answer; none means the read-back. */
export function currentStep(form: Form, answers: Answers, facts: Facts): Step | undefined {
  return form.steps.find((step) => applies(step, answers, facts) && !isAnswered(step, answers))
}

/** The answers that apply, as they are submitted. */
export function applicableAnswers(form: Form, answers: Answers, facts: Facts): Answers {
  return Object.fromEntries(
    form.steps
      .filter((step) => applies(step, answers, facts) && isAnswered(step, answers))
      .map((step) => [step.id, answers[step.id]]),
  )
}
