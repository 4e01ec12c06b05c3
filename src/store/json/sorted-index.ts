import { compareEntries, type Entry, SortedEntries } from './sorted-entries'

/** A key with one entry holds it bare, one of order 0 as its id alone: most keys are such, and there are many. */
type Group = string | Entry | SortedEntries

/** An index: equality key → entries in order. */
export class SortedIndex {
  #groups = new Map<string, Group>()
  /** While the snapshot is read: unsorted, sorted once by `settle`. */
  #loading: Map<string, Entry[]> | undefined

  group(key: string): SortedEntries | undefined {
    const group = this.#groups.get(key)
    return group === undefined || group instanceof SortedEntries ? group : SortedEntries.from([single(group)])
  }

  add(key: string, entry: Entry): void {
    const group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, bare(entry))
    else if (group instanceof SortedEntries) group.add(entry)
    else if (compareEntries(single(group), entry) !== 0) {
      this.#groups.set(key, SortedEntries.from([single(group), entry]))
    }
  }

  remove(key: string, entry: Entry): void {
    const group = this.#groups.get(key)
    if (group instanceof SortedEntries) {
      group.remove(entry)
      if (group.size === 0) this.#groups.delete(key)
    } else if (group !== undefined && compareEntries(single(group), entry) === 0) this.#groups.delete(key)
  }

  load(key: string, entry: Entry): void {
    if (this.#loading === undefined) this.#loading = new Map()
    const group = this.#groups.get(key)
    const many = this.#loading.get(key)
    if (many !== undefined) many.push(entry)
    else if (group === undefined) this.#groups.set(key, bare(entry))
    else this.#loading.set(key, [single(group as string | Entry), entry])
  }

  settle(): void {
    for (const [key, entries] of this.#loading ?? []) this.#groups.set(key, SortedEntries.from(entries))
    this.#loading = undefined
  }
}

function bare(entry: Entry): string | Entry {
  return entry.order === 0 ? entry.id : entry
}

function single(group: string | Entry): Entry {
  return typeof group === 'string' ? { order: 0, id: group } : group
}
