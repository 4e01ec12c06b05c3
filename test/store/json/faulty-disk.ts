import { cpSync } from 'node:fs'
import { basename } from 'node:path'
import type { Disk, OpenFile } from '../../../src/store/json/disk'
import { realDisk } from '../../../src/store/json/disk'

export type DiskStep =
  | 'write'
  | 'sync'
  | 'truncate'
  | 'rename'
  | 'remove'
  | 'link'
  | 'syncFolder'
  | 'makeFolder'
  | 'create'
  | 'open'

/** A real disk of which any step that changes something can be made to fail, or be watched. */
export class FaultyDisk implements Disk {
  /** Asked before each step; what it gives back is thrown. A failing write leaves half of its bytes. */
  fail: (step: DiskStep, path: string) => Error | undefined = () => undefined
  readonly steps: { step: DiskStep; path: string }[] = []

  #before(step: DiskStep, path: string): Error | undefined {
    this.steps.push({ step, path })
    return this.fail(step, path)
  }

  #check(step: DiskStep, path: string): void {
    const error = this.#before(step, path)
    if (error) throw error
  }

  async open(path: string, how: 'read' | 'change' | 'create'): Promise<OpenFile> {
    this.#check(how === 'create' ? how : 'open', path)
    const file = await realDisk.open(path, how)
    return {
      write: async (bytes, position) => {
        const error = this.#before('write', path)
        if (error) await file.write(bytes.subarray(0, bytes.length >> 1), position)
        if (error) throw error
        await file.write(bytes, position)
      },
      read: (length, position) => file.read(length, position),
      truncate: async (length) => {
        this.#check('truncate', path)
        await file.truncate(length)
      },
      sync: async () => {
        this.#check('sync', path)
        await file.sync()
      },
      close: () => file.close(),
    }
  }

  openRows = realDisk.openRows
  readFile = realDisk.readFile
  size = realDisk.size
  list = realDisk.list
  isSameFile = realDisk.isSameFile

  async rename(from: string, to: string): Promise<void> {
    this.#check('rename', to)
    await realDisk.rename(from, to)
  }

  async remove(path: string): Promise<void> {
    this.#check('remove', path)
    await realDisk.remove(path)
  }

  async makeFolder(path: string): Promise<void> {
    this.#check('makeFolder', path)
    await realDisk.makeFolder(path)
  }

  async link(from: string, to: string): Promise<void> {
    this.#check('link', to)
    await realDisk.link(from, to)
  }

  async removeFolder(path: string): Promise<void> {
    this.#check('remove', path)
    await realDisk.removeFolder(path)
  }

  async syncFolder(path: string): Promise<void> {
    this.#check('syncFolder', path)
    await realDisk.syncFolder(path)
  }
}

export function diskError(code: 'EIO' | 'ENOSPC'): Error {
  return Object.assign(new Error(`${code}: meant`), { code })
}

/** Copies the folder as a crash before each step would leave it; gives the copies' names. */
export function copyBeforeEachStep(disk: FaultyDisk, folder: string, copies: string): string[] {
  const made: string[] = []
  disk.fail = (step, path) => {
    const copy = `${copies}/${String(made.length).padStart(4, '0')}-${step}-${path.slice(folder.length + 1).replaceAll('/', '_')}`
    // What holds a folder is a socket, dead after a crash.
    cpSync(folder, copy, { recursive: true, filter: (path) => !basename(path).startsWith('control.') })
    made.push(copy)
    return undefined
  }
  return made
}
