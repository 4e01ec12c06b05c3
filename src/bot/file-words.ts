import { fileChanged } from '../domain/file-within'
import type { FileRef } from '../domain/message'
import { holdsPrivateNumber } from '../domain/private-number'
import type { Session } from '../domain/session'
import type { Scene } from '../features/feature'
import { text } from '../text/text'
import type { Catalog } from './features'

/** The words that came with a file, as they may be kept: without those that hold an identity or card number. */
export function wordsToKeep(scene: Pick<Scene, 'say' | 'language'>, words: string | undefined): string | undefined {
  if (!words || !holdsPrivateNumber(words)) return words
  scene.say({ text: text(scene.language, 'complaints.leave-number-out') })
  return undefined
}

/** Puts the changed words of a file in place wherever it is held or kept; undefined where it is not. An empty text takes them away. */
export async function changeFileWords(
  { features }: Catalog,
  scene: Scene,
  session: Session,
  id: string,
  words: string,
): Promise<Session | undefined> {
  const changed = fileChanged(session, id, ({ words: _, ...file }): FileRef => (words ? { ...file, words } : file))
  let isKept = changed !== session
  for (const feature of features) if (await feature.changesFileWords?.(scene, id, words)) isKept = true
  return isKept ? changed : undefined
}
