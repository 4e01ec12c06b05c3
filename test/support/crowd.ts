import { randomFrom } from './seeded'

interface Complaining {
  complains(): Promise<void>
}

/** So many who complain at a time, each time one is done somebody new, until it is ended; `all` settles when the last of them are done. */
export function crowd<W extends Complaining>(
  atOnce: number,
  random: () => number,
  newWorker: (random: () => number, n: number) => W,
): { workers: W[]; all: Promise<unknown>; end(): void } {
  const workers: W[] = []
  let isEnding = false
  const work = async () => {
    while (!isEnding) {
      const worker = newWorker(randomFrom(Math.floor(random() * 2 ** 31)), workers.length + 1)
      workers.push(worker)
      await worker.complains()
    }
  }
  const all = Promise.all(Array.from({ length: atOnce }, work))
  const end = () => {
    isEnding = true
  }
  return { workers, all, end }
}
