import type { Complaint } from '../domain/complaint'
import { complaints } from '../store/collections'
import type { Query, WriteTx } from '../store/store'
import type { JobDeps } from './job'

/** So few at a time that nobody's message waits long behind them. */
const batch = 25

interface Walk {
  query: Pick<Query, 'equals' | 'to'> & { index: 'state' | 'next' }
  /** Asked again under the lock: somebody may have been quicker, or another run. */
  isDue(complaint: Complaint): boolean
  work(tx: WriteTx, complaint: Complaint): Promise<boolean>
}

/** Works on each case that is due, under its lock; gives how many. A fault in one case holds up no other. */
export async function eachCase(deps: JobDeps, { query, isDue, work }: Walk): Promise<number> {
  const position = (complaint: Complaint) => (query.index === 'state' ? complaint.stateAt : (complaint.next?.by ?? ''))
  let done = 0
  let last: Complaint | undefined
  for (;;) {
    const from = last && { after: { order: position(last), id: last.id } }
    const found = await deps.store.read((tx) => tx.find(complaints, { ...query, ...from, limit: batch }))
    for (const { id } of found.filter(isDue)) {
      try {
        const worked = await deps.store.write([`case:${id}`], async (tx) => {
          const complaint = await tx.get(complaints, id)
          return complaint !== undefined && isDue(complaint) && work(tx, complaint)
        })
        if (worked) done += 1
      } catch (fault) {
        deps.onFault(fault)
      }
    }
    last = found.at(-1)
    if (!last) return done
  }
}
