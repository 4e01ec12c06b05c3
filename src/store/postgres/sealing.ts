import type { KeyName } from '../store'
import { type DataKey, type DataKeys, dropKeyByName, keyByName } from './data-keys'
import type { Ask } from './statement'
import type { StoredRow } from './table'

/** The data keys that a transaction seals under: those that stand, those it makes, and those it destroys. */
export class Sealing {
  readonly made = new Map<KeyName, DataKey>()
  /** Keys that were made and dropped here. */
  readonly stillborn: DataKey[] = []
  readonly #keys = new Map<KeyName, Promise<DataKey>>()
  readonly #dropped = new Set<string>()
  readonly #used = new Set<string>()

  constructor(
    private readonly keys: DataKeys,
    private readonly ask: Ask,
  ) {}

  get hasDropped(): boolean {
    return this.#dropped.size > 0
  }

  isDropped(ref: string | null): boolean {
    return ref !== null && this.#dropped.has(ref)
  }

  /** References of keys that must still stand when what was sealed under them is committed. */
  get used(): string[] {
    return [...this.#used].filter((ref) => !this.#dropped.has(ref))
  }

  /** The key now valid under a name, made where there is none. */
  async key(name: KeyName | undefined): Promise<DataKey | undefined> {
    if (name === undefined) return undefined
    let asked = this.#keys.get(name)
    if (asked === undefined) {
      asked = this.ask(keyByName, [name]).then(([row]) => {
        if (row) return this.keys.unwrap(row.ref, row.wrapped)
        const made = this.keys.make(name)
        this.made.set(name, made)
        return made
      })
      this.#keys.set(name, asked)
    }
    const key = await asked
    if (this.made.get(name) !== key) this.#used.add(key.ref)
    return key
  }

  /** A row that could be read: its key is the one that is valid. */
  seen({ sealed_by: ref, wrapped }: StoredRow): void {
    if (ref && wrapped) this.know(this.keys.unwrap(ref, wrapped))
  }

  know(key: DataKey | undefined): void {
    if (key && !this.#dropped.has(key.ref)) this.#keys.set(key.name, Promise.resolve(key))
  }

  /** At once and not with the commit: what is asked after it must see that the key is gone. */
  async drop(name: KeyName): Promise<void> {
    const [row] = await this.ask(dropKeyByName, [name])
    const made = this.made.get(name)
    if (made) this.stillborn.push(made)
    this.made.delete(name)
    this.#keys.delete(name)
    for (const ref of [made?.ref, row?.ref]) if (ref) this.#dropped.add(ref)
  }
}
