/** Whole numbers by whole numbers other than 0, in two flat arrays: a million of them are a few megabytes that no collector walks. */
export class IntMap {
  #keys = new Int32Array(16)
  #values = new Int32Array(16)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** 0 when there is none. */
  get(key: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    for (let i = scatter(key) & mask; ; i = (i + 1) & mask) {
      const stands = keys[i] as number
      if (stands === 0) return 0
      if (stands === key) return this.#values[i] as number
    }
  }

  set(key: number, value: number): void {
    if (this.#size * 3 >= this.#keys.length * 2) this.#grow()
    const keys = this.#keys
    const mask = keys.length - 1
    let i = scatter(key) & mask
    while (keys[i] !== 0 && keys[i] !== key) i = (i + 1) & mask
    if (keys[i] === 0) this.#size++
    keys[i] = key
    this.#values[i] = value
  }

  delete(key: number): void {
    if (key === 0) return
    const keys = this.#keys
    const mask = keys.length - 1
    let hole = scatter(key) & mask
    while (keys[hole] !== key) {
      if (keys[hole] === 0) return
      hole = (hole + 1) & mask
    }
    this.#size--
    // What stands behind the hole and could not be found past it moves up.
    for (let i = (hole + 1) & mask; keys[i] !== 0; i = (i + 1) & mask) {
      const home = scatter(keys[i] as number) & mask
      if (((i - home) & mask) < ((i - hole) & mask)) continue
      keys[hole] = keys[i] as number
      this.#values[hole] = this.#values[i] as number
      hole = i
    }
    keys[hole] = 0
  }

  #grow(): void {
    const keys = this.#keys
    const values = this.#values
    this.#keys = new Int32Array(keys.length * 2)
    this.#values = new Int32Array(keys.length * 2)
    this.#size = 0
    for (let i = 0; i < keys.length; i++) if (keys[i] !== 0) this.set(keys[i] as number, values[i] as number)
  }
}

function scatter(key: number): number {
  const hash = Math.imul(key, 0x9e3779b1)
  return hash ^ (hash >>> 16)
}
