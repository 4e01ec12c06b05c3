import { rename, stat } from 'node:fs/promises'
import type { Disk } from './disk'

/** Where a folder stands that is whole and about to take another's place. */
export function comingName(folder: string): string {
  return `${folder}.restored`
}

/** Moves the folder `aside`, where there is one, and the coming one into its place. A crash between the two is made up for by `finishTakingPlace`. */
export async function takePlace(disk: Disk, folder: string, aside: string | undefined): Promise<void> {
  if (aside !== undefined) await disk.rename(folder, aside)
  try {
    await disk.rename(comingName(folder), folder)
  } catch (error) {
    if (aside === undefined) throw error
    // A bot that was started just then has finished it.
    if ((await disk.size(folder)) !== undefined) return
    await disk.rename(aside, folder)
    throw error
  }
}

/** Before anybody takes a folder that is missing for a new one. */
export async function finishTakingPlace(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  if (isThere) return
  await rename(comingName(folder), folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
