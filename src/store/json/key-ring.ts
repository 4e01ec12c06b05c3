import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { boundTo, seal, unseal } from '../envelope'
import { WrongMasterKey } from '../keys'
import type { KeyName } from '../store'
import { checkedLine, headerLine, intactLines, isIntact, readHeader } from './checked-line'
import { DamagedStore } from './damage'
import { type Disk, type OpenFile, removeTemporaries, replaceFile } from './disk'
import { shardOf } from './shard'

/** A data key and the reference that envelopes under it carry: `<name>/<generation>`. A name gets a new generation after a drop. */
export interface DataKey {
  name: KeyName
  ref: string
  key: Buffer
}

const shards = 64
const checkText = 'lianxin'

/**
 * The data keys, each wrapped by the master key, in `keys/`: 64 shards, and `recent.jsonl` for what is newer than the shards, because one
 * file is fsynced faster than the many that a batch of new people would touch. Dropping a key rewrites its files without it, so that the
 * wrapped key stands nowhere any more; only its reference stays, to tell a destroyed key from a lost one.
 */
export class KeyRing {
  /** `<generation>.<wrapped key in base64>` by name: 60,000 of them must stay small. */
  #kept = new Map<string, string>()
  /** Made for a name whose key is being dropped in the same breath; takes its place once that is done. Until then a crash, or a disk that
   * refuses the commit, leaves the old one valid. */
  #next = new Map<string, string>()
  #dropped = new Set<string>()
  /** Dropped, but the files may still hold them: the next try writes again. */
  #undone = new Set<string>()
  #recent = new Set<string>()
  #recentFile: OpenFile | undefined
  #recentLength = 0
  #opened = new Map<string, Buffer>()
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    private readonly masterKey: Buffer,
  ) {}

  /** Reads the folder; writes nothing when the master key is not the one the store was made with. */
  static async open(disk: Disk, storeFolder: string, masterKey: Buffer, isNew: boolean): Promise<KeyRing> {
    const ring = new KeyRing(disk, join(storeFolder, 'keys'), masterKey)
    const checkPath = join(ring.folder, 'check.json')
    const check = await disk.readFile(checkPath)
    if (check === undefined) {
      if (!isNew) throw new DamagedStore(checkPath, 0, 'missing')
      await disk.makeFolder(ring.folder)
      await replaceFile(
        disk,
        checkPath,
        Buffer.from(seal(masterKey, checkPath.slice(-10), checkText).toString('base64')),
      )
      return ring
    }
    const opened = unseal(masterKey, checkPath.slice(-10), Buffer.from(check.toString('latin1'), 'base64'))
    if (opened?.toString() !== checkText) throw new WrongMasterKey('the master key does not open this store')
    for (let shard = 0; shard < shards; shard++) await ring.#read(ring.#path(shard), false)
    await ring.#read(ring.#path('recent'), true)
    return ring
  }

  /** The key now valid under a name. */
  current(name: KeyName): DataKey | undefined {
    const kept = this.#kept.get(name)
    return kept === undefined ? undefined : this.#unwrap(name, kept)
  }

  make(name: KeyName): DataKey {
    return { name, ref: `${name}/${randomBytes(6).toString('base64url')}`, key: randomBytes(32) }
  }

  isDropped(ref: string): boolean {
    return this.#dropped.has(ref)
  }

  isKept(ref: string): boolean {
    const kept = this.#kept.get(nameOf(ref))
    return kept !== undefined && refOf(nameOf(ref), kept) === ref
  }

  /** The key an envelope names; undefined when it was destroyed. */
  byRef(ref: string): Buffer | undefined {
    const name = nameOf(ref)
    for (const kept of [this.#kept.get(name), this.#next.get(name)]) {
      if (kept !== undefined && refOf(name, kept) === ref) return this.#unwrap(name, kept).key
    }
    if (this.#dropped.has(ref)) return undefined
    throw new DamagedStore(this.#path(shardOf(name, shards)), 0, `no data key ${ref}`)
  }

  /** Durable when it settles, before anything sealed under the keys may be written. */
  add(keys: readonly DataKey[]): Promise<void> {
    return this.#inTurn(async () => {
      const lines = keys.map((key) => [key.name, `${key.ref.slice(key.name.length + 1)}.${this.#wrap(key)}`] as const)
      if (this.#recentFile === undefined) await this.#writeRecent(lines)
      else {
        const bytes = Buffer.from(lines.map((line) => checkedLine(JSON.stringify(line))).join(''))
        try {
          await this.#recentFile.write(bytes, this.#recentLength)
          await this.#recentFile.sync()
        } catch (error) {
          // The descriptor is not trusted again: the next addition rewrites the file from memory.
          await this.#recentFile.close().catch(() => {})
          this.#recentFile = undefined
          throw error
        }
        this.#recentLength += bytes.length
      }
      for (const [name, kept] of lines) this.#take(name, kept, true)
    })
  }

  /** Destroys keys by reference; references already destroyed or never durable are passed over. */
  drop(refs: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const gone = new Set<number>()
      for (const ref of refs) {
        if (this.#dropped.has(ref) && !this.#undone.has(ref)) continue
        const name = nameOf(ref)
        this.#dropped.add(ref)
        this.#opened.delete(ref)
        gone.add(shardOf(name, shards))
        const kept = this.#kept.get(name)
        if (kept === undefined || refOf(name, kept) !== ref) continue
        const next = this.#next.get(name)
        this.#next.delete(name)
        this.#kept.delete(name)
        this.#recent.delete(name)
        if (next !== undefined) this.#take(name, next, true)
      }
      try {
        for (const shard of gone) await this.#writeShard(shard)
        if (gone.size > 0) await this.#writeRecent([])
      } catch (error) {
        for (const ref of refs) this.#undone.add(ref)
        throw error
      }
      for (const ref of refs) this.#undone.delete(ref)
    })
  }

  /** Moves what is recent into the shards, when it is worth it. */
  fold(atLeast = 256 * 1024): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#recentLength < atLeast) return
      const touched = new Set([...this.#recent].map((name) => shardOf(name, shards)))
      for (const shard of touched) await this.#writeShard(shard)
      this.#recent.clear()
      await this.#writeRecent([])
    })
  }

  /** Copies the files as they are now over those that another folder has from before. */
  copyTo(folder: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.disk.makeFolder(folder)
      for (const name of await keyFiles(this.disk, this.folder)) {
        const bytes = await this.disk.readFile(join(this.folder, name))
        if (bytes !== undefined) await replaceFile(this.disk, join(folder, name), bytes)
      }
    })
  }

  async close(): Promise<void> {
    await this.#turn
    await this.#recentFile?.close()
    this.#recentFile = undefined
  }

  #path(shard: number | 'recent'): string {
    return join(this.folder, `${shard === 'recent' ? shard : shard.toString(16).padStart(2, '0')}.jsonl`)
  }

  #inTurn<R>(fn: () => Promise<R>): Promise<R> {
    const result = this.#turn.then(fn)
    this.#turn = result.catch(() => {})
    return result
  }

  #wrap(key: DataKey): string {
    return seal(this.masterKey, boundTo('key', key.ref), key.key).toString('base64')
  }

  #unwrap(name: KeyName, kept: string): DataKey {
    const ref = refOf(name, kept)
    let key = this.#opened.get(ref)
    if (key === undefined) {
      key = unseal(this.masterKey, boundTo('key', ref), Buffer.from(kept.slice(kept.indexOf('.') + 1), 'base64'))
      if (key === undefined)
        throw new DamagedStore(this.#path(shardOf(name, shards)), 0, `data key ${ref} cannot be unwrapped`)
      if (this.#opened.size >= 10_000) this.#opened.clear()
      this.#opened.set(ref, key)
    }
    return { name, ref, key }
  }

  async #writeShard(shard: number): Promise<void> {
    const lines = [headerLine('keys', {})]
    for (const [name, kept] of this.#kept)
      if (shardOf(name, shards) === shard) lines.push(checkedLine(JSON.stringify([name, kept])))
    for (const ref of this.#dropped) {
      if (shardOf(nameOf(ref), shards) === shard) lines.push(checkedLine(JSON.stringify([ref, null])))
    }
    await replaceFile(this.disk, this.#path(shard), Buffer.from(lines.join('')))
  }

  async #writeRecent(more: readonly (readonly [string, string])[]): Promise<void> {
    const lines = [headerLine('keys', {})]
    for (const name of this.#recent) {
      const kept = this.#kept.get(name)
      if (kept !== undefined) lines.push(checkedLine(JSON.stringify([name, kept])))
    }
    for (const line of [...this.#next, ...more]) lines.push(checkedLine(JSON.stringify(line)))
    const bytes = Buffer.from(lines.join(''))
    await this.#recentFile?.close().catch(() => {})
    this.#recentFile = undefined
    await replaceFile(this.disk, this.#path('recent'), bytes)
    this.#recentFile = await this.disk.open(this.#path('recent'), 'change')
    this.#recentLength = bytes.length
  }

  async #read(path: string, recent: boolean): Promise<void> {
    let bytes = await this.disk.readFile(path)
    if (bytes === undefined) return
    if (recent) bytes = bytes.subarray(0, intactLength(bytes))
    for (const { number, json } of intactLines(path, bytes)) {
      if (number === 1) readHeader(path, json, 'keys')
      else {
        const [name, kept] = JSON.parse(json) as [string, string | null]
        if (kept === null) this.#dropped.add(name)
        else if (!this.#dropped.has(refOf(name, kept))) this.#take(name, kept, recent)
      }
    }
  }

  /** A key that stands on the disk: the name's own, or the one after it. */
  #take(name: string, kept: string, recent: boolean): void {
    const before = this.#kept.get(name)
    if (before !== undefined && refOf(name, before) !== refOf(name, kept)) {
      this.#next.set(name, kept)
      return
    }
    this.#kept.set(name, kept)
    if (recent) this.#recent.add(name)
  }

  /** Before the first write of a start: a torn line of `recent` belonged to keys that nothing durable uses. */
  async tidy(): Promise<void> {
    await removeTemporaries(this.disk, this.folder)
    await this.#inTurn(() => this.#writeRecent([]))
  }
}

/** The files of the ring in a folder `keys`, whatever else stands there, the master key above all. */
export async function keyFiles(disk: Disk, folder: string): Promise<string[]> {
  return (await disk.list(folder)).filter((name) => /^([0-9a-f]{2}|recent)\.jsonl$|^check\.json$/.test(name)).sort()
}

function nameOf(ref: string): KeyName {
  return ref.slice(0, ref.lastIndexOf('/')) as KeyName
}

/** The reference of a key as it is kept: `<generation>.<wrapped key>`. */
function refOf(name: string, kept: string): string {
  return `${name}/${kept.slice(0, kept.indexOf('.'))}`
}

/** Up to the end of the last line, leaving out one torn line at the very end. */
function intactLength(bytes: Buffer): number {
  const before = bytes.lastIndexOf(10, bytes.length - 2) + 1
  return bytes.length > 0 && bytes[bytes.length - 1] === 10 && isIntact(bytes, before, bytes.length - 1)
    ? bytes.length
    : before
}
