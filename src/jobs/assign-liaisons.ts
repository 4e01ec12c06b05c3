import { putYouth } from '../features/contact-books'
import { pointsOf, soleLiaison } from '../features/liaisons'
import { units, youths } from '../store/collections'
import { eachPlan } from './each-plan'
import type { Job } from './job'

/** Who is without is read from the plans: it does not matter whether an officer came, changed roles, or one of two left. */
export const assignLiaisons: Job = {
  name: 'assign-liaisons',
  does: {
    'zh-CN': '联络点后来有了联络员，点上还没有联络员的青年就归他。',
    en: 'Youths of a point without a liaison officer get the one that the point has by now.',
  },
  schedule: '*/2 * * * *',
  async run(deps, now) {
    const { store, zone } = deps
    const points = await store.read((tx) => tx.find(units, { index: 'kind', equals: 'point' }))
    let assigned = 0
    for (const point of points) {
      // Nobody is walked where there is none to give.
      if (!(await store.read((tx) => soleLiaison(tx, [point], '')))) continue
      assigned += await eachPlan(deps, {
        query: { index: 'unassigned', equals: point.id },
        position: ({ id }) => id,
        async work(tx, { id }) {
          const youth = await tx.get(youths, id)
          if (!youth || youth.liaison) return false
          const liaison = await soleLiaison(tx, await pointsOf(tx, youth), id)
          if (!liaison) return false
          await putYouth({ tx, now, zone }, { ...youth, liaison: liaison.id })
          return true
        },
      })
    }
    return { assigned }
  },
}
