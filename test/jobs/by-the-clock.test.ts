import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant'
import { byTheClock } from '../../src/jobs/by-the-clock'

const second = 1000

let stop: () => void
let told: string[]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-11-26T18:58:20.500Z') })
  told = []
  const all = [
    { name: 'each', schedule: '* * * * *' },
    { name: 'tenth', schedule: '*/10 * * * *' },
    { name: 'three', schedule: '0 3 * * *' },
    { name: 'fifth', schedule: '30 19 5 * *' },
  ]
  const onDue = ({ name }: { name: string }) => void told.push(name)
  ;({ stop } = byTheClock<(typeof all)[number]>(all, {
    zone: 'Asia/Shanghai',
    onDue,
    onGap: () => void told.push('gap'),
  }))
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

function after(milliseconds: number): string[] {
  told = []
  vi.advanceTimersByTime(milliseconds)
  return told
}

/** The clock is another at once, as after a sleep; within the minute it is seen. */
function leap(milliseconds: number): string[] {
  told = []
  vi.setSystemTime(Date.now() + milliseconds)
  vi.advanceTimersByTime(minute)
  return told
}

it('tells what is due at each full minute, by the wall clock of the zone', () => {
  expect(after(39 * second)).toEqual([])
  expect(after(second)).toEqual(['each'])
  expect(after(minute)).toEqual(['each', 'tenth', 'three'])
  expect(after(10 * minute)).toEqual([...Array(9).fill('each'), 'each', 'tenth'])
  vi.setSystemTime(Date.parse('2026-12-05T11:29:59.000Z'))
  expect(after(minute)).toEqual(['gap'])
  expect(after(0)).toEqual([])
  expect(after(day).filter((name) => name !== 'each' && name !== 'tenth')).toEqual(['three'])
  stop()
  expect(after(day)).toEqual([])
})

it('tells once what fell into a stall', () => {
  after(minute)
  expect(leap(25 * minute)).toEqual(['each', 'tenth', 'three'])
  expect(after(minute)).toEqual(['each'])
})

it.each([2 * hour, 40 * day, 25 * 365 * day])(
  'after a gap of %i ms all may be due, and nobody walks through it',
  (gap) => {
    after(minute)
    expect(leap(gap)).toEqual(['gap'])
    expect(after(minute)).toEqual(['each'])
  },
)

it.each([30 * second, 10 * minute, 400 * day])('a clock that is set back by %i ms goes on from there', (back) => {
  after(minute)
  expect(leap(-back).filter((name) => name !== 'each')).toEqual([])
  expect(after(2 * minute).filter((name) => name === 'each')).toEqual(['each', 'each'])
})
