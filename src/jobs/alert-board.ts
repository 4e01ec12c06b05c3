import type { Instant } from '../domain/instant'
import { type Alert, type AlertName, advanceAlert, alertNames, type Finding } from '../domain/operator-alert'
import { type Outage, standingAlerts } from '../features/operator-alerts'
import type { Store } from '../store/store'

/** The alerts that stand, known also while nothing can be kept: what could not be told then is told after it. */
export class AlertBoard {
  #known: readonly Alert[] = []
  #failingSince: Instant | undefined
  #outage: Outage | undefined

  constructor(private readonly now: () => Instant) {}

  /** The store can keep nothing; said again as long as it lasts. */
  storeFails(): void {
    if (this.#failingSince) return
    this.#failingSince = this.now()
    const { from = this.#failingSince, times = 0 } = this.#outage ?? {}
    this.#outage = { from, to: this.#failingSince, times: times + 1 }
  }

  storeRecovered(): void {
    this.#failingSince = undefined
    if (this.#outage) this.#outage = { ...this.#outage, to: this.now() }
  }

  /** What lasted no longer when it was asked for, and was not told yet. */
  get outage(): Outage | undefined {
    return this.#failingSince ? undefined : this.#outage
  }

  told(outage: Outage): void {
    if (this.#outage === outage) this.#outage = undefined
  }

  /** What was found out, for a time in which it cannot be stored. */
  saw(findings: ReadonlyMap<AlertName, Finding>): void {
    this.#known = alertNames.flatMap((name) => {
      const before = this.#known.find(({ id }) => id === name)
      return advanceAlert(name, before, findings.get(name) ?? { is: 'unclear' }, this.now()).alert ?? []
    })
  }

  async standing(store: Pick<Store, 'read' | 'health'>): Promise<readonly Alert[]> {
    if (store.health().ok) {
      this.#known = await store.read(standingAlerts).catch(() => this.#known)
    }
    if (store.health().ok) return this.#known
    const since = this.#failingSince ?? this.now()
    return [{ id: 'store-failing', since, toldAt: null, params: {} }, ...this.#known]
  }
}
