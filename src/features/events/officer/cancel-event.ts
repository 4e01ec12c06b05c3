import { yesNo } from '../../../dialog/fields/choice'
import { textField } from '../../../dialog/fields/text'
import { step } from '../../../dialog/form'
import { moveGathering } from '../../../domain/gathering'
import { gatherings } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Action, Flow } from '../../feature'
import { countEvents } from '../figures'
import { newsFor } from '../seats'
import { sayStandsNow } from './manage-event'
import { findEvent } from './officer-event'

/** Everybody who signed up is told, with the reason. */
export const cancelEvent: Flow = {
  form: {
    id: 'cancel-event',
    title: 'holding.cancel',
    withoutReview: true,
    steps: [
      step({
        id: 'sure',
        ask: 'holding.cancel.sure',
        explain: 'holding.cancel.explain',
        label: 'holding.cancel',
        field: yesNo({ yes: 'holding.cancel-yes', no: 'holding.cancel-no' }),
      }),
      step({
        id: 'reason',
        ask: 'holding.cancel.reason',
        explain: 'holding.cancel.reason.explain',
        label: 'holding.cancel.reason.label',
        field: textField({ max: 200 }),
        skippable: true,
        askIf: ({ sure }) => sure !== false,
      }),
    ],
  },
  async refusal(scene, about) {
    scene.lock(`event:${about}`)
    const gathering = await findEvent(scene, about)
    if (!gathering) return text(scene.language, 'holding.not-here')
    if (moveGathering(gathering, 'cancel', scene.now)) return undefined
    sayStandsNow(scene, gathering)
    return ''
  },
  async submit(scene, answers, { about }) {
    const gathering = await findEvent(scene, about)
    const state = gathering && moveGathering(gathering, 'cancel', scene.now)
    if (!gathering || !state) return
    if (answers.sure === false) return sayStandsNow(scene, gathering, 'holding.cancel-kept')
    const { now } = scene
    const cancelled = {
      ...gathering,
      state,
      stateAt: now,
      reason: (answers.reason as string | null | undefined) ?? null,
      inviting: null,
      telling: await newsFor(scene.tx, gathering, 'cancelled'),
    }
    await scene.tx.put(gatherings, cancelled)
    await countEvents(scene, cancelled, 'cancelled')
    await scene.record('event-cancelled', gathering.id)
    sayStandsNow(scene, cancelled, 'holding.cancelled')
  },
}

export const cancelEventAction: Action = {
  id: 'event-cancel',
  run: async (scene, id) => scene.open('cancel-event', { about: id }),
}
