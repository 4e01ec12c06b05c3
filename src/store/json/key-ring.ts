import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { KeyName } from '../store'
import { ComingKeys } from './coming-keys'
import { DamagedStore } from './damage'
import { type Disk, type OpenFile, removeTemporaries, replaceFile } from './disk'
import { type KeyCheck, newCheck, readKeyCheck, writeKeyCheck } from './key-check'
import {
  allKeyFiles,
  type KeyLine,
  keyFiles,
  keyFileText,
  keyLinesText,
  keyPath,
  keyShards,
  nameOf,
  readKeyFile,
} from './key-files'
import { shardOf } from './shard'
import { Turn } from './turn'
import { type DataKey, WrappedKeys } from './wrapped-keys'

export type { DataKey }

/**
 * The data keys, each wrapped by the master key, in `keys/`: 64 shards, and `recent` for what is newer than the shards, because one file is
 * fsynced faster than the many that a batch of new people would touch. Dropping a key rewrites its files without it, so that the wrapped key
 * stands nowhere any more; only its reference stays, to tell a destroyed key from a lost one.
 */
export class KeyRing {
  #keys: WrappedKeys
  /** Dropped, but the files may still hold them: the next try writes again. */
  #undone = new Set<string>()
  #recentFile: OpenFile | undefined
  #recentLength = 0
  /** The check that stands may not be ours, or other files than ours lie there: nothing is written before that is mended. */
  #isUnsettled = false
  /** While all of it is wrapped by another master key. */
  #coming: ComingKeys | undefined
  readonly #turn = new Turn()
  /** Told after keys have been destroyed here: elsewhere they may still stand. */
  onDropped: () => void = () => {}

