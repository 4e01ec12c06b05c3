/** Milliseconds to wait before try number `tries` (from 1): 1 s doubling to 30 s, spread so that phones do not return all at once. */
export function backoffDelay(tries: number, random: () => number = Math.random): number {
  const whole = Math.min(30_000, 1000 * 2 ** Math.min(tries - 1, 10))
  return whole / 2 + (whole / 2) * random()
}
