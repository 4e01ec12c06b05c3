import { describe, expect, test } from 'vitest'
import { needsTime, timeLabel } from '../../../src/web/chat-page/time-label'

/** Written without a zone, so in the zone of the machine, as on the phone. */
const local = (text: string) => new Date(text).toISOString()
const now = local('2026-11-20T22:10:00')

describe('the time between messages', () => {
  test.each([
    ['2026-11-20T21:05:00', '21:05', '21:05'],
    ['2026-11-19T23:59:00', '昨天 23:59', 'Yesterday 23:59'],
    ['2026-11-02T08:00:00', '11月2日 8:00', '2 Nov, 8:00'],
    ['2025-12-31T08:00:00', '2025年12月31日 8:00', '31 Dec 2025, 8:00'],
  ])('%s reads %s', (at, zh, en) => {
    expect(timeLabel(local(at), now, 'zh-CN', '昨天')).toBe(zh)
    expect(timeLabel(local(at), now, 'en', 'Yesterday')).toBe(en)
  })

  test('stands only where more than five minutes passed', () => {
    expect(needsTime(null, now)).toBe(true)
    expect(needsTime(local('2026-11-20T22:05:00'), now)).toBe(false)
    expect(needsTime(local('2026-11-20T22:04:59'), now)).toBe(true)
  })
})
