import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ControlHandlers, isAnswering, serveControl } from './control-socket'
import { withShortPath } from './short-path'
import { finishTakingPlace } from './take-place'

/** Another bot answers for the folder. */
export class FolderHeld extends Error {
  constructor(readonly folder: string) {
    super(`${folder} is held by a bot that is running`)
  }
}

export interface HeldFolder {
  /** With its path, where it has been moved meanwhile. */
  release(path?: string): Promise<void>
}

const socketName = 'control.sock'
const turnPattern = /^control\.(\d+)\.lock$/

/**
 * Holds the folder for this process, and answers scripts at `control.sock` in it.
 *
 * Holding is a numbered turn: `control.<n>.lock` is a link to the holder's listening socket, and the highest number counts. A turn whose
 * socket does not answer is dead, and whoever links the next number first has it; a link cannot be made twice, so of several that start
 * at once one wins. Nobody removes a turn but the holder of a higher one, or its own holder.
 */
export async function holdFolder(folder: string, handlers: ControlHandlers): Promise<HeldFolder> {
  await finishTakingPlace(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const own = `control.${randomBytes(4).toString('hex')}.new`
  const { close } = await withShortPath(folder, own, async (path) => {
    const served = await serveControl(path, handlers)
    await chmod(path, 0o600)
    return served
  })
  let mine: number | undefined
  try {
    mine = await takeTurn(folder, own)
    for (const { name, turn } of await turns(folder)) if (turn < mine) await rm(join(folder, name), { force: true })
    await removeLeft(folder, own)
    await rename(join(folder, own), join(folder, socketName))
  } catch (error) {
    if (mine !== undefined) await rm(join(folder, turnName(mine)), { force: true })
    await rm(join(folder, own), { force: true })
    await close()
    throw error
  }
  const turn = turnName(mine)
  return {
    async release(path = folder) {
      // Unlinked while still answering: who starts now finds nobody, or us.
      await rm(join(path, socketName), { force: true })
      await rm(join(path, turn), { force: true })
      await close()
    },
  }
}

function turnName(turn: number): string {
  return `control.${turn}.lock`
}

async function turns(folder: string): Promise<{ name: string; turn: number }[]> {
  const names = await readdir(folder)
  const found = names.flatMap((name) => {
    const turn = turnPattern.exec(name)?.[1]
    return turn === undefined ? [] : [{ name, turn: Number(turn) }]
  })
  return found.sort((a, b) => a.turn - b.turn)
}

async function takeTurn(folder: string, own: string): Promise<number> {
  for (;;) {
    const last = (await turns(folder)).at(-1)
    if (last !== undefined && (await withShortPath(folder, last.name, isAnswering))) throw new FolderHeld(folder)
    const next = (last?.turn ?? 0) + 1
    const linked = await link(join(folder, own), join(folder, turnName(next))).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false
        // Who won has taken our socket, not yet listening, for one left by a crash.
        if (error.code === 'ENOENT') throw new FolderHeld(folder)
        throw error
      },
    )
    if (!linked) continue
    // One that was slow may have linked a number that others have long passed: it steps back.
    if ((await turns(folder)).at(-1)?.turn === next) return next
    await rm(join(folder, turnName(next)), { force: true })
  }
}

/** Sockets of starts that died before they held anything. One that is just starting answers, and is left alone. */
async function removeLeft(folder: string, own: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.new') || !name.startsWith('control.') || name === own) continue
    if (!(await withShortPath(folder, name, isAnswering))) await rm(join(folder, name), { force: true })
  }
}
