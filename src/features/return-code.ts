import { text } from '../text/text'
import type { Scene } from './feature'

/** Gives the person a new return code, which ends the old one, and the words that show it this once. */
export async function newReturnCode(scene: Scene): Promise<string> {
  const code = scene.newDigits(16)
  await scene.changePerson({ ...scene.person, returnCode: scene.hashCode(code) })
  return text(scene.language, 'settings.return-code', { code: inFours(code) })
}

/** As it is shown and may be typed: 1234-5678-… */
export function inFours(code: string): string {
  return code.replace(/\d{4}(?=\d)/g, '$&-')
}
