import type { Commit } from './group-commit'
import type { Journal } from './journal'
import type { KeyRing } from './key-ring'
import type { State } from './state'

export interface FlushDeps {
  state: State
  ring: KeyRing
  journal: Journal
}

/**
 * Makes commits durable, in the one order that a crash may cut anywhere: new data keys, then the journal record that needs them, then what
 * the record says is to be done to log parts and keys, which the next start does over again.
 */
export async function flushCommits({ state, ring, journal }: FlushDeps, commits: readonly Commit[]): Promise<void> {
  const layers = commits.map(({ layer }) => layer)
  const keys = layers.flatMap((layer) => [...layer.keys.values()].flatMap((key) => ('ref' in key ? [key] : [])))
  if (keys.length > 0) await ring.add(keys)
  const texts = commits.flatMap(({ layer, text }) => (layer.isEmpty ? [] : [text]))
  if (texts.length > 0) await journal.append(texts)

  const entries = layers.flatMap((layer) => [...layer.entries.values()].flat())
  for (const log of new Set(entries.map((entry) => entry.log))) {
    const own = entries.filter((entry) => entry.log === log)
    await state.log(log).append(own, state.heads(log))
  }
  for (const [log, month] of layers.flatMap((layer) => layer.droppedParts)) await state.log(log).remove(month)
  const dropped = layers.flatMap((layer) => [...layer.dropped])
  if (dropped.length > 0) {
    await ring.drop(dropped)
    state.lately.clear()
  }
}
