import { join } from 'node:path'
import type { Disk, OpenFile } from './disk'
import { NewFolder } from './new-folder'

/** How long each file is and how many lines were added to it, by path. */
export type Lengths = Record<string, [bytes: number, lines: number]>

const mostOpen = 300

/** Files that only grow, in a folder that is being filled; after a crash each is cut to what was known of it. */
export class GrowingFiles {
  readonly #open = new Map<string, OpenFile>()
  readonly #waiting = new Map<string, string[]>()
  readonly #unsynced = new Set<string>()
  readonly #laid: NewFolder

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    readonly lengths: Lengths,
  ) {
    this.#laid = new NewFolder(disk, folder)
  }

  add(path: string, line: string): { at: number; length: number } {
    const [at, lines] = this.lengths[path] ?? [0, 0]
    const length = Buffer.byteLength(line)
    const waiting = this.#waiting.get(path) ?? []
    waiting.push(line)
    this.#waiting.set(path, waiting)
    this.lengths[path] = [at + length, lines + 1]
    return { at, length }
  }

  async write(): Promise<void> {
    for (const [path, texts] of this.#waiting) {
      const bytes = Buffer.from(texts.join(''))
      const at = (this.lengths[path]?.[0] ?? 0) - bytes.length
      await (await this.#file(path, at)).write(bytes, at)
      this.#unsynced.add(path)
    }
    this.#waiting.clear()
  }

  async sync(): Promise<void> {
    for (const path of this.#unsynced) await this.#open.get(path)?.sync()
    this.#unsynced.clear()
    await this.#laid.sync()
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await file.close()
    this.#open.clear()
  }

  /** What a process before this one wrote behind the place is taken away. */
  async #file(path: string, at: number): Promise<OpenFile> {
    let file = this.#open.get(path)
    if (file === undefined) {
      if (this.#open.size >= mostOpen) {
        await this.sync()
        await this.close()
      }
      file = await this.disk.open(await this.#laid.place(path), 'change')
      await file.truncate(at)
      this.#open.set(path, file)
    }
    return file
  }

  async cut(): Promise<void> {
    for (const [path, [bytes]] of Object.entries(this.lengths)) {
      if (bytes === 0) continue
      const file = await this.disk.open(join(this.folder, path), 'change')
      await file.truncate(bytes)
      await file.close()
    }
  }
}
