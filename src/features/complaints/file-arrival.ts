import type { Complaint } from '../../domain/complaint'
import type { FileRef } from '../../domain/message'
import { arrivingFiles } from '../../store/collections'
import { text } from '../../text/text'
import type { Scene } from '../feature'

/** Whether it will never be here. */
async function isLost({ tx }: Pick<Scene, 'tx'>, { id, sha256 }: FileRef): Promise<boolean> {
  if (sha256 !== null) return false
  const arriving = await tx.get(arrivingFiles, id)
  // The note of one that was lost is kept for a month only.
  return !arriving || arriving.lost !== null
}

/** How many files are here or on their way, and how many are lost. */
export async function countFiles(
  scene: Pick<Scene, 'tx'>,
  evidence: Complaint['evidence'],
): Promise<{ count: number; lost: number }> {
  let lost = 0
  for (const { file } of evidence) if (await isLost(scene, file)) lost++
  return { count: evidence.length - lost, lost }
}

/** Why a file cannot be opened yet or ever, in words; undefined when it is here. */
export async function notHere(scene: Scene, file: FileRef): Promise<string | undefined> {
  if (file.sha256 !== null) return undefined
  return text(scene.language, (await isLost(scene, file)) ? 'casework.file-lost' : 'casework.file-arriving')
}
