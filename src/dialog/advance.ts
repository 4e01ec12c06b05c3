import type { FileRef } from '../domain/message'
import type { Pending, Turn } from '../domain/turn'
import { type Phrase, phrase, sayPhrase, text } from '../text/text'
import { type Answers, applicableAnswers, applies, type Context, type Form, type Reading, type Step } from './form'
import { chosenToken, stepToChange } from './match'
import type { Navigation } from './navigation-words'
import { type Place, placeOf } from './place'
import { confirmsGuess, isOffered, isPage, offersAt, optionsAt, prompt, reviewed } from './prompt'
import { inPlace, type Say, withLead } from './say'
import { type Answered, takeFile } from './take-file'
import { reopened, settled, takeBack, withoutAnswer } from './turn-moves'
import { literal, plainWord } from './words'

export type Input =
  | { kind: 'ask' }
  | { kind: 'text'; text: string }
  | { kind: 'choice'; value: string }
  | { kind: 'file'; file: FileRef }
  /** The words that answered `step` were changed; `before` is what stood there before them. */
  | { kind: 'edit'; step: string; before?: unknown; text: string }
  | { kind: 'navigate'; to: Navigation | 'resume'; held?: string }

export type Outcome =
  | { kind: 'asking'; turn: Turn; says: Say[]; answered?: readonly Answered[] }
  /** A text that is no answer here: `says` tells what would be right, unless something else understands it. */
  | { kind: 'not-understood'; turn: Turn; says: Say[] }
  | { kind: 'past'; turn: Turn; says: Say[] }
  | { kind: 'submitted'; turn: Turn; answers: Answers }
  | { kind: 'restarted'; turn: Turn }
  | { kind: 'cancelled'; turn: Turn }

/** What a form is given with each turn; `answers` are the turn's own. */
export type Surroundings = Omit<Context, 'answers'>

/** Takes one input into a form: pure, the same for every channel and store. */
export function advance(form: Form, turn: Turn, input: Input, surroundings: Surroundings): Outcome {
  const run = new Advance(form, { ...turn, touchedAt: surroundings.now }, surroundings)
  return run.take(input)
}

/** The open question; undefined where something else is asked: to read over, to confirm, to go on. */
export function openStep(form: Form, turn: Turn, surroundings: Surroundings): Step | undefined {
  const place = placeOf(form, turn, { ...surroundings, answers: turn.answers })
  return place.kind === 'step' && !place.guess ? place.step : undefined
}

class Advance {
  readonly #form: Form
  readonly #turn: Turn
  readonly #context: Context
  readonly #place: Place

  constructor(form: Form, turn: Turn, surroundings: Surroundings) {
    this.#form = form
    this.#turn = turn
    this.#context = { ...surroundings, answers: turn.answers }
    this.#place = placeOf(form, turn, this.#context)
  }

  take(input: Input): Outcome {
    switch (input.kind) {
      case 'ask':
        return this.#ask(this.#turn)
      case 'choice':
        return this.#press(input.value)
      case 'text':
        return this.#read(input.text)
      case 'file':
        return this.#takeFile(input.file)
      case 'edit':
        return this.#edit(input)
      case 'navigate':
        if (input.to === 'back') return this.#back()
        if (input.to === 'skip') return this.#skip()
        if (input.to === 'resume')
          return this.#ask({ ...this.#turn, pending: { kind: 'resume', held: input.held ?? null } })
        return this.#cancel()
    }
  }

