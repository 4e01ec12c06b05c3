import { step } from '../../dialog/form'
import { hasConsented, type Person } from '../../domain/person'
import { halfWidth } from '../../domain/plain-text'
import { persons } from '../../store/collections'
import { text } from '../../text/text'
import type { Command, Flow, Scene } from '../feature'
import { newReturnCode } from '../return-code'
import { codeField, digitsOf } from './code-field'
import { joinByCode } from './join-by-code'

export const returnCommand: Command = {
  name: 'return',
  label: 'command.return',
  words: ['返回码', '我回来了', 'return code', '找回账号', '找回码', 'recover account', 'recovery code'],
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
    if (!(await mayTry(scene))) return scene.say({ text: text(scene.language, 'settings.too-many-tries') })
    const holder = await holderOf(scene, String(answers.code))
    if (holder) return comeBack(scene, holder)
    scene.say({ text: text(scene.language, 'settings.join-wrong') })
    scene.open('return-code')
  },
}

/** Whoever is new here may send the code without being asked for it; any other number is left to others. */
export async function takesReturnCode(scene: Scene, said: string): Promise<boolean> {
  const code = digitsOf(said)
  if (code.length !== 16 || /[^\d\s.-]/.test(halfWidth(said)) || hasConsented(scene.person)) return false
  const holder = (await mayTry(scene)) ? await holderOf(scene, code) : undefined
  if (!holder) return false
  await comeBack(scene, holder)
  return true
}

function mayTry(scene: Scene): Promise<boolean> {
  return scene.tryCode('return', 50)
}

async function holderOf(scene: Scene, code: string): Promise<Person | undefined> {
  return (await scene.tx.find(persons, { index: 'returnCode', equals: scene.hashCode(code), limit: 1 }))[0]
}

async function comeBack(scene: Scene, holder: Person): Promise<void> {
  if (holder.id === scene.person.id) return scene.say({ text: text(scene.language, 'settings.return-same') })
  if ((await joinByCode(scene, holder.id)) !== 'joined') return
  const name = (await scene.youth())?.name
  const welcome = name
    ? text(scene.language, 'settings.welcome-back', { name })
    : text(scene.language, 'settings.welcome-back-nameless')
  scene.say({ text: `${welcome}\n${text(scene.language, 'settings.return-code-used')}` })
  scene.say({ text: await newReturnCode(scene) })
}
