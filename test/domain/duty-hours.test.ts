import { describe, expect, it } from 'vitest'
import { readDutyHours } from '../../src/domain/duty-hours'
import { onCallSchema } from '../../src/domain/officer'

const understood: [typed: string, weekdays: string, from: string, to: string, sure?: boolean][] = [
  ['周一到周五 9点到18点', '12345', '09:00', '18:00'],
  ['周一至周五，早上9点到下午6点', '12345', '09:00', '18:00'],
  ['星期一到五 上午九点到下午六点半', '12345', '09:00', '18:30'],
  ['礼拜六礼拜天 8:30-17:30', '67', '08:30', '17:30'],
  ['每天 晚上8点到早上8点', '1234567', '20:00', '08:00'],
  ['天天晚上十点到凌晨两点', '1234567', '22:00', '02:00'],
  ['周一至周五早九点到晚六点，周末不值', '12345', '09:00', '18:00'],
  ['周一到周五 9:00-18:00，周六周日休息', '12345', '09:00', '18:00'],
  ['周一到周五休息，周末 9:00-18:00', '67', '09:00', '18:00'],
  ['工作日 9-18', '12345', '09:00', '18:00'],
  ['周末全天', '67', '00:00', '00:00'],
  ['每天24小时', '1234567', '00:00', '00:00'],
  ['周一、周三、周五 9点到12点', '135', '09:00', '12:00'],
  ['周一三五 14点到18点', '135', '14:00', '18:00'],
  ['周二和周四 下午2点到5点', '24', '14:00', '17:00', false],
  ['周五到周一 晚上6点到9点', '1567', '18:00', '21:00', false],
  ['周日 晚上10点到12点', '7', '22:00', '00:00', false],
  ['周一到周五 9点到6点', '12345', '09:00', '18:00', false],
  ['周六 １３：００－１７：００', '6', '13:00', '17:00'],
  ['Mon to Fri 9:00-18:00', '12345', '09:00', '18:00'],
  ['weekends 10am-4pm', '67', '10:00', '16:00'],
  ['every day 8pm to 8am', '1234567', '20:00', '08:00'],
  ['Monday, Wednesday 9:00-17:00', '13', '09:00', '17:00'],
]

describe('hours on call', () => {
  it.each(understood)('%s', (typed, weekdays, from, to, sure = true) => {
    const value = { weekdays: [...weekdays].map(Number), from, to }
    expect(readDutyHours(typed)).toEqual({ ok: true, value, sure })
    expect(onCallSchema.parse(value)).toEqual(value)
  })

  it.each([
    ['', 'not-hours'],
    ['好', 'not-hours'],
    ['随便', 'not-hours'],
    ['每天 9点到18点，逢年过节不一定', 'not-hours'],
    ['周一到周五', 'no-times'],
    ['周末', 'no-times'],
    ['9点到18点', 'no-days'],
    ['周一 25点到26点', 'no-times'],
  ])('%s is asked again: %s', (typed, problem) => {
    expect(readDutyHours(typed)).toEqual({ ok: false, problem })
  })
})
