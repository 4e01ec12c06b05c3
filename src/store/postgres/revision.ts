import { randomInt } from 'node:crypto'

/** Never the same twice, also of a row that was deleted and comes again. */
export function newRevision(): string {
  return String(randomInt(2 ** 47))
}
