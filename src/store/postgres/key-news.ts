import { hkdfSync } from 'node:crypto'
import { seal, unseal } from '../envelope'
import type { DataKeys } from './data-keys'
import { Outage } from './trouble'

/**
 * How the processes on one database tell each other of another master key: in notes that stand nowhere, sealed by what all of them know. A key
 * that lay in a table, sealed by the one before it, could be had by whoever has that one and an old copy.
 */
export class KeyNews {
  readonly channel: string
  /** Connected to the database by whoever has a connection to it. */
  say: (note: string) => void = () => {}
  readonly #key: Buffer
  /** By the connection that said it: the number of the newest master key a process holds. */
  readonly #held = new Map<number, number>()

  constructor(private readonly deps: { place: string; secret: Buffer; keys: DataKeys }) {
    this.channel = `lianxin-keys:${deps.place}`
    this.#key = Buffer.from(hkdfSync('sha256', deps.secret, '', 'lianxin news of keys', 32))
  }

  tell(topic: 'coming' | 'changed' | 'off' | 'has' | 'wanted', ...rest: unknown[]): void {
    this.say(seal(this.#key, this.channel, JSON.stringify([topic, ...rest])).toString('base64'))
  }

  /** Everybody is to hold the newest that this process holds. */
  tellNewest(): void {
    const { generation, key } = this.deps.keys.newest
    this.tell('coming', generation, key.toString('base64'), this.deps.keys.generation)
  }

  /** What a connection, by its number in the database, has said. */
  heard(note: string, by: number): void {
    const plain = unseal(this.#key, this.channel, Buffer.from(note, 'base64'))
    if (plain === undefined) return
    const { keys } = this.deps
    const [topic, generation, rest, counting] = JSON.parse(plain.toString('utf8')) as [string, number, unknown, number?]
    if (topic === 'coming') {
      // The one before it, which came to count unnoticed here, must not be given up for it.
      if (counting !== undefined && counting < generation && this.counts(counting)) return
      keys.hold({ generation, key: Buffer.from(String(rest), 'base64') })
      this.tell('has', keys.newest.generation)
    }
    if (topic === 'off' && generation === keys.newest.generation) keys.keep(keys.generation)
    if (topic === 'has') this.#held.set(by, generation)
    if (topic === 'wanted' && keys.newest.generation === generation) this.tellNewest()
  }

  /** The database says which key counts; an outage while this process does not have it. */
  counts(generation: number): Outage | undefined {
    const { keys } = this.deps
    // What was asked before a change may be answered after it.
    if (generation <= keys.generation || keys.keep(generation)) return undefined
    this.tell('wanted', generation)
    return new Outage('the master key was changed, and this process does not have the new one')
  }

  /** Whether all of these connections have said that they hold this one or a later. */
  allHold(generation: number, connections: readonly number[]): boolean {
    return connections.every((one) => (this.#held.get(one) ?? 0) >= generation)
  }
}
