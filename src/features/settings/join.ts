import { yesNo } from '../../dialog/fields/choice'
import { step } from '../../dialog/form'
import { joinCodes } from '../../store/collections'
import { text } from '../../text/text'
import type { Flow, Scene } from '../feature'
import { codeField } from './code-field'
import { joinByCode } from './join-by-code'

/** Enters the code that another account shows. */
export const join: Flow = {
  form: {
    id: 'join',
    title: 'settings.join-title',
    steps: [
      step({
        id: 'own',
        ask: 'settings.join-own',
        explain: 'settings.join-own-explain',
        label: 'settings.join-own-label',
        field: yesNo({ yes: 'settings.join-own-yes', no: 'settings.join-own-no' }),
      }),
      step({
        id: 'code',
        ask: 'settings.join-enter',
        label: 'settings.join-enter-label',
        field: codeField(8),
        askIf: (answers) => answers.own === true,
      }),
    ],
    withoutReview: true,
  },
  async submit(scene, answers) {
    if (answers.own !== true) return say(scene, 'settings.join-not-own')
    if (!(await scene.tryCode('join'))) return say(scene, 'settings.too-many-tries')
    const { tx } = scene
    const code = await tx.get(joinCodes, scene.hashCode(String(answers.code)))
    if (!code) {
      say(scene, 'settings.join-wrong')
      return scene.open('join', { answers: { own: true } })
    }
    if (code.expiresAt < scene.now) {
      await tx.delete(joinCodes, code.id)
      return say(scene, 'settings.join-expired')
    }
    const joined = await joinByCode(scene, code.person)
    if (joined !== 'refused') await tx.delete(joinCodes, code.id)
  },
}

function say(
  scene: Scene,
  key: 'settings.join-not-own' | 'settings.too-many-tries' | 'settings.join-wrong' | 'settings.join-expired',
): void {
  scene.say({ text: text(scene.language, key) })
}
