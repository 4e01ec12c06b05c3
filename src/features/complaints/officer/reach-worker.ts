import { isReachable } from '../../../delivery/notice'
import { showInstant } from '../../../domain/calendar'
import type { Complaint } from '../../../domain/complaint'
import { outbox, youths } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Scene } from '../../feature'
import { sayDone } from './officer-case'

/** What was done, and that the worker learned of it; `unsent` takes its place where that would not be true. */
export async function sayTold(scene: Scene, complaint: Complaint, done: string, unsent = done): Promise<void> {
  sayDone(scene, complaint, await toldOrNot(scene, complaint, done, unsent))
}

export async function toldOrNot(scene: Scene, complaint: Complaint, done: string, unsent = done): Promise<string> {
  const { language } = scene
  if (await isReachable(scene.tx, complaint.person, scene.now)) return done
  const phone = await phoneToCall(scene, complaint)
  return [
    unsent,
    text(language, 'casework.unreachable'),
    text(language, 'casework.unreachable.kept'),
    ...(phone ? [text(language, 'casework.unreachable.phone', { phone })] : []),
  ].join('\n')
}

/** On the case page: that nothing reaches the worker now, or that the last word did not. */
export async function reachLine(scene: Scene, complaint: Complaint): Promise<string | undefined> {
  const { language, tx, now, zone } = scene
  if (!(await isReachable(tx, complaint.person, now))) return text(language, 'casework.unreachable')
  const [row] = complaint.told ? await tx.find(outbox, { index: 'key', equals: complaint.told, limit: 1 }) : []
  if (row?.state !== 'failed') return undefined
  return text(language, 'casework.word-lost', { at: showInstant(row.createdAt, zone, language) })
}

/** Who said that they may not be called is not called. */
async function phoneToCall({ tx }: Scene, { person, given }: Complaint): Promise<string | undefined> {
  const { phone, 'may-call': mayCall } = given.details
  if (mayCall === false) return undefined
  if (typeof phone === 'string') return phone
  return (await tx.get(youths, person))?.phone ?? undefined
}
