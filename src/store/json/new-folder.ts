import { join } from 'node:path'
import type { Disk } from './disk'

/** A folder that is being filled by paths; the folders between are made when they are first needed, and are durable after `sync`. */
export class NewFolder {
  readonly #made = new Set<string>()

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
  ) {}

  /** Where a file of this path is to be written. */
  async place(path: string): Promise<string> {
    const names = path.split('/')
    for (let depth = 0; depth < names.length; depth++) {
      const folder = join(this.folder, ...names.slice(0, depth))
      if (!this.#made.has(folder)) await this.disk.makeFolder(folder)
      this.#made.add(folder)
    }
    return join(this.folder, path)
  }

  async sync(): Promise<void> {
    for (const folder of this.#made) await this.disk.syncFolder(folder)
  }
}
