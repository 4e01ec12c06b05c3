/** Lets queues that wait at the same time share what there is room for, however long each of them is. */
export class Turns {
  #first = ''

  /** In the order of this round, each with the part it may take of what those before it left; every round begins with the next one. */
  sharesOf(queues: readonly string[]): { queue: string; share: number }[] {
    if (queues.length < 2) return queues.map((queue) => ({ queue, share: 1 }))
    const sorted = [...queues].sort()
    const next = Math.max(
      0,
      sorted.findIndex((queue) => queue > this.#first),
    )
    const turned = [...sorted.slice(next), ...sorted.slice(0, next)]
    this.#first = turned[0] ?? ''
    return turned.map((queue, index) => ({ queue, share: 1 / (turned.length - index) }))
  }
}
