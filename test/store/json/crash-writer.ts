import { writeSync } from 'node:fs'
import { notes, places } from '../samples'
import { openIn } from './open-temporary'

/** Run as a process of its own: writes until it is killed, and says each write on its output after it was acknowledged. */
const [folder, run] = process.argv.slice(2) as [string, string]
const store = await openIn(folder, { snapshotAfter: 60_000, rerunWrites: false })
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
await Promise.all(Array.from({ length: 16 }, writer))
