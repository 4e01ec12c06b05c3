import type { Input, Outcome } from '../dialog/advance'
import type { Account } from '../domain/account'
import type { Session } from '../domain/session'
import type { Turn } from '../domain/turn'
import type { Incoming } from './incoming'
import { seenId } from './keep'

/** What a message gave to a form: an answer, or something else that its text cannot take back. */
export type Given = { run: string; step: string; before?: unknown } | 'moved'

/** What an input gave to the form it went into; nothing when it only made it ask. */
export function givenBy(input: Input, turn: Turn, outcome: Outcome): Given | undefined {
  if (input.kind === 'ask' || outcome.kind === 'not-understood' || outcome.kind === 'past') return undefined
  // Half an answer can still be written anew.
  if (outcome.kind === 'asking' && outcome.turn.pending?.kind === 'begun') return undefined
  const answered = outcome.kind === 'asking' ? outcome.answered?.find(({ aside }) => !aside) : undefined
  const guess = outcome.kind === 'asking' && outcome.turn.pending?.kind === 'confirm' ? outcome.turn.pending : undefined
  const step = answered?.step ?? guess?.step
  if (step === undefined) return input.kind === 'file' ? undefined : 'moved'
  // Of an answer changed again that counts which stood before the first words.
  const before = input.kind === 'edit' ? input.before : turn.answers[step]
  return { run: turn.run, step, ...(before !== undefined && { before }) }
}

/** What a change of an earlier text may still concern after this message. */
export function latestAfter(
  session: Session,
  account: Account,
  { content, update }: Pick<Incoming, 'content' | 'update'>,
  given: Given | undefined,
): Pick<Session, 'answered' | 'unanswered'> {
  // Words that were changed are known by the update they first came with.
  const words = seenId(account, { update: content.kind === 'edit' ? content.of : update })
  const isText = content.kind === 'text' || content.kind === 'edit'
  const unanswered = isText && given === undefined ? words : null
  // A file is no words that could be changed; what was written with it does not answer.
  if (given && content.kind === 'file') return { answered: null, unanswered }
  if (given && given !== 'moved') return { answered: { update: words, ...given }, unanswered }
  const { answered, turn } = session
  return { answered: answered?.run === turn?.run ? answered : null, unanswered }
}
