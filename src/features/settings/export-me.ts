import { wallDate } from '../../domain/calendar'
import { text } from '../../text/text'
import type { Action, Scene } from '../feature'
import { exportName } from './files-of-record'
import { personalRecord } from './personal-record'
import { readableRecord } from './readable-record'

/** Gives the person everything kept about them, once for reading and once complete. */
export const exportMe: Action = {
  id: 'export-me',
  async run(scene) {
    const { language } = scene
    if (!scene.account.abilities.files.send) return sayWhereElse(scene)
    // It reads years of conversation while everybody else waits.
    if (!(await scene.tryCode('export'))) return scene.say({ text: text(language, 'settings.export-too-often') })
    const record = await personalRecord(scene)
    const words = await readableRecord(scene, record)
    const name = exportName(text(language, 'settings.export-name'), wallDate(scene.now, scene.zone))
    const bytes = (content: string) => new TextEncoder().encode(content)
    scene.say({
      text: text(language, 'settings.export-readable'),
      // The mark at its beginning tells old phones that it is UTF-8.
      file: scene.attach({ name: `${name}.txt`, type: 'text/plain', bytes: bytes(`\ufeff${words}\n`) }),
    })
    scene.say({
      text: text(language, 'settings.export-complete'),
      file: scene.attach({
        name: `${name}.json`,
        type: 'application/json',
        bytes: bytes(`${JSON.stringify(record, null, 2)}\n`),
      }),
    })
  },
}

function sayWhereElse(scene: Scene): void {
  const { language, publicUrl } = scene
  scene.say({
    text: publicUrl
      ? text(language, 'settings.export-no-files', { url: publicUrl })
      : text(language, 'settings.export-nowhere'),
  })
}
