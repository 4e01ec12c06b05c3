import { isAhead } from '../../domain/gathering'
import { signUps } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice } from '../feature'
import { takeOffer } from './answer-offer'
import { whenWord } from './event-words'
import { eventToChange } from './own-events'
import { signUpOf } from './seats'
import { sayStands } from './stands'

/** 「我来」: said once more on the eve, it counts for the eve. */
export const coming: Action = {
  id: 'event-coming',
  answers: 'yes',
  async run(scene, id) {
    const gathering = await eventToChange(scene, id)
    if (!gathering) return
    const { language, zone, now } = scene
    const signUp = await signUpOf(scene.tx, id, scene.person.id)
    if (signUp?.state === 'waiting' && isAhead(gathering, now)) return sayStands(scene, gathering, signUp)
    if (signUp?.state === 'offered' && isAhead(gathering, now)) return takeOffer(scene, gathering, signUp)
    if (signUp?.state !== 'in' || gathering.state !== 'published') {
      return scene.say({
        text: text(language, 'events.no-seat-any-more', { title: gathering.title }),
        choices: [actionChoice(text(language, 'events.open'), 'event-open', id)],
      })
    }
    await scene.tx.put(signUps, { ...signUp, confirmedAt: now })
    scene.say({
      text: text(language, 'events.see-you', { when: whenWord(language, gathering, zone), place: gathering.place }),
      choices: scene.account.abilities.files.send
        ? [actionChoice(text(language, 'events.file'), 'event-file', id)]
        : [],
    })
  },
}