  private constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    masterKey: Buffer,
    private check: KeyCheck,
  ) {
    this.#keys = new WrappedKeys(folder, check.generation, masterKey)
  }

  /** With all that is kept. */
  static async open(...of: Parameters<typeof KeyRing.begin>): Promise<KeyRing> {
    const ring = await KeyRing.begin(...of)
    await ring.read()
    return ring
  }

  /** Refuses, and writes nothing, when the master key is not the one the store was made with. What is kept is there after `read`. */
  static async begin(disk: Disk, storeFolder: string, masterKey: Buffer, isNew: boolean): Promise<KeyRing> {
    const folder = join(storeFolder, 'keys')
    const kept = await readKeyCheck(disk, folder, masterKey)
    if (kept === undefined && !isNew) throw new DamagedStore(join(folder, 'check.json'), 0, 'missing')
    const ring = new KeyRing(disk, folder, masterKey, kept ?? newCheck(masterKey, { generation: 0 }))
    if (kept === undefined) {
      await disk.makeFolder(folder)
      await writeKeyCheck(disk, folder, ring.check)
      return ring
    }
    return ring
  }

  /** Before anything is sealed or opened. */
  read(): Promise<void> {
    return this.#turn.take(async () => {
      for (let shard = 0; shard < keyShards; shard++) await this.#read(shard)
      await this.#read('recent')
    })
  }

  /** What outlives every master key: see `KeyCheck`. */
  get secret(): Buffer {
    return this.check.secret
  }

  /** The key now valid under a name. */
  current(name: KeyName): DataKey | undefined {
    return this.#keys.current(name)
  }

  make(name: KeyName): DataKey {
    return { name, ref: `${name}/${randomBytes(6).toString('base64url')}`, key: randomBytes(32) }
  }

  isDropped(ref: string): boolean {
    return this.#keys.isDropped(ref)
  }

  isKept(ref: string): boolean {
    return this.#keys.isKept(ref)
  }

  /** The key an envelope names; undefined when it was destroyed. */
  byRef(ref: string): Buffer | undefined {
    return this.#keys.byRef(ref)
  }

  /** Durable when it settles, before anything sealed under the keys may be written. */
  add(keys: readonly DataKey[]): Promise<void> {
    return this.#turn.take(async () => {
      await this.#settle()
      const lines = keys.map((key) => this.#keys.wrap(key))
      if (this.#recentFile === undefined) await this.#writeRecent(lines)
      else {
        const bytes = Buffer.from(keyLinesText(lines))
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
      for (const line of lines) this.#keys.take(line, true)
    })
  }

  /** Destroys keys by reference; references already destroyed or never durable are passed over. */
  drop(refs: readonly string[]): Promise<void> {
    return this.#turn.take(async () => {
      const gone = new Set<number>()
      for (const ref of refs) {
        if (this.#keys.isDropped(ref) && !this.#undone.has(ref)) continue
        this.#keys.drop(ref)
        gone.add(shardOf(nameOf(ref), keyShards))
      }
      try {
        // All of them first: what was wrapped anew of a shard that cannot be written must not bring the key back.
        for (const shard of gone) await this.#coming?.forget(shard)
        await this.#settle()
        for (const shard of gone) await this.#writeShard(shard)
        if (gone.size > 0) await this.#writeRecent([])
      } catch (error) {
        for (const ref of refs) this.#undone.add(ref)
        throw error
      }
      for (const ref of refs) this.#undone.delete(ref)
      if (gone.size > 0) this.onDropped()
    })
  }

  /** Moves what is recent into the shards, when it is worth it. */
  fold(atLeast = 256 * 1024): Promise<void> {
    return this.#turn.take(async () => {
      if (this.#recentLength < atLeast) return
      await this.#settle()
      for (const shard of this.#keys.recentShards()) await this.#writeShard(shard)
      this.#keys.fold()
      await this.#writeRecent([])
    })
  }

  /** Makes the files in another folder what they are here; what is the same there already is left alone. */
  copyTo(folder: string): Promise<void> {
    return this.#turn.take(async () => {
      await this.#settle()
      await this.disk.makeFolder(folder)
      const names = await keyFiles(this.disk, this.folder)
      for (const name of names) {
        const bytes = await this.disk.readFile(join(this.folder, name))
        if (bytes === undefined || (await this.disk.readFile(join(folder, name)))?.equals(bytes)) continue
        await replaceFile(this.disk, join(folder, name), bytes)
      }
      await removeOthers(this.disk, folder, names)
    })
  }

  /**
   * Wraps every key anew under another master key, in files of a new generation, which are read back before the check is replaced; the old
   * ones go after it. A crash leaves both whole, and the check says which counts. `beforehand` makes the new key durable where the next start
   * looks for it. Tens of thousands take some seconds: between two shards others have their turn.
   */
  async rewrap(masterKey: Buffer, now: string, beforehand: () => Promise<void>): Promise<void> {
    const { disk, folder } = this
    const { coming, check } = await this.#turn.take(async () => {
      if (this.#coming) throw new Error('the keys are being wrapped anew already')
      await this.#settle()
      await beforehand()
      const { generation, secret, key: former } = this.check
      const coming = new ComingKeys(disk, folder, this.#keys, { masterKey, generation: generation + 1 })
      this.#coming = coming
      return { coming, check: newCheck(masterKey, { generation: generation + 1, secret, former, since: now }) }
    })
    let mayCount = false
    try {
      for (let shard = 0; shard < keyShards; shard++) await this.#turn.take(() => coming.writeFound(shard))
      await this.#turn.take(async () => {
        const keys = await coming.finish()
        this.#isUnsettled = true
        mayCount = true
        await writeKeyCheck(disk, folder, check)
        this.check = check
        this.#keys = keys
        this.#coming = undefined
        // The next addition opens the one of the new generation.
        await this.#recentFile?.close().catch(() => {})
        this.#recentFile = undefined
        // What cannot be removed now is removed before the next key is written or dropped.
        await this.#settle().catch(() => {})
      })
    } catch (error) {
      this.#coming = undefined
      this.#isUnsettled = true
      // Half a ring that will never count would take the room that everything else needs. Whether the new check stands is unknown once it
      // was begun: which files are the others then is for `#settle` to say.
      if (!mayCount) await this.#turn.take(() => this.#removeOthers()).catch(() => {})
      throw error
    }
  }

  /** Before the first write of a start: a torn line of `recent` belonged to keys that nothing durable uses. */
  async tidy(): Promise<void> {
    await removeTemporaries(this.disk, this.folder)
    await this.#turn.take(async () => {
      const own = await keyFiles(this.disk, this.folder)
      if (this.check.isOld || (await allKeyFiles(this.disk, this.folder)).length > own.length) this.#isUnsettled = true
      await this.#settle()
      await this.#writeRecent([])
    })
  }

  async close(): Promise<void> {
    await this.#turn.settled()
    await this.#recentFile?.close()
    this.#recentFile = undefined
  }

  /** Puts the folder where this ring is. */
  async #settle(): Promise<void> {
    if (!this.#isUnsettled) return
    await writeKeyCheck(this.disk, this.folder, this.check)
    await this.#removeOthers()
    this.check.isOld = false
    this.#isUnsettled = false
  }

  async #removeOthers(): Promise<void> {
    await removeOthers(this.disk, this.folder, await keyFiles(this.disk, this.folder))
  }

  #path(shard: number | 'recent'): string {
    return keyPath(this.folder, shard, this.check.generation)
  }

  async #writeShard(shard: number): Promise<void> {
    await this.#coming?.forget(shard)
    await replaceFile(this.disk, this.#path(shard), Buffer.from(keyFileText(this.#keys.shard(shard))))
  }

  async #writeRecent(more: readonly KeyLine[]): Promise<void> {
    const bytes = Buffer.from(keyFileText([...this.#keys.recent(), ...more]))
    await this.#recentFile?.close().catch(() => {})
    this.#recentFile = undefined
    await replaceFile(this.disk, this.#path('recent'), bytes)
    this.#recentFile = await this.disk.open(this.#path('recent'), 'change')
    this.#recentLength = bytes.length
  }

  async #read(shard: number | 'recent'): Promise<void> {
    const lines = await readKeyFile(this.disk, this.#path(shard), shard === 'recent')
    for (const line of lines) this.#keys.take(line, shard === 'recent')
  }
}

async function removeOthers(disk: Disk, folder: string, names: readonly string[]): Promise<void> {
  const others = (await allKeyFiles(disk, folder)).filter((name) => !names.includes(name))
  for (const name of others) await disk.remove(join(folder, name))
  if (others.length > 0) await disk.syncFolder(folder)
}
