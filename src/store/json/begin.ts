import { join } from 'node:path'
import { DamagedStore } from './damage'
import { Journal, journalPath } from './journal'
import { type Manifest, manifestPath, writeManifest } from './manifest'
import { snapshotFolder } from './snapshot'
import type { Shape } from './state'

/** Makes an empty store, or finishes making one. A folder with data but without a manifest is damaged, not new. */
export async function beginStore(shape: Shape): Promise<Manifest> {
  const { disk, folder } = shape
  const first = await disk.readFile(journalPath(folder, 1))
  const hasRecords = first !== undefined && first.indexOf(10) < first.length - 1
  const journals = (await disk.list(join(folder, 'journal'))).filter((name) => name.endsWith('.jsonl'))
  const snapshots = await disk.list(snapshotFolder(folder))
  if (hasRecords || journals.length > 1 || snapshots.length > 0) {
    throw new DamagedStore(manifestPath(folder), 0, 'missing, though there is data')
  }
  await disk.makeFolder(folder)
  await (await Journal.begin(disk, folder, 1, 1)).abandon()
  const tables = [...shape.plans].map(([name, { collection, signature }]) => {
    return [name, { version: collection.version, signature, shards: 1, files: {} }] as const
  })
  const manifest: Manifest = { journal: 1, seq: 1, tables: Object.fromEntries(tables), logs: {} }
  await writeManifest(disk, folder, manifest)
  return manifest
}
