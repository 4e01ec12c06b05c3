import { join } from 'node:path'
import { readableLines } from './checked-line'
import type { Disk } from './disk'
import type { JournalRecord } from './journal'
import { allKeyFiles } from './key-files'

/**
 * References of the data keys a store has destroyed, as far as it can still be read: in its keys, and in its journal, for a crash may have
 * come between the record and the deed.
 */
export async function destroyedKeys(disk: Disk, folder: string): Promise<string[]> {
  const refs: string[] = []
  for (const name of await allKeyFiles(disk, join(folder, 'keys'))) {
    for (const json of await linesOf(disk, join(folder, 'keys', name))) {
      const [ref, kept] = asList(JSON.parse(json))
      if (kept === null) refs.push(String(ref))
    }
  }
  for (const name of await disk.list(join(folder, 'journal'))) {
    for (const json of await linesOf(disk, join(folder, 'journal', name))) {
      const { c = [] } = JSON.parse(json) as Partial<JournalRecord>
      for (const { x = [] } of c) refs.push(...x)
    }
  }
  return refs
}

async function linesOf(disk: Disk, path: string): Promise<string[]> {
  return [...readableLines((await disk.readFile(path)) ?? Buffer.alloc(0))]
}

function asList(line: unknown): unknown[] {
  return Array.isArray(line) ? line : []
}
