import type { Officer } from '../../../domain/officer'
import { canSeeYouth } from '../../../domain/permissions'
import type { Youth } from '../../../domain/youth'
import { youths } from '../../../store/collections'
import { type PlainKey, text } from '../../../text/text'
import type { Scene } from '../../feature'
import { pointsOf } from '../../liaisons'

/** The youth, if this officer may see them; otherwise why not. */
export async function seenYouth(scene: Scene, id: string): Promise<{ officer: Officer; youth: Youth } | PlainKey> {
  const officer = await scene.officer()
  const youth = await scene.tx.get(youths, id)
  if (officer && !youth) return 'registration.youth-gone'
  if (!officer || !youth || !canSeeYouth(officer, youth, await pointsOf(scene.tx, youth))) return 'bot.not-allowed'
  return { officer, youth }
}

/** The same, saying why not. */
export async function youthFor(scene: Scene, id: string): Promise<{ officer: Officer; youth: Youth } | undefined> {
  const seen = await seenYouth(scene, id)
  if (typeof seen !== 'string') return seen
  scene.say({ text: text(scene.language, seen) })
  return undefined
}
