import { text } from '../../text/text'
import type { Scene } from '../feature'

/** Gives a person without one the code by which they come back, shown this once. */
export async function giveReturnCode(scene: Scene): Promise<void> {
  if (scene.person.returnCode !== null) return
  const code = scene.newDigits(16)
  await scene.changePerson({ ...scene.person, returnCode: scene.hashCode(code) })
  const grouped = code.replace(/(\d{4})(?=\d)/g, '$1-')
  scene.say({ text: text(scene.language, 'complaints.return-code', { code: grouped }) })
}
