import type { Turn } from '../domain/turn'

/** What stood between a question and its answer dropped. */
export function settled(turn: Turn): Turn {
  return { ...turn, pending: null }
}

/** Opens a step again, its answer offered as "keep: …". */
export function takeBack(turn: Turn, step: string): Turn {
  const { [step]: taken, ...answers } = turn.answers
  const previous = taken === undefined ? turn.previous : { ...turn.previous, [step]: taken }
  return { ...turn, answers, previous, pending: null }
}

/** Opens a step again whose answer cannot stand, so that it is not offered once more. */
export function withoutAnswer(turn: Turn, step: string): Turn {
  const { [step]: _, ...answers } = turn.answers
  return { ...turn, answers, pending: null }
}

/** As it was when the step was answered last: of several told one after another the earlier ones, `before`, stay. */
export function reopened(turn: Turn, step: string, before: unknown): Turn {
  if (before === undefined || before === null) return takeBack(turn, step)
  return { ...turn, answers: { ...turn.answers, [step]: before }, pending: { kind: 'collecting', step } }
}
