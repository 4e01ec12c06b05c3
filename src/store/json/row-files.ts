import { join } from 'node:path'
import { StoreUnavailable } from '../store'
import { isIntact, lineFrame } from './checked-line'
import { DamagedStore } from './damage'
import type { Disk, RowFile } from './disk'

const mostOpen = 512
/** A row that is changed is read three times: to be opened, to be checked, and for the keys it had. */
const mostLately = 256
/** Files are smaller than this. */
const farthest = 2 ** 32

/** The snapshot's files, by number, with the rows that memory does not hold: each is read when it is wanted and verified again. */
export class RowFiles {
  /** Names by number, from 1, and back. */
  #names: (string | undefined)[] = [undefined]
  #numbers = new Map<string, number>()
  #free: number[] = []
  /** The oldest first. */
  #open = new Map<number, RowFile>()
  /** What was read lately, by file and byte. */
  #lately = new Map<number, string>()
  #isClosed = false
  #buffer = Buffer.allocUnsafeSlow(1 << 16)

  constructor(
    private readonly disk: Disk,
    readonly folder: string,
  ) {}

  add(name: string): number {
    const number = this.#free.pop() ?? this.#names.length
    this.#names[number] = name
    this.#numbers.set(name, number)
    return number
  }

  path(number: number): string {
    return join(this.folder, this.#names[number] ?? '')
  }

  /** JSON text of the line whose JSON begins at `offset`. */
  read(number: number, offset: number, length: number): string {
    const place = number * farthest + offset
    const known = this.#lately.get(place)
    if (known !== undefined) return known
    const json = this.#read(number, offset, length)
    if (this.#lately.size >= mostLately) this.#lately.delete(this.#lately.keys().next().value as number)
    this.#lately.set(place, json)
    return json
  }

  #read(number: number, offset: number, length: number): string {
    const whole = length + lineFrame - 1
    if (whole > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(whole * 2)
    const done = this.#file(number).read(this.#buffer, whole, offset - lineFrame + 1)
    if (done < whole || !isIntact(this.#buffer, 0, whole)) {
      throw new DamagedStore(this.path(number), 0, `no whole row at byte ${offset}`)
    }
    return this.#buffer.toString('utf8', lineFrame - 1, whole)
  }

  /** No row stands there any more; its number is free for another file. */
  remove(name: string): void {
    const number = this.#numbers.get(name)
    if (number === undefined) return
    this.#numbers.delete(name)
    this.#open.get(number)?.close()
    this.#open.delete(number)
    this.#names[number] = undefined
    // Its number may come to be another file's.
    this.#lately.clear()
    this.#free.push(number)
  }

  close(): void {
    this.#isClosed = true
    this.#lately.clear()
    for (const file of this.#open.values()) file.close()
    this.#open.clear()
  }

  #file(number: number): RowFile {
    let file = this.#open.get(number)
    if (file === undefined) {
      if (this.#isClosed) throw new StoreUnavailable('the disk is read anew')
      file = this.disk.openRows(this.path(number))
      this.#open.set(number, file)
      for (const [other, oldest] of this.#open) {
        if (this.#open.size <= mostOpen) break
        oldest.close()
        this.#open.delete(other)
      }
    }
    return file
  }
}
