/** A clock that stands still until it is moved; begins on a Friday morning in Shanghai. */
export class Clock {
  #at = Date.parse('2026-11-20T02:00:00.000Z')

  now = (): string => new Date(this.#at).toISOString()

  advance(milliseconds: number): void {
    this.#at += milliseconds
  }

  set(instant: string): void {
    this.#at = Date.parse(instant)
  }
}
