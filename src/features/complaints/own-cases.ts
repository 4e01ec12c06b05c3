import { wallDate } from '../../domain/calendar'
import { nextOf } from '../../domain/case-clock'
import { type AccountGiven, type Complaint, caseNumber, untouched } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import { after, hour } from '../../domain/instant'
import { complaints } from '../../store/collections'
import type { Scene } from '../feature'

/** The person's cases, the newest first. */
export function ownCases(scene: Scene, limit = 50): Promise<Complaint[]> {
  return scene.tx.find(complaints, { index: 'person', equals: scene.person.id, order: 'descending', limit })
}

/** A case that is the person's own; others are as if they were not there. */
export async function ownCase(scene: Scene, id: string | null): Promise<Complaint | undefined> {
  const complaint = id ? await scene.tx.get(complaints, id) : undefined
  return complaint?.person === scene.person.id ? complaint : undefined
}

/** The same, held against the officers' changes for the rest of this message. */
export async function ownCaseToChange(scene: Scene, id: string | null): Promise<Complaint | undefined> {
  if (id) scene.lock(`case:${id}`)
  return ownCase(scene, id)
}

/** Submitted and not over. */
export async function runningCases(scene: Scene): Promise<Complaint[]> {
  return (await ownCases(scene)).filter((complaint) => isOpen(complaint) && complaint.state !== 'draft')
}

/** What was begun by an alarm and not yet submitted. */
export async function ownDraft(scene: Scene): Promise<Complaint | undefined> {
  return (await ownCases(scene)).find((complaint) => complaint.state === 'draft')
}

/** How many cases the person brought in the last hour. */
export function casesLately(scene: Scene): Promise<number> {
  const from = after(scene.now, -hour)
  return scene.tx.count(complaints, { index: 'person', equals: scene.person.id, from })
}

/** A case with a number of its own, not stored yet. */
export async function newCase(scene: Scene, given: AccountGiven, urgent: boolean): Promise<Complaint> {
  const { now, zone, tx } = scene
  const date = wallDate(now, zone)
  const youth = await scene.youth()
  await tx.add(`complaints:${date}`, 1)
  const draft = {
    ...untouched,
    id: scene.newId(),
    number: caseNumber(date, await tx.counter(`complaints:${date}`)),
    person: scene.person.id,
    unit: youth?.points[0] ?? 'root',
    state: 'draft' as const,
    urgent,
    given,
    createdAt: now,
    submittedAt: null,
    stateAt: now,
    consentVersion: scene.person.consents.complaint?.version ?? null,
    form: null,
  }
  return { ...draft, next: nextOf(draft, zone) }
}
