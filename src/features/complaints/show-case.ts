import { type CaseStep, isOverdue } from '../../domain/case-clock'
import type { Complaint } from '../../domain/complaint'
import { isOpen, reopenedBy } from '../../domain/complaint-moves'
import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import { showDate } from '../../domain/spoken-date'
import { complaints } from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'
import { showKind } from './kinds'
import { linkedCases } from './linked-cases'
import { mergeQuestion } from './merge'
import { historyLines } from './own-history'
import { isMoney, showState } from './state-words'

const steps = {
  'first-word': 'complaints.next-first-word',
  decide: 'complaints.next-decide',
  'your-answer': 'complaints.next-your-answer',
  plan: 'complaints.next-plan',
  progress: 'complaints.next-progress',
  'your-word': 'complaints.next-your-word',
  close: 'complaints.next-close',
} as const satisfies Record<CaseStep, PlainKey>

function showNext(complaint: Complaint, language: Language): string | undefined {
  const { next, urgent } = complaint
  if (!next) return undefined
  const isSolved = next.step === 'your-word' && !isMoney(complaint)
  const key = isSolved ? 'complaints.next-your-word-solved' : steps[next.step as CaseStep]
  const step = text(language, key ?? 'complaints.next-progress')
  if (urgent && next.step === 'first-word') return text(language, 'complaints.next-soon', { step })
  const params = { step, date: showDate(next.by, language) }
  return text(language, next.estimated ? 'complaints.next-estimated' : 'complaints.next', params)
}

/** One case: where it stands, what comes next, its history, and what can be done now. */
export async function showCase(scene: Scene, complaint: Complaint): Promise<void> {
  const { language } = scene
  const { number, given, state } = complaint
  const history = (await historyLines(scene, complaint)).slice(-12)
  const next = showNext(complaint, language)
  const linked = await linkedCases(scene.tx, complaint)
  const merging = await mergeWaiting(scene, complaint)
  scene.say({
    text: [
      `${number} ${showKind(given.kind, language)}`,
      text(language, 'complaints.now', { state: showState(complaint, state, language) }),
      ...(next ? [next] : []),
      ...(merging ? [merging.question] : []),
      ...linked.map((other) => linkLine(complaint, other, language)),
      ...history,
    ].join('\n'),
    choices: [
      ...(merging?.choices ?? []),
      ...choicesFor(scene, complaint),
      ...linked.map((other) => actionChoice(other.number, 'my-case', other.id)),
    ],
  })
}

function choicesFor(scene: Scene, complaint: Complaint): Choice[] {
  const { id, state } = complaint
  const choice = (key: PlainKey, action: string) => actionChoice(text(scene.language, key), action, id)
  const reopener = reopenedBy(complaint, scene.now)
  if (complaint.unconfirmed && reopener === 'worker') {
    return answersTo(complaint).map(([key, action]) => choice(key, action))
  }
  if (reopener) {
    return [choice(reopener === 'worker' ? 'complaints.do-reopen' : 'complaints.do-ask-reopening', 'my-reopen')]
  }
  if (!isOpen(complaint)) return []
  const paid = paidChoices(complaint).map(([key, action]) => choice(key, action))
  return [
    ...(state === 'draft' ? [actionChoice(text(scene.language, 'complaints.go-on-telling'), 'complain')] : paid),
    choice(state === 'needs-info' ? 'complaints.do-answer' : 'complaints.do-words', 'my-words'),
    choice('complaints.do-evidence', 'my-evidence'),
    ...(state === 'draft' ? [] : [choice('complaints.do-details', 'my-details')]),
    choice('complaints.do-withdraw', 'my-withdraw'),
  ]
}

function paidChoices(complaint: Complaint): [PlainKey, string][] {
  const { state } = complaint
  if (state === 'handling') return [[isMoney(complaint) ? 'complaints.do-paid' : 'complaints.do-solved', 'my-paid']]
  if (state !== 'claimed-paid') return []
  return isMoney(complaint) ? [...answersTo(complaint), ['complaints.do-part', 'my-paid']] : answersTo(complaint)
}

/** The worker's word on what is said to be done. */
function answersTo(complaint: Complaint): [PlainKey, string][] {
  const [yes, no]: [PlainKey, PlainKey] = isMoney(complaint)
    ? ['complaints.do-confirm', 'complaints.do-deny']
    : ['complaints.solved-yes', 'complaints.solved-no']
  return [
    [yes, 'my-paid-yes'],
    [no, 'my-paid-no'],
  ]
}

function linkLine(complaint: Complaint, { id, number }: Complaint, language: Language): string {
  const key = complaint.mergedInto === id ? 'complaints.goes-on-in' : 'complaints.holds-too'
  return text(language, key, { number })
}

/** A proposal to merge waits here too, for who has not seen the question. */
async function mergeWaiting(
  scene: Scene,
  complaint: Complaint,
): Promise<{ question: string; choices: readonly Choice[] } | undefined> {
  const { merging } = complaint
  const into = merging && (await scene.tx.get(complaints, merging.into))
  if (!merging || !into || !isOpen(into)) return undefined
  const { choices = [] } = mergeQuestion(scene.language, complaint, merging, into)
  return { question: text(scene.language, 'complaints.merge-waits', { number: into.number }), choices }
}

/** What is said when there is nothing new: what comes next, or that it is late. */
export function noNews(complaint: Complaint, language: Language, today: string): string {
  const { number, next } = complaint
  if (next && isOverdue(complaint, today)) {
    return text(language, 'casework.worker.no-news-late', { number, date: showDate(next.by, language) })
  }
  return [text(language, 'casework.worker.no-news', { number }), showNext(complaint, language)]
    .filter(Boolean)
    .join('\n')
}

/** The line of a case in a list. */
export function caseLine(complaint: Complaint, language: Language): string {
  const next = showNext(complaint, language)
  const line = text(language, 'dialog.line', {
    label: `${complaint.number} ${showKind(complaint.given.kind, language)}`,
    value: showState(complaint, complaint.state, language),
  })
  return next ? `${line}\n${next}` : line
}
