import { moveGathering } from '../../../domain/gathering'
import { gatherings } from '../../../store/collections'
import { text } from '../../../text/text'
import { type Action, actionChoice } from '../../feature'
import { countEvents } from '../figures'
import { invitationMailing } from './invitation-mailing'
import { managedCard, sayStandsNow } from './manage-event'
import { eventFor } from './officer-event'

/** From now on it is seen; whom it suits is invited by a job, so that nobody's answer waits for it. */
const publish: Action = {
  id: 'event-publish',
  async run(scene, id) {
    const gathering = await eventFor(scene, id)
    if (!gathering) return
    const { language, now } = scene
    const state = moveGathering(gathering, 'publish', now)
    if (!state) return sayStandsNow(scene, gathering, gathering.state === 'draft' ? 'holding.publish-past' : undefined)
    const published = {
      ...gathering,
      state,
      stateAt: now,
      code: scene.newDigits(4),
      inviting: { list: '', order: '', youth: '' },
    }
    await scene.tx.put(gatherings, published)
    await invitationMailing(scene, published, scene.person.id)
    await countEvents(scene, published, 'published')
    await scene.record('event-published', id)
    scene.say({ text: text(language, 'holding.published') })
    scene.say(await managedCard(scene, published))
  },
}

/** A draft nobody has seen goes wholly. */
const drop: Action = {
  id: 'event-drop',
  async run(scene, id) {
    const gathering = await eventFor(scene, id)
    if (!gathering) return
    const { language } = scene
    if (gathering.state !== 'draft') return sayStandsNow(scene, gathering)
    await scene.tx.delete(gatherings, id)
    await scene.record('event-dropped', id)
    scene.say({
      text: text(language, 'holding.dropped'),
      choices: [actionChoice(text(language, 'holding.workbench'), 'command', 'officer')],
    })
  },
}

export const publishActions: readonly Action[] = [publish, drop]
