import type { FileRef } from '../../domain/message'
import { arrivingFiles } from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import type { Scene } from '../feature'

/** Why a file cannot be opened yet or ever, in words; undefined when it is here. */
export async function notHere({ tx, language }: Scene, file: FileRef): Promise<string | undefined> {
  if (file.sha256 !== null) return undefined
  const arriving = await tx.get(arrivingFiles, file.id)
  // The note of one that was lost is kept for a month only.
  const key: PlainKey = arriving && !arriving.lost ? 'casework.file-arriving' : 'casework.file-lost'
  return text(language, key)
}
