import { join } from 'node:path'
import { z } from 'zod'
import { headerLine, intactLines, readHeader } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'

/** Which files make up the store. Replacing it is the one step by which a new snapshot takes the old one's place. */
const manifestSchema = z.object({
  /** The first journal file to be replayed over the snapshot, and its first record. */
  journal: z.number().int().positive(),
  seq: z.number().int().positive(),
  tables: z.record(
    z.string(),
    z.object({
      /** Of the collection, null for the store's own tables. */
      version: z.number().int().nullable(),
      signature: z.string().nullable(),
      shards: z.number().int().positive(),
      /** File names by number of the shard. */
      files: z.record(z.string(), z.string()),
    }),
  ),
  /** Bytes of each monthly part of each log that the snapshot's heads know. */
  logs: z.record(z.string(), z.record(z.string(), z.number().int().nonnegative())),
})
export type Manifest = z.infer<typeof manifestSchema>

export function manifestPath(folder: string): string {
  return join(folder, 'manifest.json')
}

export async function readManifest(disk: Disk, folder: string): Promise<Manifest | undefined> {
  const path = manifestPath(folder)
  const bytes = await disk.readFile(path)
  if (bytes === undefined) return undefined
  for (const { json } of intactLines(path, bytes)) {
    const parsed = manifestSchema.safeParse(readHeader(path, json, 'manifest'))
    if (!parsed.success) throw new DamagedStore(path, 1, z.prettifyError(parsed.error))
    return parsed.data
  }
  throw new DamagedStore(path, 0, 'empty')
}

export async function writeManifest(disk: Disk, folder: string, manifest: Manifest): Promise<void> {
  await replaceFile(disk, manifestPath(folder), Buffer.from(headerLine('manifest', manifest)))
}
