import type { Complaint } from '../domain/complaint'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import type { Saying } from '../features/feature'
import { tellPerson } from '../features/tell-person'
import { complaints } from '../store/collections'
import { caseEntries } from '../store/logs'
import type { ReadTx, WriteTx } from '../store/store'
import type { JobDeps } from './job'

/** Reminds the worker once more in this state: counted in the case, on its record, and not sent when the case has moved meanwhile. */
export async function remindWorker(
  tx: WriteTx,
  deps: JobDeps,
  now: Instant,
  complaint: Complaint,
  name: string,
  saying: (language: Language) => Saying,
): Promise<void> {
  const { id, stateAt, person } = complaint
  const times = (complaint.reminded?.times ?? 0) + 1
  await tx.put(complaints, { ...complaint, reminded: { times, at: now }, spokenAt: now })
  await tx.append(caseEntries, id, {
    at: now,
    case: id,
    actor: 'system',
    kind: 'reminded',
    from: null,
    to: null,
    text: null,
  })
  await tellPerson(tx, deps, now, person, saying, {
    key: `${name}:${id}:${stateAt}:${times}`,
    recheck: { name: 'case-unmoved', argument: `${id} ${stateAt}` },
  })
}

/** Whether a case is still in the state in which a reminder was written. */
export async function isCaseUnmoved(tx: ReadTx, argument: string): Promise<boolean> {
  const [id = '', stateAt] = argument.split(' ')
  return (await tx.get(complaints, id))?.stateAt === stateAt
}
