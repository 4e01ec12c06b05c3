import { writeSync } from 'node:fs'
import { shardThread } from '../../../src/store/json/shard-thread'
import { notes, places } from '../samples'
import { openIn } from './open-temporary'

/**
 * Run as a process of its own: writes until it is killed, with snapshots and backups meanwhile, and says each write on its output after it
 * was acknowledged. With a script for it a thread writes the snapshots.
 */
const [folder, run, thread] = process.argv.slice(2) as [string, string, string | undefined]
const newShardThread = thread ? { newShardThread: () => shardThread(thread) } : {}
const store = await openIn(folder, { snapshotAfter: 60_000, rerunWrites: false, ...newShardThread })
let next = 0
async function writer(): Promise<void> {
  for (;;) {
    const id = `${run}-${next++}`
    await store.write([], async (tx) => {
      await tx.put(places, { id, town: 't' })
      await tx.append(notes, 'k', { at: '2026-01-01T00:00:00.000Z', person: `p${next % 50}`, text: id })
      await tx.add('n', 1)
    })
    writeSync(1, `${id}\n`)
  }
}
async function backUp(): Promise<void> {
  for (let day = 1; ; day = (day % 28) + 1) {
    await store.backUp(`2026-${String((Number(run) % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
  }
}
await Promise.all([...Array.from({ length: 16 }, writer), backUp()])
