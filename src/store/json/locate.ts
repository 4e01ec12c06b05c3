import { join } from 'node:path'
import { intactLines } from './checked-line'
import { type DamagedDocument, DamagedStore } from './damage'
import { type JournalRecord, journalPath, readJournal } from './journal'
import type { Manifest } from './manifest'
import { shardOf } from './shard'
import { snapshotFolder } from './snapshot'
import type { Shape } from './state'

/** Finds the file and line where a damaged document stands, for the person who has to mend it. */
export async function locate(
  { disk, folder }: Shape,
  manifest: Manifest,
  lastJournal: number,
  { collection, id, reason }: DamagedDocument,
): Promise<DamagedStore> {
  for (let number = lastJournal; number >= manifest.journal; number--) {
    const path = journalPath(folder, number)
    let found = 0
    const take = ({ c }: JournalRecord, line: number) => {
      if (c.some(({ d }) => d?.some((row) => row[0] === collection && row[1] === id))) found = line
    }
    // The last line may just be being written.
    readJournal(path, (await disk.readFile(path)) ?? Buffer.alloc(0), { seq: undefined, last: true }, take)
    if (found > 0) return new DamagedStore(path, found, reason)
  }
  const table = manifest.tables[collection]
  const name = table?.files[shardOf(id, table.shards)]
  if (name !== undefined) {
    const path = join(snapshotFolder(folder), name)
    const bytes = (await disk.readFile(path)) ?? Buffer.alloc(0)
    for (const { number, json } of intactLines(path, bytes)) {
      if (json.startsWith(`[${JSON.stringify(id)},`)) return new DamagedStore(path, number, reason)
    }
  }
  return new DamagedStore(collection, 0, reason)
}
