/** What may go wrong, and upon what. */
export const occasionByFault = {
  /** 429 with retry_after. */
  flood: 'call',
  /** The connection is cut before anything happened. */
  'broken-before': 'call',
  /** The connection is cut after it happened. */
  'broken-after': 'call',
  /** 500, 502 or 504; nothing happened. */
  'server-error': 'call',
  /** A page of HTML, mostly as 502, or from something on the way as 200, 400, 403 or 413; nothing happened. */
  'html-error': 'call',
  /** It happens at once, the answer takes its time. */
  slow: 'call',
  /** A confirmed update comes once more. */
  'duplicate-update': 'update',
  /** Later updates come before this one. */
  'late-update': 'update',
  /** The webhook's 200 is lost on the way. */
  'webhook-twice': 'delivery',
  /** A download ends half-way. */
  'file-broken': 'download',
  /** A download is answered with an error. */
  'file-fails': 'download',
} as const

export type FaultKind = keyof typeof occasionByFault
type Occasion = (typeof occasionByFault)[FaultKind]

export interface Plan {
  seed: number
  /** Of each kind, how often from 0 to 1. */
  rates: Partial<Record<FaultKind, number>>
}

export interface Fault {
  kind: FaultKind
  /** The number of the occasion; says which variation it is. */
  number: number
}

const kinds = Object.keys(occasionByFault) as FaultKind[]

/** Deals out what goes wrong: the same for the same seed, occasion, name and number. */
export class Faults {
  readonly dealt: Record<FaultKind, number>
  #plan: Plan | null
  #ordered: { kind: FaultKind; name: string | null }[] = []
  readonly #numbers = new Map<string, number>()
  #spared = false

  constructor(plan: Plan | undefined) {
    this.#plan = plan ?? null
    this.dealt = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<FaultKind, number>
  }

  order(kind: FaultKind, name: string | null, times: number): void {
    for (let n = 0; n < times; n += 1) this.#ordered.push({ kind, name: name?.toLowerCase() ?? null })
  }

  calm(): void {
    this.#plan = null
    this.#ordered = []
  }

  draw(occasion: Occasion, name: string): Fault | null {
    const counter = `${occasion}:${name}`
    const number = (this.#numbers.get(counter) ?? 0) + 1
    this.#numbers.set(counter, number)
    const kind = this.#takeOrdered(occasion, name) ?? this.#planned(occasion, name, number)
    if (!kind) return null
    this.dealt[kind] += 1
    return { kind, number }
  }

  #takeOrdered(occasion: Occasion, name: string): FaultKind | null {
    const at = this.#ordered.findIndex(
      (order) => occasionByFault[order.kind] === occasion && (order.name === null || order.name === name),
    )
    return at < 0 ? null : this.#ordered.splice(at, 1)[0]!.kind
  }

  #planned(occasion: Occasion, name: string, number: number): FaultKind | null {
    const plan = this.#plan
    if (!plan) return null
    const kind = kinds.find(
      (kind) =>
        occasionByFault[kind] === occasion &&
        chance(`${plan.seed}:${kind}:${name}:${number}`) < (plan.rates[kind] ?? 0),
    )
    if (name !== 'getme') return kind ?? null
    // A bot that cannot learn its own name does not start at all.
    this.#spared = kind !== undefined && !this.#spared
    return this.#spared ? kind! : null
  }
}

/** From 0 to 1, spread evenly over texts that differ little. */
function chance(text: string): number {
  let hash = 2_166_136_261
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
