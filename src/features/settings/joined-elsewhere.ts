import { showInstant } from '../../domain/calendar'
import type { Joining } from '../../domain/credential'
import type { Language } from '../../domain/language'
import { text } from '../../text/text'
import { actionChoice, type Saying, type Scene } from '../feature'

/** What a person's other accounts are told of a joining, with the way to undo it; `agreed`: an administrator was asked before. */
export function joinedElsewhere(scene: Scene, language: Language, joining: Joining, agreed = false): Saying {
  return {
    text: text(language, agreed ? 'settings.joined-agreed' : 'settings.joined-elsewhere', {
      date: showInstant(scene.now, scene.zone, language),
    }),
    choices: [actionChoice(text(language, 'settings.joined-undo'), 'undo-joining', joining.id)],
  }
}
