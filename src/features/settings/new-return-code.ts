import { hasConsented } from '../../domain/person'
import { text } from '../../text/text'
import type { Action } from '../feature'
import { newReturnCode } from '../return-code'

export const newReturnCodeAction: Action = {
  id: 'new-return-code',
  async run(scene) {
    if (!hasConsented(scene.person)) {
      return scene.say({ text: text(scene.language, 'settings.return-code-first') })
    }
    const had = scene.person.returnCode !== null
    const words = await newReturnCode(scene)
    scene.say({ text: had ? `${text(scene.language, 'settings.return-code-new')}\n${words}` : words })
  },
}
