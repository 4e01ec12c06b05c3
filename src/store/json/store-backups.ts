import { type Backups, backupKeys, backupNames, keepBackups } from './backup'
import { hasKeys } from './key-check'
import type { KeyRing } from './key-ring'
import { Turn } from './turn'

/** The backups that a running store keeps; one thing at a time is done to them. */
export class StoreBackups {
  readonly #turn = new Turn()
  /** One renewal that waits for its turn does for all that ask meanwhile. */
  #waits = false

  constructor(
    private readonly deps: Pick<Backups, 'disk' | 'folder' | 'copy'> & { ring: KeyRing },
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Not two at once: each clears away what it takes for left unfinished. */
  make(name: string): Promise<{ made: number; removed: number }> {
    const { ring, ...rest } = this.deps
    return this.#turn.take(() => keepBackups({ ...rest, copyKeys: (to) => ring.copyTo(to) }, name))
  }

  /** Makes the keys beside the backups today's, where there are any. */
  renewKeys(): Promise<void> {
    const { disk, folder, ring } = this.deps
    return this.#turn.take(async () => {
      this.#waits = false
      const keys = backupKeys(folder)
      // Also where the backups themselves were cleared away by hand.
      if ((await hasKeys(disk, keys)) || (await backupNames(disk, folder)).length > 0) await ring.copyTo(keys)
    })
  }

  /** The same, not waited for: should it fail, the next start or backup does it over. */
  renewKeysSoon(): void {
    if (this.#waits) return
    this.#waits = true
    this.renewKeys().catch(this.onProblem)
  }

  settled(): Promise<unknown> {
    return this.#turn.settled()
  }
}
