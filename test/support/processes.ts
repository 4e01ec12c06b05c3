import { setTimeout as sleep } from 'node:timers/promises'
import { collections } from '../../src/store/collections'
import { loadMasterKey } from '../../src/store/keys'
import { logs } from '../../src/store/logs'
import { openPostgresStore } from '../../src/store/postgres/postgres-store'
import type { Store } from '../../src/store/store'
import { type Launched, launch } from '../house/launch'
import { repository } from '../house/stand-in'
import { until } from './until'

/** Several processes of the real program on one database. */
export class Processes {
  readonly running: Launched[] = []
  /** When one was killed: what it had sent and not noted may come once more after that. */
  readonly lives = [0]
  readonly #all: Launched[] = []

  constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  async add(more: Record<string, string> = {}): Promise<Launched> {
    const one = launch([process.execPath, 'dist/main.js'], repository, {
      PORT: '0',
      DATA_DIR: this.folder,
      ...this.env,
      ...more,
    })
    this.running.push(one)
    this.#all.push(one)
    await one.ready
    return one
  }

  async kill(one: Launched): Promise<void> {
    this.running.splice(this.running.indexOf(one), 1)
    await one.end('SIGKILL')
    // What it had sent off is still arriving; nobody sends it again before seconds have passed.
    await sleep(200)
    this.lives.push(Date.now())
  }

  /** What each says of its connection to Telegram. */
  states(): Promise<string[]> {
    return Promise.all(
      this.running.map(async (one) => {
        const told = (await (await fetch(`${await one.ready}healthz`)).json()) as { telegram: string }
        return told.telegram
      }),
    )
  }

  /** The one that fetches from Telegram; waits until there is one. */
  async poller(): Promise<Launched> {
    let found: Launched | undefined
    await until(async () => {
      found = this.running[(await this.states()).indexOf('polling')]
      return found !== undefined
    })
    return found as Launched
  }

  async end(): Promise<void> {
    await Promise.all(this.running.splice(0).map((one) => one.end('SIGTERM')))
  }

  /** What all of them, also the killed, wrote into their logs. */
  stderr(): string {
    return this.#all.map((one) => one.stderr()).join('')
  }

  /** The database, looked at beside them. */
  async store(): Promise<Store> {
    const { key } = await loadMasterKey({ folder: this.folder })
    const url = this.env.DATABASE_URL ?? ''
    return openPostgresStore({ url, collections, logs, masterKey: key, now: () => new Date().toISOString() })
  }
}
