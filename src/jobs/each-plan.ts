import type { ContactPlan } from '../domain/contact-plan'
import { contactPlans } from '../store/collections'
import { type Lock, type Query, StoreUnavailable, type WriteTx } from '../store/store'
import type { JobDeps } from './job'

/** So few at a time that nobody's message waits long behind them. */
const slice = 25

interface Walk {
  query: Query
  /** Where a plan stands in the query's order. */
  position(plan: ContactPlan): string
  work(tx: WriteTx, plan: ContactPlan): Promise<boolean>
}

/** Works on each plan found, under its person's lock, in small writes with room between them; gives how many. A plan that fails holds up
 * no other. */
export async function eachPlan(deps: JobDeps, { query, position, work }: Walk): Promise<number> {
  let done = 0
  let last: ContactPlan | undefined
  // While one slice waits for the disk the next is worked on.
  let before = Promise.resolve(0)
  for (;;) {
    const from = last && { after: { order: position(last), id: last.id } }
    const found = await deps.store.read((tx) => tx.find(contactPlans, { ...query, ...from, limit: slice }))
    last = found.at(-1)
    const mine = last ? workOn(deps, found, work) : Promise.resolve(0)
    mine.catch(() => undefined)
    done += await before
    before = mine
    if (!last) return done
  }
}

async function workOn(deps: JobDeps, found: readonly ContactPlan[], work: Walk['work']): Promise<number> {
  const locks = found.map(({ id }): Lock => `person:${id}`)
  try {
    return await deps.store.write(locks, async (tx) => {
      let done = 0
      for (const { id } of found) {
        const plan = await tx.get(contactPlans, id)
        if (plan && (await work(tx, plan))) done += 1
      }
      return done
    })
  } catch (fault) {
    // The next run does the rest.
    if (fault instanceof StoreUnavailable) throw fault
    if (found.length === 1) {
      deps.onFault(fault)
      return 0
    }
    let done = 0
    for (const one of found) done += await workOn(deps, [one], work)
    return done
  }
}
