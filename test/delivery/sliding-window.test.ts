import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Place, SlidingWindow } from '../../src/delivery/sliding-window'
import { randomFrom } from '../support/seeded'

/** Takes whatever is free at each of these moments. */
function takenAt(window: SlidingWindow, moments: readonly number[]): number[] {
  return moments.flatMap((at) => {
    const free = window.free(at)
    for (let i = 0; i < free; i++) window.take(at)
    return Array<number>(free).fill(at)
  })
}

test('never more than so many within any second, whenever one looks', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 60 }), (waits, perSecond) => {
      let at = 0
      const moments = waits.map((wait) => (at += wait))
      const taken = takenAt(new SlidingWindow(perSecond, 0), moments)
      for (const [i, first] of taken.entries()) {
        const later = taken[i + perSecond]
        if (later !== undefined) expect(later - first).toBeGreaterThan(1000)
      }
    }),
  )
})

test('nor does more leave within any second when the loop was busy between letting it and sending it', () => {
  const turn = fc.record({ rest: fc.integer({ min: 0, max: 300 }), busy: fc.integer({ min: 0, max: 120 }) })
  fc.assert(
    fc.property(
      fc.array(turn, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 60 }),
      (turns, perSecond) => {
        const window = new SlidingWindow(perSecond, 0)
        const left: number[] = []
        let at = 0
        for (const { rest, busy } of turns) {
          at += rest
          const count = window.free(at)
          const places = Array.from({ length: count }, () => window.take(at))
          at += busy
          for (const place of places) window.left(place, at)
          left.push(...Array<number>(count).fill(at))
        }
        for (const [i, first] of left.entries()) {
          const later = left[i + perSecond]
          if (later !== undefined) expect(later - first).toBeGreaterThan(1000)
        }
      },
    ),
  )
})

/** Some minutes of sending over ways that now and then take longer, there or back; gives when the platform counted each message. */
function countedBy(perSecond: number, seed: number, late: number): number[] {
  const window = new SlidingWindow(perSecond, 0)
  const draw = randomFrom(seed)
  /** Mostly nothing. */
  const delay = (most: number) => (draw() < 0.8 ? draw() * 3 : draw() * most)
  const counted: number[] = []
  let underWay: { place: Place; answered: number }[] = []
  for (let at = 0; at < 120_000; at += 1 + Math.floor(delay(20))) {
    for (const { place } of underWay.filter(({ answered }) => answered <= at)) window.answered(place, at)
    underWay = underWay.filter(({ answered }) => answered > at)
    const taken = Array.from({ length: window.free(at) }, () => window.take(at))
    const begun = at
    if (taken.length > 0) at += Math.floor(delay(25))
    for (const place of taken) {
      const arrived = begun + draw() * (at - begun) + 12 + delay(late)
      counted.push(arrived)
      underWay.push({ place, answered: arrived + 30 + delay(40) })
      window.left(place, at)
    }
  }
  return counted.sort((a, b) => a - b)
}

function mostWithinASecond(counted: readonly number[]): number {
  let most = 0
  for (let last = 0, first = 0; last < counted.length; last++) {
    while ((counted[first] as number) <= (counted[last] as number) - 1000) first++
    most = Math.max(most, last - first + 1)
  }
  return most
}

test('nor does a platform count more in any second, though messages come late that left one behind the other', () => {
  for (const perSecond of [1, 30, 200]) {
    for (let seed = 1; seed <= 8; seed++) {
      const counted = countedBy(perSecond, seed, 25)
      expect(mostWithinASecond(counted), `${perSecond} a second, seed ${seed}`).toBeLessThanOrEqual(perSecond)
      if (perSecond > 1) expect(counted.length / (perSecond * 120)).toBeGreaterThan(0.96)
    }
  }
})

test('as many as a platform lets through but for two in a hundred, and never all at once', () => {
  const moments = Array.from({ length: 6000 }, (_, i) => i * 10)
  const window = new SlidingWindow(30, 0)
  const underWay: Place[] = []
  const taken = moments.flatMap((at) => {
    for (const place of underWay.splice(0)) window.answered(place, at)
    underWay.push(...Array.from({ length: window.free(at) }, () => window.take(at)))
    return underWay.map(() => at)
  })
  expect(taken.length / (30 * 60)).toBeGreaterThanOrEqual(0.98)
  for (const at of moments) expect(taken.filter((one) => one > at - 50 && one <= at).length).toBeLessThanOrEqual(9)
})

test('a platform that counts otherwise gets fewer for some minutes', () => {
  const window = new SlidingWindow(30, 0)
  const inMinute = (from: number) =>
    takenAt(
      window,
      Array.from({ length: 6000 }, (_, i) => from + i * 10),
    ).length
  const usual = inMinute(0)
  window.tooMany(60_000)
  expect(window.wait(60_000, 30), 'once is nothing').toBeLessThan(1100)
  for (let times = 0; times < 10; times++) window.tooMany(60_000)
  const few = inMinute(60_000)
  expect(few / usual).toBeLessThan(0.85)
  expect(few / usual).toBeGreaterThan(0.75)
  expect(inMinute(120_000)).toBeGreaterThan(few)
  expect(inMinute(600_000)).toBeGreaterThanOrEqual(usual - 30)
})

test('what left while nothing was allowed any more counts when it is again', () => {
  const window = new SlidingWindow(30, 0)
  const before = takenAt(
    window,
    Array.from({ length: 99 }, (_, i) => i * 10),
  )
  expect(before).toHaveLength(30)
  window.allow(0, 1000)
  expect(window.free(1000)).toBe(0)
  window.allow(15, 1010)
  window.allow(30, 1020)
  const after = takenAt(
    window,
    Array.from({ length: 300 }, (_, i) => 1020 + i * 10),
  )
  expect(mostWithinASecond([...before, ...after])).toBeLessThanOrEqual(30)
})

test('says how long to wait, to the millisecond', () => {
  const waits = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 })
  fc.assert(
    fc.property(waits, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 }), (gaps, perSecond, wanted) => {
      const window = new SlidingWindow(perSecond, 0)
      let at = 0
      takenAt(
        window,
        gaps.map((gap) => (at += gap)),
      )
      const count = Math.min(wanted, Math.max(1, Math.floor(perSecond / 5)))
      const wait = window.wait(at, count)
      if (wait > 0) expect(window.free(at + wait - 1)).toBeLessThan(count)
      expect(window.free(at + wait)).toBeGreaterThanOrEqual(count)
    }),
  )
})

test('as many come soon as it says, taken as they come', () => {
  const waits = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 })
  fc.assert(
    fc.property(
      waits,
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 0, max: 200 }),
      (gaps, perSecond, within) => {
        const window = new SlidingWindow(perSecond, 0)
        let at = 0
        takenAt(
          window,
          gaps.map((gap) => (at += gap)),
        )
        const soon = window.soon(at, within)
        const moments = Array.from({ length: within + 1 }, (_, i) => at + i)
        expect(takenAt(window, moments)).toHaveLength(soon)
      },
    ),
  )
})
