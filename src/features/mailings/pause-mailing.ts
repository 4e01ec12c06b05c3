import { moveMailing } from '../../domain/mailing'
import { mailings } from '../../store/collections'
import type { Action } from '../feature'
import { mailingFor, sayMailing } from './see-mailing'

/** From this commit on nothing more of it is claimed; what is under way is finished. */
export const pauseMailing = move('pause', 'mailing.paused-now', 'mailing.not-paused')

export const resumeMailing = move('go-on', 'mailing.goes-on', 'mailing.not-going-on')

function move(
  id: 'pause' | 'go-on',
  done: 'mailing.paused-now' | 'mailing.goes-on',
  not: 'mailing.not-paused' | 'mailing.not-going-on',
): Action {
  return {
    id: `mailing-${id}`,
    async run(scene, argument) {
      const mailing = await mailingFor(scene, argument)
      if (!mailing) return
      const moved = moveMailing(mailing, id, scene.now)
      if (!moved) return sayMailing(scene, mailing, not)
      await scene.tx.put(mailings, moved)
      await scene.record(`mailing-${id}`, mailing.id)
      await sayMailing(scene, moved, done)
    },
  }
}
