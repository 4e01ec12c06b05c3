import { DamagedStore } from './damage'
import { type Disk, replaceFile } from './disk'
import { type KeyLine, keyFileText, keyPath, keyShards, readKeyFile } from './key-files'
import { WrappedKeys } from './wrapped-keys'

type Shard = number | 'recent'

/** All keys of a ring, wrapped by another master key into files of another generation, shard by shard; those count once the check says so. */
export class ComingKeys {
  /** What each shard held when this was begun; a shard that changed since has nothing here. */
  readonly #found: Map<Shard, readonly KeyLine[]>
  readonly #written = new Map<Shard, readonly KeyLine[]>()

  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    private readonly keys: WrappedKeys,
    private readonly to: { masterKey: Buffer; generation: number },
  ) {
    this.#found = new Map(Array.from({ length: keyShards }, (_, shard) => [shard, keys.shard(shard)]))
  }

  /** Writes a shard as it was found, if it has not changed since. */
  async writeFound(shard: number): Promise<void> {
    const lines = this.#found.get(shard)
    if (lines) await this.#write(shard, lines)
  }

  /** The ring changed a shard: what was written of it may hold a key that was destroyed. */
  async forget(shard: number): Promise<void> {
    this.#found.delete(shard)
    if (this.#written.delete(shard)) await this.disk.remove(this.#path(shard))
  }

  /** Writes what changed since, and what is recent; gives the ring as it was read back. */
  async finish(): Promise<WrappedKeys> {
    for (let shard = 0; shard < keyShards; shard++) {
      if (!this.#found.has(shard)) await this.#write(shard, this.keys.shard(shard))
    }
    await this.#write('recent', this.keys.recent())
    const ring = this.#empty()
    for (const [shard, lines] of this.#written) for (const line of lines) ring.take(line, shard === 'recent')
    return ring
  }

  /** Wraps anew, writes, and reads back. */
  async #write(shard: Shard, lines: readonly KeyLine[]): Promise<void> {
    if (lines.length === 0 && shard !== 'recent') return
    const path = this.#path(shard)
    const next = this.#empty()
    await replaceFile(this.disk, path, Buffer.from(keyFileText(lines.map((line) => this.keys.rewrap(line, next)))))
    const read = [...(await readKeyFile(this.disk, path, false))]
    if (read.length !== lines.length || !lines.every((line, i) => this.keys.isSame(line, next, read[i]))) {
      throw new DamagedStore(path, 0, 'the keys read back are not those that were written')
    }
    this.#written.set(shard, read)
  }

  #empty(): WrappedKeys {
    return new WrappedKeys(this.folder, this.to.generation, this.to.masterKey)
  }

  #path(shard: Shard): string {
    return keyPath(this.folder, shard, this.to.generation)
  }
}
