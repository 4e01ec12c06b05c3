import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The kernel takes 107 bytes for the path of a socket (103 on some systems) and may silently cut a longer one. */
const longest = 100

/** Gives a short path to a folder for the time of `fn`: itself, or a link to it in a private temporary folder. */
export async function withShortPath<R>(folder: string, name: string, fn: (path: string) => Promise<R>): Promise<R> {
  const path = join(resolve(folder), name)
  if (Buffer.byteLength(path) <= longest) return fn(path)
  const own = await mkdtemp(join(tmpdir(), 'lx-'))
  try {
    await symlink(resolve(folder), join(own, 'd'))
    return await fn(join(own, 'd', name))
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}
