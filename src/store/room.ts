import { statfs } from 'node:fs/promises'

/** Bytes that whoever runs this may still fill on the disk of the folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
