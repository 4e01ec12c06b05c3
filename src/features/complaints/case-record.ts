import { nextOf } from '../../domain/case-clock'
import type { CaseEntry, Complaint } from '../../domain/complaint'
import { type MoveId, type Mover, move } from '../../domain/complaint-moves'
import type { Language } from '../../domain/language'
import { complaints } from '../../store/collections'
import { caseEntries } from '../../store/logs'
import { text } from '../../text/text'
import { actionChoice, type NoticeOptions, type Saying, type Scene } from '../feature'
import { whoIsAlerted, whoIsTold } from './officer/who-is-told'

/** The part of a scene that a move needs; jobs make moves too. */
type Desk = Pick<Scene, 'tx' | 'now' | 'zone'>

export type Moved = { ok: true; complaint: Complaint } | { ok: false; problem: 'wrong-state' | 'not-yours' }

/** `text` is the reason the worker sees; `changes` go into the document with the move and may set `next`. */
export interface MoveOptions {
  text?: string
  changes?: Partial<Complaint>
}

/** Makes a move of the table, sets what comes next, and puts it on the case's record. */
export function moveCase(
  scene: Scene,
  complaint: Complaint,
  moveId: MoveId,
  by: Mover,
  options: MoveOptions = {},
): Promise<Moved> {
  scene.lock(`case:${complaint.id}`)
  return moveCaseAs(scene, scene.person.id, complaint, moveId, by, options)
}

/** The same for an actor named, such as `system`. */
export async function moveCaseAs(
  desk: Desk,
  actor: string,
  complaint: Complaint,
  moveId: MoveId,
  by: Mover,
  { text: reason, changes = {} }: MoveOptions = {},
): Promise<Moved> {
  const made = move(complaint, moveId, by)
  if (!made.ok) return made
  const moved: Complaint = {
    ...complaint,
    // Whatever was proposed, asked and missed in the state before is past.
    declining: null,
    merging: null,
    reminded: null,
    overdue: null,
    reopenAsked: null,
    ...(moveId !== 'close' && { unconfirmed: false }),
    ...(moveId === 'submit' && { submittedAt: desk.now }),
    // Whoever handles it has seen it.
    ...(by !== 'worker' && { openedAt: complaint.openedAt ?? desk.now }),
    ...changes,
    state: made.to,
    stateAt: desk.now,
  }
  moved.next = changes.next ?? nextOf(moved, desk.zone)
  await desk.tx.put(complaints, moved)
  await append(desk, complaint, {
    actor,
    kind: 'moved',
    from: complaint.state,
    to: made.to,
    text: reason ?? null,
  })
  return { ok: true, complaint: moved }
}

/** A line of the case's record that is no move: a message, a note, a file, an opening. */
export async function addEntry(
  scene: Scene,
  complaint: Complaint,
  entry: Pick<CaseEntry, 'kind'> & Partial<Pick<CaseEntry, 'text' | 'actor'>>,
): Promise<void> {
  await append(scene, complaint, { actor: scene.person.id, from: null, to: null, text: null, ...entry })
}

async function append(desk: Desk, complaint: Complaint, entry: Omit<CaseEntry, 'at' | 'case'>): Promise<void> {
  await desk.tx.append(caseEntries, complaint.id, { at: desk.now, case: complaint.id, ...entry })
}

/** Tells whoever has to act on the case; a button that opens it is added. Who may not see it learns only that it waits. */
export async function tellCaseworkers(
  scene: Scene,
  complaint: Complaint,
  saying: (language: Language) => Saying,
  options?: NoticeOptions,
): Promise<void> {
  const told = await whoIsTold(scene, complaint)
  for (const officer of told.officers) {
    const say =
      told.as === 'see'
        ? (language: Language) => withOpening(language, complaint, saying(language))
        : (language: Language) => ({ text: text(language, 'casework.nobody-handles') })
    await scene.notify(officer.id, say, keyFor(officer.id, options))
  }
}

/** Tells the officers on call at once that something urgent waits; gives the case with `alerted` set. Its lock is the
 * caller's: a case made in this message has none. */
export async function alertOnCall(scene: Scene, complaint: Complaint): Promise<Complaint> {
  const times = (complaint.alerted?.times ?? 0) + 1
  const alerted: Complaint = { ...complaint, alerted: { at: scene.now, times } }
  await scene.tx.put(complaints, alerted)
  const told = await whoIsAlerted(scene, complaint)
  for (const officer of told.officers) {
    await scene.notify(officer.id, (language) => urgentSaying(language, complaint, told.as), {
      urgent: true,
      key: alertKey(complaint, times, officer.id),
    })
  }
  return alerted
}

/** An urgent alert says no word of what was told. */
export function urgentSaying(language: Language, complaint: Complaint, as: 'see' | 'admins'): Saying {
  if (as === 'admins') return { text: text(language, 'casework.nobody-handles-urgent') }
  return withOpening(language, complaint, { text: text(language, 'casework.urgent', { number: complaint.number }) })
}

export function alertKey(complaint: Complaint, times: number, officer: string): string {
  return `urgent:${complaint.id}:${times}:${officer}`
}

/** Tells the worker, and when it was last done; a case whose person is erased has nobody to tell. */
export async function tellWorker(
  scene: Scene,
  complaint: Complaint,
  saying: (language: Language) => Saying,
  options?: NoticeOptions,
): Promise<void> {
  if (complaint.person === 'erased') return
  scene.lock(`case:${complaint.id}`)
  const told = options?.key ?? `told:${scene.newId()}`
  const now = await scene.tx.get(complaints, complaint.id)
  if (now) await scene.tx.put(complaints, { ...now, spokenAt: scene.now, told })
  await scene.notify(complaint.person, saying, { ...options, key: told })
}

function withOpening(language: Language, complaint: Complaint, saying: Saying): Saying {
  const open = actionChoice(text(language, 'casework.open'), 'case-open', complaint.id)
  const choices = saying.choices ?? []
  return choices.some((choice) => choice.value === open.value) ? saying : { ...saying, choices: [...choices, open] }
}

function keyFor(officer: string, options: NoticeOptions | undefined): NoticeOptions | undefined {
  return options?.key ? { ...options, key: `${options.key}:${officer}` } : options
}
