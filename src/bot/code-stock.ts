import { createHmac, randomInt, scrypt, scryptSync } from 'node:crypto'

/** Return codes: the one kind that is given to many people. */
const stocked = 16
/** As many as may be asked for at once before the next are made. */
const mostReady = 256
const bytes = 24
/** 4 MiB and some milliseconds for each guess at one of 10^16 codes, with a salt that is not among the data. */
const slow = 2 ** 12

/**
 * Gives codes and hashes them. Return codes, which stay valid for years, slowly: once they are asked for, the next are made ahead, beside
 * the messages, because a hash takes some 5 ms and everybody would wait for it. Other codes live for minutes or days and are asked for as
 * often as anybody likes, so that the secret salt has to do.
 */
export class CodeStock {
  readonly #ready: { code: string; hash: string }[] = []
  /** Hashes of codes given out and not yet asked for. */
  readonly #given = new Map<string, string>()
  #making = 0

  /** `cost` is scrypt's N; less than the usual only where nothing is to be protected. */
  constructor(
    private readonly salt: Buffer,
    private readonly cost = slow,
  ) {}

  newDigits(count: number): string {
    if (count !== stocked) return digits(count)
    const made = this.#ready.pop()
    // Two for each one taken, so that the stock grows with what is asked for.
    for (let more = 0; more < 2; more++) this.#make()
    if (!made) return digits(count)
    this.#given.set(made.code, made.hash)
    const [oldest] = this.#given.keys()
    if (this.#given.size > mostReady && oldest !== undefined) this.#given.delete(oldest)
    return made.code
  }

  hash(code: string): string {
    if (code.length !== stocked) return createHmac('sha256', this.salt).update(code).digest('base64url')
    const made = this.#given.get(code)
    this.#given.delete(code)
    return made ?? scryptSync(code, this.salt, bytes, { N: this.cost }).toString('base64url')
  }

  #make(): void {
    if (this.#ready.length + this.#making >= mostReady) return
    this.#making++
    const code = digits(stocked)
    scrypt(code, this.salt, bytes, { N: this.cost }, (fault, hash) => {
      this.#making--
      if (!fault) this.#ready.push({ code, hash: hash.toString('base64url') })
    })
  }
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('')
}
