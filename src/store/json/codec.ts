import { broughtUp, type Kept } from '../brought-up'
import { boundTo, seal, unseal } from '../envelope'
import { frozen } from '../frozen'
import type { Keys, Plan } from '../plan'
import type { Collection, Doc, KeyName, Log, LogEntry } from '../store'
import { DamagedDocument, DamagedStore } from './damage'
import type { DataKey, KeyRing } from './key-ring'
import type { Opened } from './lately'
import type { Layer } from './layer'
import { type Content, clearContent, contentOf, type Row, row, sealedContent } from './row'

/** Turns documents into rows and back: seals, opens, upgrades and parses. */
export class Codec {
  constructor(
    private readonly ring: KeyRing,
    /** For tests: nobody can change what was opened. */
    private readonly freezes: boolean,
  ) {}

  /** Layers from the top; a new key is put into the first. */
  encode<T extends Doc>(plan: Plan<T>, doc: T, layers: readonly Layer[]): { row: Row; opened: Opened; keys: Keys } {
    const { collection } = plan
    const parsed = collection.schema.parse(doc)
    if (parsed.id !== doc.id) throw new Error(`${collection.name}: the schema changes the id`)
    const keys = plan.keys(parsed)
    const plain = JSON.stringify(parsed)
    const content = this.#content(
      boundTo(collection.name, doc.id),
      collection.version,
      plain,
      plan.sealedBy(parsed),
      layers,
    )
    return { keys, opened: this.#opened(parsed, plain.length), row: row(keys, content) }
  }

  /** A durable document as the code now knows it; undefined when its data key was destroyed. */
  decode<T extends Doc>(
    collection: Collection<T>,
    id: string,
    text: string,
    layers: readonly Layer[],
  ): (Opened & { value: T }) | undefined {
    const damage = (trouble: string) => new DamagedDocument(collection.name, id, trouble)
    const found = this.#open(collection, boundTo(collection.name, id), contentOf(text), layers, damage)
    return found && this.#opened(found, text.length)
  }

  encodeEntry<T extends LogEntry>(log: Log<T>, key: string, seq: number, entry: T, layers: readonly Layer[]) {
    const parsed = log.schema.parse(entry)
    const plain = JSON.stringify(parsed)
    const content = this.#content(boundTo(log.name, key, seq), log.version, plain, log.sealedBy(parsed), layers)
    return { opened: this.#opened(parsed, plain.length), row: content, month: parsed.at.slice(0, 7) }
  }

  decodeEntry<T extends LogEntry>(
    log: Log<T>,
    key: string,
    seq: number,
    content: Content,
    layers: readonly Layer[],
  ): T | undefined {
    const damage = (trouble: string) => new DamagedStore(log.name, 0, `entry ${seq} of ${key}: ${trouble}`)
    return this.#open(log, boundTo(log.name, key, seq), content, layers, damage)
  }

  /** The key now valid under a name, seen through the layers. */
  currentKey(name: KeyName, layers: readonly Layer[]): DataKey | undefined {
    for (const layer of layers) {
      const key = layer.keys.get(name)
      if (key !== undefined) return 'dropped' in key ? undefined : key
    }
    return this.ring.current(name)
  }

  #opened<T extends object>(value: T, size: number): Opened & { value: T } {
    return { value: this.freezes ? frozen(value) : value, size }
  }

  #content(bound: string, v: number, plain: string, name: KeyName | undefined, layers: readonly Layer[]): string {
    if (name === undefined) return clearContent(v, plain)
    let key = this.currentKey(name, layers)
    if (key === undefined) {
      key = this.ring.make(name)
      layers[0]?.keys.set(name, key)
    }
    return sealedContent(v, key.ref, seal(key.key, bound, plain))
  }

  #open<T>(
    kind: Kept<T>,
    bound: string,
    content: Content,
    layers: readonly Layer[],
    damage: (trouble: string) => DamagedStore,
  ): T | undefined {
    let doc = content.d
    if (content.y !== undefined) {
      const key = this.#keyOf(content.y, layers)
      if (key === undefined) return undefined
      const plain = unseal(key, bound, Buffer.from(content.s ?? '', 'base64'))
      if (plain === undefined) throw damage('the envelope does not open')
      doc = JSON.parse(plain.toString('utf8'))
    }
    return broughtUp(kind, content.v, doc, damage)
  }

  #keyOf(ref: string, layers: readonly Layer[]): Buffer | undefined {
    for (const layer of layers) {
      if (layer.dropped.has(ref)) return undefined
      const key = layer.keys.get(ref.slice(0, ref.lastIndexOf('/')) as KeyName)
      if (key !== undefined && 'ref' in key && key.ref === ref) return key.key
    }
    return this.ring.byRef(ref)
  }
}
