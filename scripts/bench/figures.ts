import type { Loaded } from './load'

/** The value below which the share lies; NaN of nothing. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[middle] as number
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** "12.3 (11.0 to 14.9)": the median, and the least and greatest. */
export function spread(values: readonly number[], digits = 1): string {
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length === 0) return 'not measured'
  const show = (value: number) => value.toFixed(digits)
  if (known.length === 1) return show(known[0] as number)
  return `${show(median(known))} (${show(Math.min(...known))} to ${show(Math.max(...known))})`
}

/** Says of a goal whether the value is at most that. */
export function verdict(what: string, value: number, most: number, unit: string, digits = 2): string {
  return `${value <= most ? 'reached' : 'MISSED '}  ${what}: ${value.toFixed(digits)}${unit} (at most ${most}${unit})`
}

export interface Latency {
  p50: number
  p95: number
  p99: number
}

export function latencyOf(values: readonly number[]): Latency {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) }
}

export const goal = { p95: 50, ratio: 1.15, startMs: 4000, rssMb: 500 }

/** Every message was taken, and 95 of 100 in time. */
export function isHeld(loaded: Loaded): boolean {
  const taken = loaded.answered.length === loaded.sent && loaded.lost.length === 0
  return taken && latencyOf(loaded.answered).p95 <= goal.p95
}
