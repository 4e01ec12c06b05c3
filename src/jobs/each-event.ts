import type { Gathering } from '../domain/gathering'
import { gatherings } from '../store/collections'
import type { Query, WriteTx } from '../store/store'
import type { JobDeps } from './job'

/** So few at a time that nobody's answer waits long for the commit. */
export const slice = 20

const most = 200

/** The events a query finds. */
export function eventsIn({ store }: JobDeps, query: Query): Promise<Gathering[]> {
  return store.read((tx) => tx.find(gatherings, { ...query, limit: most }))
}

/** What a slice did, and where the next one begins; without `next` nothing is left. */
export interface Slice {
  did: number
  next?: number | undefined
}

/** Works on an event slice by slice, each under its lock; a fault holds up no other event. */
export async function inSlices(
  deps: JobDeps,
  id: string,
  work: (tx: WriteTx, gathering: Gathering, from: number) => Promise<Slice>,
): Promise<number> {
  let sum = 0
  try {
    for (let from: number | undefined = 0; from !== undefined; ) {
      const begin: number = from
      const { did, next }: Slice = await deps.store.write([`event:${id}`], async (tx) => {
        const gathering = await tx.get(gatherings, id)
        return gathering ? work(tx, gathering, begin) : { did: 0 }
      })
      sum += did
      from = next
    }
  } catch (fault) {
    deps.onFault(fault)
  }
  return sum
}
