import { boundTo, seal, unseal } from '../envelope'
import type { KeyName } from '../store'
import { DamagedStore } from './damage'
import { type KeyLine, keyPath, keyShards, lineOfKey, nameOf, refOf, wrappedIn } from './key-files'
import { shardOf } from './shard'

/** A data key and the reference that envelopes under it carry: `<name>/<generation>`. A name gets a new generation after a drop. */
export interface DataKey {
  name: KeyName
  ref: string
  key: Buffer
}

/** The data keys as memory holds them: wrapped by a master key, and unwrapped when they are asked for. */
export class WrappedKeys {
  /** By shard, as the files have them: `<generation>.<wrapped key in base64>` by name; 60,000 of them must stay small. */
  readonly #kept = perShard(() => new Map<string, string>())
  /** Made for a name whose key is being dropped in the same breath; takes its place once that is done. Until then a crash, or a disk that
   * refuses the commit, leaves the old one valid. */
  readonly #next = new Map<string, string>()
  /** By shard: references. */
  readonly #dropped = perShard(() => new Set<string>())
  /** Names of kept keys that no shard on the disk need hold yet. */
  readonly #recent = new Set<string>()
  readonly #opened = new Map<string, Buffer>()

  /** The generation of its files in the folder: told where a key cannot be found or opened. */
  constructor(
    private readonly folder: string,
    private readonly generation: number,
    private readonly masterKey: Buffer,
  ) {}

  current(name: KeyName): DataKey | undefined {
    const kept = this.#keptUnder(name)
    return kept === undefined ? undefined : this.#unwrap(name, kept)
  }

  isDropped(ref: string): boolean {
    return this.#dropped[shardOfKey(nameOf(ref))]?.has(ref) === true
  }

  isKept(ref: string): boolean {
    const kept = this.#keptUnder(nameOf(ref))
    return kept !== undefined && refOf(nameOf(ref), kept) === ref
  }

  /** The key an envelope names; undefined when it was destroyed. */
  byRef(ref: string): Buffer | undefined {
    const name = nameOf(ref)
    for (const kept of [this.#keptUnder(name), this.#next.get(name)]) {
      if (kept !== undefined && refOf(name, kept) === ref) return this.#unwrap(name, kept).key
    }
    if (this.isDropped(ref)) return undefined
    throw this.#damage(name, `no data key ${ref}`)
  }

  /** A line of a file: a key that stands on the disk, the name's own or the one after it, or one that was destroyed. */
  take([name, kept]: KeyLine, recent: boolean): void {
    if (kept === null) {
      this.#dropped[shardOfKey(nameOf(name))]?.add(name)
      return
    }
    if (this.isDropped(refOf(name, kept))) return
    const before = this.#keptUnder(name)
    if (before !== undefined && refOf(name, before) !== refOf(name, kept)) {
      this.#next.set(name, kept)
      return
    }
    this.#kept[shardOfKey(name)]?.set(name, kept)
    if (recent) this.#recent.add(name)
  }

  drop(ref: string): void {
    const name = nameOf(ref)
    this.#dropped[shardOfKey(name)]?.add(ref)
    this.#opened.delete(ref)
    if (!this.isKept(ref)) return
    const next = this.#next.get(name)
    this.#next.delete(name)
    this.#kept[shardOfKey(name)]?.delete(name)
    this.#recent.delete(name)
    if (next !== undefined) this.take([name, next], true)
  }

  /** As it is kept. */
  wrap({ ref, key }: DataKey): KeyLine {
    return lineOfKey(ref, seal(this.masterKey, boundTo('key', ref), key))
  }

  /** What a shard's file holds. */
  shard(shard: number): KeyLine[] {
    const dropped = Array.from(this.#dropped[shard] ?? [], (ref): KeyLine => [ref, null])
    return [...(this.#kept[shard] ?? []), ...dropped]
  }

  /** What the file of recent keys holds. */
  recent(): KeyLine[] {
    const recent = [...this.#recent].flatMap((name): KeyLine[] => {
      const kept = this.#keptUnder(name)
      return kept === undefined ? [] : [[name, kept]]
    })
    return [...recent, ...this.#next]
  }

  recentShards(): Set<number> {
    return new Set([...this.#recent].map(shardOfKey))
  }

  /** The shards hold all that was recent. */
  fold(): void {
    this.#recent.clear()
  }

  /** A line of this ring, as another master key has it. */
  rewrap([name, kept]: KeyLine, into: WrappedKeys): KeyLine {
    return kept === null ? [name, null] : into.wrap(this.#unwrap(name as KeyName, kept))
  }

  /** Whether a line of this ring and one of another are the same key. */
  isSame([name, kept]: KeyLine, other: WrappedKeys, line: KeyLine | undefined): boolean {
    if (line === undefined || line[0] !== name || (line[1] === null) !== (kept === null)) return false
    if (kept === null || line[1] === null) return true
    const mine = this.#unwrap(name as KeyName, kept)
    const its = other.#unwrap(name as KeyName, line[1])
    return mine.ref === its.ref && mine.key.equals(its.key)
  }

  #keptUnder(name: string): string | undefined {
    return this.#kept[shardOfKey(name)]?.get(name)
  }

  #unwrap(name: KeyName, kept: string): DataKey {
    const ref = refOf(name, kept)
    let key = this.#opened.get(ref)
    if (key === undefined) {
      key = unseal(this.masterKey, boundTo('key', ref), wrappedIn(kept))
      if (key === undefined) throw this.#damage(name, `data key ${ref} cannot be unwrapped`)
      if (this.#opened.size >= 10_000) this.#opened.clear()
      this.#opened.set(ref, key)
    }
    return { name, ref, key }
  }

  #damage(name: KeyName, trouble: string): DamagedStore {
    return new DamagedStore(keyPath(this.folder, shardOfKey(name), this.generation), 0, trouble)
  }
}

function shardOfKey(name: string): number {
  return shardOf(name, keyShards)
}

function perShard<T>(make: () => T): T[] {
  return Array.from({ length: keyShards }, make)
}
