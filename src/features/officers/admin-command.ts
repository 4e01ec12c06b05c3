import { text } from '../../text/text'
import type { Command, Scene } from '../feature'
import { putAdminCode, storedAdminCode } from './admin-code'

/** Why a code of this hash lets nobody in, in words; undefined when it does. */
export async function codeHindrance(scene: Scene, hash: string): Promise<string | undefined> {
  const code = await storedAdminCode(scene.tx)
  const { language, now } = scene
  if (code?.hash !== hash) return text(language, 'officers.admin-code-wrong')
  if (code.usedAt) return text(language, 'officers.admin-code-used')
  return code.expiresAt && code.expiresAt <= now ? text(language, 'officers.admin-code-expired') : undefined
}

export async function markCodeUsed(scene: Scene): Promise<void> {
  const code = await storedAdminCode(scene.tx)
  if (code) await putAdminCode(scene.tx, { ...code, usedAt: scene.now })
}

/** `/admin CODE`: whoever knows the code that the installation was given becomes its admin. */
export const adminCommand: Command = {
  name: 'admin',
  label: 'command.admin',
  words: [],
  async run(scene, argument) {
    const { language } = scene
    const code = argument.normalize('NFKC').replace(/\s+/g, '')
    if (!code) return scene.say({ text: text(language, 'officers.admin-how') })
    scene.lock('rule:admin-code')
    if (!(await scene.tryCode('admin-code', 50))) return scene.say({ text: text(language, 'officers.too-many-tries') })
    const hash = scene.hashCode(code)
    const why = await codeHindrance(scene, hash)
    if (why) return scene.say({ text: why })
    scene.open('become-admin', { about: hash })
  },
}
