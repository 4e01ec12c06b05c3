import { step } from '../../dialog/form'
import { persons } from '../../store/collections'
import { text } from '../../text/text'
import type { Command, Flow } from '../feature'
import { newReturnCode } from '../return-code'
import { codeField } from './code-field'
import { joinByCode } from './join-by-code'

export const returnCommand: Command = {
  name: 'return',
  label: 'command.return',
  words: ['返回码', '我回来了', 'return code'],
  run: async (scene) => scene.open('return-code'),
}

/** Who lost the account comes back with the code kept from before: it works once and is replaced. */
export const returnByCode: Flow = {
  form: {
    id: 'return-code',
    title: 'settings.return-title',
    steps: [
      step({
        id: 'code',
        ask: 'settings.return-enter',
        explain: 'settings.return-explain',
        label: 'settings.return-label',
        field: codeField(16),
      }),
    ],
    withoutReview: true,
  },
  async submit(scene, answers) {
    const { tx } = scene
    if (!(await scene.tryCode('return', 50))) {
      return scene.say({ text: text(scene.language, 'settings.too-many-tries') })
    }
    const equals = scene.hashCode(String(answers.code))
    const [found] = await tx.find(persons, { index: 'returnCode', equals, limit: 1 })
    if (!found) {
      scene.say({ text: text(scene.language, 'settings.join-wrong') })
      return scene.open('return-code')
    }
    if (found.id === scene.person.id) return scene.say({ text: text(scene.language, 'settings.return-same') })
    if ((await joinByCode(scene, found.id)) !== 'joined') return
    const name = (await scene.youth())?.name
    const welcome = name
      ? text(scene.language, 'settings.welcome-back', { name })
      : text(scene.language, 'settings.welcome-back-nameless')
    scene.say({ text: `${welcome}\n${text(scene.language, 'settings.return-code-used')}` })
    scene.say({ text: await newReturnCode(scene) })
  },
}
