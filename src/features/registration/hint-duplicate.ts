import type { Unit } from '../../domain/unit'
import type { Youth } from '../../domain/youth'
import { youths } from '../../store/collections'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { officersNear } from '../liaisons'
import { seeYouthChoice } from './see-youth'

/** A phone that another youth gave too is told to officers, without the number; it never links anyone. */
export async function hintDuplicate(scene: Scene, youth: Youth, points: readonly Unit[]): Promise<void> {
  if (!youth.phone) return
  const same = await scene.tx.find(youths, { index: 'phone', equals: youth.phone })
  if (same.every((other) => other.id === youth.id)) return
  for (const officer of await officersNear(scene.tx, points)) {
    await scene.notify(
      officer,
      (language) => ({
        text: text(language, 'registration.duplicate', {
          point: points[0]?.name ?? text(language, 'registration.no-point'),
        }),
        choices: [seeYouthChoice(language, youth.id)],
      }),
      { key: `duplicate:${youth.id}:${officer}:${scene.now}` },
    )
  }
}
