import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import { canSeeYouth } from '../../domain/permissions'
import { youths } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice } from '../feature'
import { pointsOf } from '../liaisons'
import { readableYouth } from '../youth-lines'

/** Shows an officer one youth; notices name nobody, so that an erasure leaves no name behind in them. */
export const seeYouth: Action = {
  id: 'see-youth',
  async run(scene, id) {
    const { tx, language } = scene
    const youth = await tx.get(youths, id)
    const officer = await scene.officer()
    if (officer && !youth) return scene.say({ text: text(language, 'registration.youth-gone') })
    if (!youth || !canSeeYouth(officer, youth, await pointsOf(tx, youth)))
      return scene.say({ text: text(language, 'bot.not-allowed') })
    await scene.record('see-youth', youth.id)
    scene.say({ text: (await readableYouth(scene, youth)).join('\n') })
  },
}

export function seeYouthChoice(language: Language, youth: string): Choice {
  return actionChoice(text(language, 'registration.see-youth'), seeYouth.id, youth)
}
