import { boundTo } from '../envelope'
import type { Change } from '../store'
import type { CommitRecord } from './journal'
import type { Layer } from './layer'
import { countersTable, type State } from './state'

/** The journal's text of a commit: rows are JSON already and are not written twice. */
export function commitText(layer: Layer): string {
  const documents: string[] = []
  for (const [name, table] of layer.tables) {
    for (const [id, { row }] of table.versions) documents.push(`[${JSON.stringify(name)},${JSON.stringify(id)},${row}]`)
  }
  const parts: string[] = []
  if (documents.length > 0) parts.push(`"d":[${documents.join(',')}]`)
  if (layer.counters.size > 0) {
    parts.push(`"a":${JSON.stringify([...layer.counters].map(([name, { sum }]) => [name, sum]))}`)
  }
  if (layer.entries.size > 0) {
    const entries = [...layer.entries.values()].flat()
    const texts = entries.map(
      (e) => `[${JSON.stringify(e.log)},${JSON.stringify(e.key)},${e.seq},"${e.month}",${e.row}]`,
    )
    parts.push(`"l":[${texts.join(',')}]`)
  }
  if (layer.dropped.size > 0) parts.push(`"x":${JSON.stringify([...layer.dropped])}`)
  if (layer.droppedParts.length > 0) parts.push(`"p":${JSON.stringify(layer.droppedParts)}`)
  return `{${parts.join(',')}}`
}

/** Makes a durable commit visible; its log entries are appended apart. */
export function applyCommit(state: State, layer: Layer): Change[] {
  const changes: Change[] = []
  for (const [of, table] of layer.tables) {
    const durable = state.table(of)
    for (const [id, version] of table.versions) {
      durable.set(id, version.row, version.keys)
      if (version.row === null) state.lately.delete(boundTo(of, id))
      else state.lately.set(boundTo(of, id), version.opened)
      changes.push({ of, id })
    }
  }
  for (const [name, { sum }] of layer.counters) state.table(countersTable).set(name, String(sum))
  for (const entries of layer.entries.values()) {
    for (const { log, key, seq, opened } of entries) state.lately.set(boundTo(log, key, seq), opened)
    const first = entries[0]
    if (first !== undefined) changes.push({ of: first.log, id: first.key })
  }
  return changes
}

/** The same from the journal, while a start reads. */
export function replayCommit(state: State, record: CommitRecord): void {
  for (const [name, id, row] of record.d ?? []) {
    state.table(name).set(id, row === null ? null : JSON.stringify(row))
  }
  for (const [name, sum] of record.a ?? []) state.table(countersTable).set(name, String(sum))
}
