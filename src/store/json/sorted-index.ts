import { type Entry, SortedEntries } from './sorted-entries'

/** An index: equality key → entries in order. A key with one entry holds it bare, because most keys have one and there are many. */
export class SortedIndex {
  #groups = new Map<string, Entry | SortedEntries>()
  /** While the snapshot is read: unsorted, sorted once by `settle`. */
  #loading: Map<string, Entry[]> | undefined

  group(key: string): SortedEntries | undefined {
    const group = this.#groups.get(key)
    return group === undefined || group instanceof SortedEntries ? group : SortedEntries.from([group])
  }

  add(key: string, entry: Entry): void {
    const group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, entry)
    else if (group instanceof SortedEntries) group.add(entry)
    else if (group.id !== entry.id || group.order !== entry.order)
      this.#groups.set(key, SortedEntries.from([group, entry]))
  }

  remove(key: string, entry: Entry): void {
    const group = this.#groups.get(key)
    if (group instanceof SortedEntries) {
      group.remove(entry)
      if (group.size === 0) this.#groups.delete(key)
    } else if (group?.id === entry.id) this.#groups.delete(key)
  }

  load(key: string, entry: Entry): void {
    if (this.#loading === undefined) this.#loading = new Map()
    const group = this.#groups.get(key)
    const many = this.#loading.get(key)
    if (many !== undefined) many.push(entry)
    else if (group === undefined) this.#groups.set(key, entry)
    else this.#loading.set(key, [group as Entry, entry])
  }

  settle(): void {
    for (const [key, entries] of this.#loading ?? []) this.#groups.set(key, SortedEntries.from(entries))
    this.#loading = undefined
  }
}