  /** Asks whatever is next for the turn; the rules across fields are looked at when nothing else is open. */
  #ask(turn: Turn, lead?: Phrase, answered?: readonly Answered[]): Outcome {
    const { place, context } = this.#at(turn)
    const done = answered && { answered }
    if (place.kind === 'review') {
      const wrong = this.#wrongIn(turn)
      if (wrong) return { ...this.#ask(withoutAnswer(turn, wrong.step), wrong.say), ...done } as Outcome
      const { withoutReview } = this.#form
      if (withoutReview === true || withoutReview?.(turn.answers)) return this.#submit(turn)
    }
    return {
      kind: 'asking',
      turn,
      says: withLead([prompt(this.#form, turn, place, context)], context.language, lead),
      ...done,
    }
  }

  #at(turn: Turn): { place: Place; context: Context } {
    const context = { ...this.#context, answers: turn.answers }
    return { place: placeOf(this.#form, turn, context), context }
  }

  #submit(turn: Turn): Outcome {
    return { kind: 'submitted', turn, answers: applicableAnswers(this.#form, turn.answers, this.#context.facts) }
  }

  #press(value: string): Outcome {
    const [run, place, ...rest] = value.split('.')
    const token = rest.join('.')
    if (
      run !== this.#turn.run ||
      place !== this.#place.name ||
      !isOffered(token, this.#form, this.#turn, this.#place, this.#context)
    ) {
      const { says } = this.#ask(this.#turn) as { says: Say[] }
      return { kind: 'past', turn: this.#turn, says: withLead(says, this.#context.language, phrase('dialog.past')) }
    }
    const outcome = this.#choose(token)
    if (outcome.kind !== 'asking' || !(isPage(token) || this.#isTick(token, outcome.turn))) return outcome
    return { ...outcome, says: inPlace(outcome.says) }
  }

  /** One more of several was ticked, or one less: the list stays, only its marks change. */
  #isTick(token: string, { pending }: Turn): boolean {
    const place = this.#place
    if (place.kind !== 'step' || pending?.kind !== 'collecting' || pending.step !== place.step.id) return false
    return place.step.field.options?.(this.#context).some(({ id }) => id === token) === true
  }

  #choose(token: string): Outcome {
    const turn = this.#turn
    const place = this.#place
    switch (place.kind) {
      case 'cancel':
        return token === 'yes' ? { kind: 'cancelled', turn } : this.#ask(settled(turn))
      case 'resume':
        if (token === 'drop') return { kind: 'cancelled', turn }
        return token === 'new' ? { kind: 'restarted', turn } : this.#resume(place.held)
      case 'review':
        return token === 'change' ? this.#ask({ ...turn, pending: { kind: 'change', page: 0 } }) : this.#submit(turn)
      case 'change': {
        const page = token.match(/^\+page(\d+)$/)?.[1]
        if (page) return this.#ask({ ...turn, pending: { kind: 'change', page: Number(page) } })
        return this.#ask(token === 'nothing' ? settled(turn) : takeBack(turn, token))
      }
      case 'step':
        return this.#chooseAtStep(place, token)
    }
  }

  /** What was typed before "go on?" is taken as the answer only where it cannot be mistaken for one. */
  #resume(held: string | null): Outcome {
    const turn = settled(this.#turn)
    const { place } = this.#at(turn)
    if (held && place.kind === 'step' && !place.step.field.freeText) {
      const outcome = advance(this.#form, turn, { kind: 'text', text: held }, this.#context)
      if (outcome.kind !== 'not-understood') return outcome
    }
    return this.#ask(turn)
  }

  #chooseAtStep(place: Place & { kind: 'step' }, token: string): Outcome {
    const { step } = place
    const turn = this.#turn
    const page = token.match(/^\+page(\d+)$/)?.[1]
    if (page) {
      const kind = place.collecting ? 'collecting' : 'page'
      return this.#ask({ ...turn, pending: { kind, step: step.id, page: Number(page) } })
    }
    if (token === '+back') return this.#back()
    if (token === '+skip') return this.#skip()
    if (token === '+cancel') return this.#cancel()
    if (token === '+stop') return this.#submit(settled(turn))
    if (confirmsGuess(token)) return this.#answer(step, place.guess?.value)
    if (token === '+wrong') return this.#ask(settled(turn))
    if (token === '+keep') return this.#answer(step, turn.previous[step.id])
    if (token === '+done') return this.#ask(settled(turn), undefined, [{ step: step.id, value: turn.answers[step.id] }])
    const current = turn.answers[step.id]
    const reading = step.field.pick?.(token, this.#context, current) ?? { kind: 'answer', value: token }
    return this.#apply(step, reading)
  }

  #read(typed: string): Outcome {
    const place = this.#place
    const at = [this.#form, this.#turn, place, this.#context] as const
    const token = chosenToken(typed, offersAt(...at), optionsAt(...at))
    if (token !== undefined) return this.#choose(token)
    if (place.kind === 'review') {
      const steps = reviewed(this.#form, this.#turn, this.#context)
      const changed = stepToChange(typed, steps, this.#context.language)
      if (changed) return this.#ask(takeBack(this.#turn, changed.id))
      const submit = text(this.#context.language, this.#form.submit ?? 'dialog.submit')
      return this.#notUnderstood(phrase('dialog.pick-line', { submit }))
    }
    if (place.kind !== 'step' || place.guess) return this.#notUnderstood(phrase('dialog.pick-one'))
    if (plainWord(typed) === '') return this.#notUnderstood(phrase('dialog.empty'))
    const said = place.step.field.freeText ? (literal(typed) ?? typed) : typed
    return this.#apply(place.step, this.#readAnswer(place.step, said), said)
  }

  /** By itself, else together with the other half that was said before. */
  #readAnswer(step: Step, said: string): Reading<unknown> {
    const read = (words: string) => step.field.read(words, this.#context, this.#turn.answers[step.id])
    const alone = read(said)
    const { pending } = this.#turn
    if (alone.kind !== 'again' || pending?.kind !== 'begun' || pending.step !== step.id) return alone
    if (alone.say.key === pending.lacks) return alone
    const both = [`${pending.said} ${said}`, `${said} ${pending.said}`].map(read)
    // Whole they may be wrong, a time that is past, which is to be said rather than that a half is missing.
    const wrong = alone.isHalf ? both.find((reading) => reading.kind === 'again' && !reading.isHalf) : undefined
    return both.find(({ kind }) => kind !== 'again') ?? wrong ?? alone
  }

  #takeFile(file: FileRef): Outcome {
    const taken = takeFile(this.#form, this.#turn, this.#place, this.#context, file)
    switch (taken.kind) {
      case 'read':
        return this.#apply(taken.step, taken.reading)
      case 'no-room':
        return this.#ask(this.#turn, taken.say)
      case 'refused':
        return this.#notUnderstood(taken.say)
      case 'kept': {
        const [{ step, aside }] = taken.answered
        const turn = { ...this.#turn, answers: taken.answers }
        if (aside) return this.#ask(turn, taken.lead, taken.answered)
        const { [step]: _, ...previous } = turn.previous
        return this.#ask({ ...turn, previous, pending: null }, taken.lead, taken.answered)
      }
    }
  }

  /** Reads the changed words where the old ones were the answer; what is none there leaves the question open. */
  #edit({ step, before, text }: Input & { kind: 'edit' }): Outcome {
    const turn = reopened(this.#turn, step, before)
    const { place } = this.#at(turn)
    // Another question has come before it meanwhile.
    if (place.kind !== 'step' || place.step.id !== step) return this.#ask(this.#turn, phrase('dialog.edit-noted'))
    const outcome = advance(this.#form, turn, { kind: 'text', text }, this.#context)
    if (outcome.kind === 'not-understood') return { ...outcome, kind: 'asking' }
    if (outcome.kind !== 'asking' || !outcome.answered) return outcome
    return { ...outcome, says: withLead(outcome.says, this.#context.language, phrase('dialog.edited')) }
  }

  #apply(step: Step, reading: Reading<unknown>, typed?: string): Outcome {
    const turn = this.#turn
    switch (reading.kind) {
      case 'answer':
        return this.#answer(step, reading.value)
      case 'more': {
        const page = this.#place.kind === 'step' ? this.#place.page : 0
        const collecting: Pending = { kind: 'collecting', step: step.id, ...(page > 0 && { page }) }
        const next = { ...turn, answers: { ...turn.answers, [step.id]: reading.value }, pending: collecting }
        const { place, context } = this.#at(next)
        const said = { ...prompt(this.#form, next, place, context), text: sayPhrase(context.language, reading.say) }
        // Told with each part: who stops in the middle of several photos has given those before.
        return { kind: 'asking', turn: next, says: [said], answered: [{ step: step.id, value: reading.value }] }
      }
      case 'unsure': {
        const next: Turn = { ...turn, pending: { kind: 'confirm', step: step.id, value: reading.value } }
        const { place, context } = this.#at(next)
        const said = { ...prompt(this.#form, next, place, context), text: sayPhrase(context.language, reading.say) }
        return { kind: 'asking', turn: next, says: [said] }
      }
      case 'again': {
        const { say, isHalf } = reading
        if (typed === undefined) return this.#ask(turn, say)
        if (!isHalf) return this.#notUnderstood(say)
        return this.#ask({ ...turn, pending: { kind: 'begun', step: step.id, said: typed, lacks: say.key } }, say)
      }
    }
  }

  #answer(step: Step, value: unknown): Outcome {
    const { [step.id]: before, ...previous } = this.#turn.previous
    const answers = { ...this.#turn.answers, [step.id]: value }
    const turn = { ...this.#turn, answers, previous, pending: null }
    const wrong = this.#wrongIn(turn)
    // What stood there before is still offered, unless it is that which cannot stand.
    const kept = JSON.stringify(value) === JSON.stringify(before) ? turn : this.#turn
    if (wrong?.step === step.id) return this.#ask(withoutAnswer(kept, step.id), wrong.say)
    return this.#ask(turn, undefined, [{ step: step.id, value }])
  }

  #wrongIn({ answers }: Turn) {
    return this.#form.check?.(answers, this.#context.facts, this.#context.language)
  }

  #notUnderstood(why: Phrase): Outcome {
    const said = prompt(this.#form, this.#turn, this.#place, this.#context, true)
    return { kind: 'not-understood', turn: this.#turn, says: withLead([said], this.#context.language, why) }
  }

  #back(): Outcome {
    const turn = settled(this.#turn)
    const { pending } = this.#turn
    if (pending && !['collecting', 'page', 'begun'].includes(pending.kind)) return this.#ask(turn)
    const steps = this.#form.steps.filter((step) => applies(step, turn.answers, this.#context.facts))
    const here = this.#place.kind === 'step' ? steps.indexOf(this.#place.step) : steps.length
    const last = steps.slice(0, here).findLast((step) => turn.answers[step.id] !== undefined)
    if (!last) return this.#ask(turn, phrase('dialog.first-step'))
    return this.#ask(takeBack(turn, last.id))
  }

  #skip(): Outcome {
    const place = this.#place
    if (place.kind !== 'step' || place.guess) return this.#ask(this.#turn)
    if (place.collecting) return this.#ask(settled(this.#turn))
    if (!place.step.skippable) return this.#ask(this.#turn, phrase('dialog.cannot-skip'))
    return this.#answer(place.step, null)
  }

  #cancel(): Outcome {
    const turn = settled(this.#turn)
    if (this.#place.kind === 'cancel') return { kind: 'cancelled', turn }
    const answered = this.#form.steps.filter((step) => !step.silent && (turn.answers[step.id] ?? null) !== null)
    if (answered.length < 2 || this.#form.keepsOnCancel) return { kind: 'cancelled', turn }
    return this.#ask({ ...turn, pending: { kind: 'cancel' } })
  }
}
