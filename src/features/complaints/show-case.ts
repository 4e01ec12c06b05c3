import { showInstant } from '../../domain/calendar'
import type { CaseStep } from '../../domain/case-clock'
import { type CaseEntry, type Complaint, type ComplaintState, isAboutMoney } from '../../domain/complaint'
import { isOpen, movesOpenTo } from '../../domain/complaint-moves'
import { after, day } from '../../domain/instant'
import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import { showDate } from '../../domain/spoken-date'
import { caseEntries } from '../../store/logs'
import { type PlainKey, text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'
import { showKind } from './kinds'

const states = {
  draft: 'complaints.state-draft',
  submitted: 'complaints.state-submitted',
  'needs-info': 'complaints.state-needs-info',
  accepted: 'complaints.state-accepted',
  handling: 'complaints.state-handling',
  'claimed-paid': 'complaints.state-claimed-paid',
  resolved: 'complaints.state-resolved',
  closed: 'complaints.state-closed',
  declined: 'complaints.state-declined',
  withdrawn: 'complaints.state-withdrawn',
} as const satisfies Record<ComplaintState, PlainKey>

const steps = {
  'first-word': 'complaints.next-first-word',
  decide: 'complaints.next-decide',
  'your-answer': 'complaints.next-your-answer',
  plan: 'complaints.next-plan',
  progress: 'complaints.next-progress',
  'your-word': 'complaints.next-your-word',
  close: 'complaints.next-close',
} as const satisfies Record<CaseStep, PlainKey>

/** What the worker reads of the record; notes and what only officers do stay out. */
const additions: Partial<Record<CaseEntry['kind'], PlainKey>> = {
  'to-worker': 'complaints.entry-to-worker',
  'from-worker': 'complaints.entry-from-worker',
  evidence: 'complaints.entry-evidence',
}

const reopenDays = 180

function isMoney({ given }: Complaint): boolean {
  return given.kind !== null && isAboutMoney(given.kind)
}

function showState(complaint: Complaint, state: ComplaintState, language: Language): string {
  if (state === 'claimed-paid' && !isMoney(complaint)) return text(language, 'complaints.state-claimed-solved')
  return text(language, states[state])
}

function showNext(complaint: Complaint, language: Language): string | undefined {
  const { next, urgent, state } = complaint
  if (!next) return undefined
  const isSolved = next.step === 'your-word' && !isMoney(complaint)
  const key = isSolved ? 'complaints.next-your-word-solved' : steps[next.step as CaseStep]
  const step = text(language, key ?? 'complaints.next-progress')
  if (urgent && state === 'submitted') return text(language, 'complaints.next-soon', { step })
  const params = { step, date: showDate(next.by, language) }
  return text(language, next.estimated ? 'complaints.next-estimated' : 'complaints.next', params)
}

export function mayReopen(scene: Pick<Scene, 'now'>, complaint: Complaint): boolean {
  return movesOpenTo(complaint, 'worker').includes('reopen') && complaint.stateAt > after(scene.now, -reopenDays * day)
}

/** One case: where it stands, what comes next, its history, and what can be done now. */
export async function showCase(scene: Scene, complaint: Complaint): Promise<void> {
  const { language } = scene
  const { number, given, state } = complaint
  const entries = await scene.tx.entries(caseEntries, { key: complaint.id, limit: 40 })
  const history = entries.flatMap((entry) => historyLine(scene, complaint, entry)).slice(-12)
  const next = showNext(complaint, language)
  scene.say({
    text: [
      `${number} ${showKind(given.kind, language)}`,
      text(language, 'complaints.now', { state: showState(complaint, state, language) }),
      ...(next ? [next] : []),
      ...history,
    ].join('\n'),
    choices: choicesFor(scene, complaint),
  })
}

function historyLine({ language, zone }: Scene, complaint: Complaint, entry: CaseEntry): string[] {
  const addition = additions[entry.kind]
  const what = entry.to ? showState(complaint, entry.to, language) : addition && text(language, addition)
  if (!what) return []
  const said = entry.text ? `：${entry.text}` : ''
  return [`· ${showInstant(entry.at, zone, language)} ${what}${said}`]
}

function choicesFor(scene: Scene, complaint: Complaint): Choice[] {
  const { id, state } = complaint
  const choice = (key: PlainKey, action: string) => actionChoice(text(scene.language, key), action, id)
  if (mayReopen(scene, complaint)) return [choice('complaints.do-reopen', 'my-reopen')]
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
  if (!isMoney(complaint)) {
    if (state === 'handling') return [['complaints.do-solved', 'my-paid']]
    if (state !== 'claimed-paid') return []
    return [
      ['complaints.solved-yes', 'my-paid-yes'],
      ['complaints.solved-no', 'my-paid-no'],
    ]
  }
  if (state === 'handling') return [['complaints.do-paid', 'my-paid']]
  if (state !== 'claimed-paid') return []
  return [
    ['complaints.do-confirm', 'my-paid-yes'],
    ['complaints.do-deny', 'my-paid-no'],
    ['complaints.do-part', 'my-paid'],
  ]
}

/** The line of a case in a list. */
export function caseLine(complaint: Complaint, language: Language): string {
  const next = showNext(complaint, language)
  const line = `${complaint.number} ${showKind(complaint.given.kind, language)}：${showState(complaint, complaint.state, language)}`
  return next ? `${line}\n${next}` : line
}
