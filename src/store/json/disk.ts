import { closeSync, openSync, readSync } from 'node:fs'
import {
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface OpenFile {
  /** Writes all of it. */
  write(bytes: Uint8Array, position: number): Promise<void>
  /** Fewer bytes than asked for at the end of the file. */
  read(length: number, position: number): Promise<Buffer>
  truncate(length: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** A file of which little pieces are read at once: through the page cache that takes microseconds, a turn of the loop takes more. */
export interface RowFile {
  /** Fewer bytes than asked for at the end of the file. */
  read(into: Buffer, length: number, position: number): number
  close(): void
}

/** All the store does to a disk, so that a test can let any single step of it fail. */
export interface Disk {
  /** `create` empties what is there, `change` keeps it and makes it when missing. */
  open(path: string, how: 'read' | 'change' | 'create'): Promise<OpenFile>
  openRows(path: string): RowFile
  /** Undefined when there is no such file. */
  readFile(path: string): Promise<Buffer | undefined>
  size(path: string): Promise<number | undefined>
  /** Names in a folder; none when it does not exist. */
  list(folder: string): Promise<string[]>
  rename(from: string, to: string): Promise<void>
  /** A second name for a file that only grows or never changes; a copy where the disk knows no second names. Nothing when it is missing. */
  link(from: string, to: string): Promise<void>
  /** Whether two names are one file on the disk; not where either is missing. */
  isSameFile(one: string, other: string): Promise<boolean>
  /** With everything in it. */
  removeFolder(path: string): Promise<void>
  /** Missing is as good as removed. */
  remove(path: string): Promise<void>
  makeFolder(path: string): Promise<void>
  syncFolder(path: string): Promise<void>
}

const flags = { read: 'r', change: 'a+', create: 'w+' } as const

export const realDisk: Disk = {
  async open(path, how) {
    // 'a' would ignore positions, and 'r+' does not create: the file is made first.
    if (how === 'change') await (await open(path, flags.change, 0o600)).close()
    return openFile(await open(path, how === 'change' ? 'r+' : flags[how], 0o600))
  },
  openRows(path) {
    const file = openSync(path, 'r')
    return {
      read(into, length, position) {
        let done = 0
        while (done < length) {
          const more = readSync(file, into, done, length - done, position + done)
          if (more === 0) break
          done += more
        }
        return done
      },
      close: () => closeSync(file),
    }
  },
  readFile: (path) => unlessMissing(readFile(path)),
  size: async (path) => (await unlessMissing(stat(path)))?.size,
  list: async (folder) => (await unlessMissing(readdir(folder))) ?? [],
  rename,
  link: (from, to) => link(from, to).catch((error) => otherwiseCopy(error, from, to)),
  async isSameFile(one, other) {
    const [a, b] = await Promise.all([one, other].map((path) => unlessMissing(stat(path))))
    return a !== undefined && a.ino === b?.ino && a.dev === b.dev
  },
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  remove: (path) => unlessMissing(unlink(path)),
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 })
    if (first !== undefined) await this.syncFolder(dirname(first))
  },
  async syncFolder(path) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}

/** Replaces a file as a whole: after a crash either the old or the new one is there. */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`
  const file = await disk.open(temporary, 'create')
  try {
    await file.write(bytes, 0)
    await file.sync()
  } catch (error) {
    // On a full disk it would take the last room there is.
    await disk.remove(temporary).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
  await disk.rename(temporary, path)
  await disk.syncFolder(dirname(path))
}

/** Removes what a crash in the middle of `replaceFile` left. */
export async function removeTemporaries(disk: Disk, folder: string): Promise<void> {
  for (const name of await disk.list(folder)) if (name.endsWith('.tmp')) await disk.remove(join(folder, name))
}

function openFile(handle: FileHandle): OpenFile {
  return {
    async write(bytes, position) {
      let done = 0
      while (done < bytes.length) {
        done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten
      }
    },
    async read(length, position) {
      const buffer = Buffer.allocUnsafe(length)
      let done = 0
      while (done < length) {
        const { bytesRead } = await handle.read(buffer, done, length - done, position + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return buffer.subarray(0, done)
    },
    truncate: (length) => handle.truncate(length),
    // The data and the length are enough to read it back; times are not needed.
    sync: () => handle.datasync(),
    close: () => handle.close(),
  }
}

async function unlessMissing<R>(result: Promise<R>): Promise<R | undefined> {
  try {
    return await result
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function otherwiseCopy({ code }: NodeJS.ErrnoException, from: string, to: string): Promise<void> {
  if (code === 'ENOENT') return
  await unlessMissing(copyFile(from, to))
}
