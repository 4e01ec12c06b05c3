import { expect, it } from 'vitest'
import { askWindow, momentIn } from '../../src/jobs/ask-window'

const zone = 'Asia/Shanghai'

it.each([
  ['on time', '2026-11-05T11:30:00.000Z', '2026-11-05T11:30:00.000Z', '2026-11-05T13:30:00.000Z'],
  ['an hour late', '2026-11-05T12:30:00.000Z', '2026-11-05T12:30:00.000Z', '2026-11-05T13:30:00.000Z'],
  ['at noon of another day', '2026-11-09T04:00:00.000Z', '2026-11-09T04:00:00.000Z', '2026-11-09T06:00:00.000Z'],
  ['in the night', '2026-11-08T19:00:00.000Z', '2026-11-09T00:00:00.000Z', '2026-11-09T02:00:00.000Z'],
  ['late in the evening', '2026-11-09T14:00:00.000Z', '2026-11-10T00:00:00.000Z', '2026-11-10T02:00:00.000Z'],
])('%s, who is asked now is asked within two hours and never at night', (_, now, from, to) => {
  const window = askWindow(now, '2026-11', zone)
  expect(window).toEqual({ from, to })
  if (!window) return
  for (const youth of ['a', 'b', 'c', 'd']) {
    const at = momentIn(window, youth, '2026-11')
    expect(at >= from && at < to).toBe(true)
  }
})

it('asks nobody about a month that is over by then', () => {
  expect(askWindow('2026-11-30T14:00:00.000Z', '2026-11', zone)).toBeUndefined()
  expect(askWindow('2026-11-30T13:00:00.000Z', '2026-11', zone)?.to).toBe('2026-11-30T13:30:00.000Z')
})
