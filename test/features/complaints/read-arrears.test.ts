import { describe, expect, it } from 'vitest'
import { readArrears } from '../../../src/features/complaints/read-arrears'

const today = '2026-11-20'

function read(text: string): string {
  const reading = readArrears(text, today)
  if (reading.kind === 'none') return 'none'
  if (reading.kind === 'problem') return reading.say.key
  const lines = reading.arrears.map(({ month, due }) => `${month}=${due / 100}`)
  return [...lines, ...reading.removed.map((month) => `${month}=-`)].join(' ')
}

describe('months and what is owed for each', () => {
  it.each([
    ['3月 5000', '2026-03=5000'],
    ['3月5000', '2026-03=5000'],
    ['３月：５０００元', '2026-03=5000'],
    ['三月五千', '2026-03=5000'],
    ['3月五千，4月五千五', '2026-03=5000 2026-04=5500'],
    ['3月5000\n4月6000\n5月 4800.5', '2026-03=5000 2026-04=6000 2026-05=4800.5'],
    ['3月份欠5000块、4月份4000', '2026-03=5000 2026-04=4000'],
    ['去年12月 6000，1月 5000', '2025-12=6000 2026-01=5000'],
    ['去年10月5000，11月5000，12月5000', '2025-10=5000 2025-11=5000 2025-12=5000'],
    ['2026-03 5000', '2026-03=5000'],
    ['2025年12月 1.2万', '2025-12=12000'],
    ['上个月 5000', '2026-10=5000'],
    ['3月到5月每月5000', '2026-03=5000 2026-04=5000 2026-05=5000'],
    ['3到5月，每个月五千', '2026-03=5000 2026-04=5000 2026-05=5000'],
    ['3-5月 每月5000', '2026-03=5000 2026-04=5000 2026-05=5000'],
    ['去年12月到2月每月4000', '2025-12=4000 2026-01=4000 2026-02=4000'],
    ['3月、4月、6月各4500', '2026-03=4500 2026-04=4500 2026-06=4500'],
    ['5000 3月', '2026-03=5000'],
    ['十一月 5000', '2026-11=5000'],
    ['3月 0', '2026-03=-'],
    ['December 2025 6000', '2025-12=6000'],
    ['March 5000', '2026-03=5000'],
    ['Mar 5000, Apr 6000', '2026-03=5000 2026-04=6000'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected))

  it.each([
    ['一万八', 'none'],
    ['18000', 'none'],
    ['三个月没发', 'none'],
    ['maybe 5000', 'none'],
    ['3月', 'complaints.month-without-sum'],
    ['3月5000，4月', 'complaints.month-without-sum'],
    ['3月、4月 5000', 'complaints.month-each'],
    ['3月5000，3月6000', 'complaints.month-twice'],
    ['3月五千多', 'money.open-ended'],
    ['13月 5000', 'complaints.month-unread'],
    ['3月两三千', 'money.range'],
  ])('%s is asked again, never guessed', (text, expected) => expect(read(text)).toBe(expected))
})
