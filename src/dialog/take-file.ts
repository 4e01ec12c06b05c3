import { isSpoken } from '../domain/file-kind'
import type { FileRef } from '../domain/message'
import type { Turn } from '../domain/turn'
import { type Phrase, phrase } from '../text/text'
import { fileWord } from './file-word'
import type { Answers, Context, Form, Reading, Step } from './form'
import type { Place } from './place'

/** An answer that an input gave; `aside`: to another question than the open one. */
export interface Answered {
  step: string
  value: unknown
  aside?: true
}

/** What becomes of a file where a form stands. */
type Taken =
  | { kind: 'read'; step: Step; reading: Reading<unknown> }
  | { kind: 'kept'; answers: Answers; lead: Phrase; answered: readonly [Answered, ...Answered[]] }
  | { kind: 'no-room'; say: Phrase }
  | { kind: 'refused'; say: Phrase }

/** The open question takes it, or its account told by voice; else it is kept for the question that takes files. */
export function takeFile(form: Form, turn: Turn, place: Place, context: Context, file: FileRef): Taken {
  const here = place.kind === 'step' && !place.guess ? place.step : undefined
  const read = here?.field.takeFile?.(file, context, turn.answers[here.id])
  if (here && read) return { kind: 'read', step: here, reading: read }
  const target = form.steps.find((step) => step.id === form.filesGoTo)
  // A question that was skipped is answered null; a file sent later opens it again.
  const reading = target?.field.takeFile?.(file, context, turn.answers[target.id] ?? undefined)
  if (!target || !reading) {
    return { kind: 'refused', say: phrase(isSpoken(file) ? 'dialog.no-voice-here' : 'dialog.no-file-here') }
  }
  if (reading.kind !== 'more' && reading.kind !== 'answer') return { kind: 'no-room', say: reading.say }
  const kept: Answered = { step: target.id, value: reading.value, aside: true }
  const answers = { ...turn.answers, [target.id]: reading.value }
  const what = fileWord(context.language, file)
  const told = here && toldWith(here, context, file)
  if (here && told) {
    const lead = phrase(told.inWords ? 'dialog.told-with-file' : 'dialog.told-by-voice', { what })
    const { value } = told
    return {
      kind: 'kept',
      answers: { ...answers, [here.id]: value },
      lead,
      answered: [{ step: here.id, value }, kept],
    }
  }
  const count = Array.isArray(reading.value) ? reading.value.length : 1
  return { kind: 'kept', answers, lead: phrase('dialog.file-laid-aside', { what, count }), answered: [kept] }
}

/** The answer that the words with a file are, or the file itself where it is spoken. */
function toldWith(
  { field, id }: Step,
  context: Context,
  file: FileRef,
): { value: unknown; inWords: boolean } | undefined {
  const { words = '' } = file
  if (field.tellsFrom !== undefined && [...words].length >= field.tellsFrom) {
    const reading = field.read(words, context, context.answers[id])
    if (reading.kind === 'answer') return { value: reading.value, inWords: true }
  }
  return field.byVoice && isSpoken(file) ? { value: field.byVoice(context), inWords: false } : undefined
}
