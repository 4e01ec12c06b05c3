import { describe, expect, it } from 'vitest'
import { eventInstants, readEventTime, readMoment } from '../../src/domain/event-time'

/** A Friday morning. */
const wall = { today: '2026-11-20', time: '10:00' }
const read = (said: string) => readEventTime(said, wall)

describe('when an event is', () => {
  it.each([
    ['周六晚上7点到9点', '2026-11-21', '19:00', '21:00'],
    ['周六晚上七点到九点', '2026-11-21', '19:00', '21:00'],
    ['周六晚七点', '2026-11-21', '19:00', null],
    ['下周日下午2点半到5点', '2026-11-29', '14:30', '17:00'],
    ['11月28日 19:00-21:00', '2026-11-28', '19:00', '21:00'],
    ['11月28号 14:00，两个小时', '2026-11-28', '14:00', '16:00'],
    ['11月28日14:00，2.5小时', '2026-11-28', '14:00', '16:30'],
    ['11月28日上午9点，两个半小时', '2026-11-28', '09:00', '11:30'],
    ['明晚8点', '2026-11-21', '20:00', null],
    ['今晚7点半', '2026-11-20', '19:30', null],
    ['明天上午9点一刻开始，90分钟', '2026-11-21', '09:15', '10:45'],
    ['11.28 晚上7-9点', '2026-11-28', '19:00', '21:00'],
    ['12月5号晚上10点到1点', '2026-12-05', '22:00', '01:00'],
    ['2027年1月3日 下午3点', '2027-01-03', '15:00', null],
    ['28 Nov 7pm-9pm', '2026-11-28', '19:00', '21:00'],
    ['tomorrow 19:00 to 21:00', '2026-11-21', '19:00', '21:00'],
  ])('reads %s', (said, date, from, to) => {
    expect(read(said)).toEqual({ ok: true, value: { date, from, to }, sure: true })
  })

  it.each([
    ['周六7点', '19:00', null],
    ['周六3点到5点', '15:00', '17:00'],
    ['周六9点到11点', '09:00', '11:00'],
    ['周六 2:30', '14:30', null],
  ])('takes %s with a question, as it may be the other half of the day', (said, from, to) => {
    expect(read(said)).toEqual({ ok: true, value: { date: '2026-11-21', from, to }, sure: false })
  })

  it.each([
    ['周六', 'no-time', true],
    ['晚上7点', 'no-day', true],
    ['周末晚上7点', 'vague'],
    ['今天上午9点', 'past'],
    ['11月28日 19:00-18:00，', undefined],
    ['11月28日 14:00-13:00', 'ends-before'],
    ['2025年3月1日 19:00', 'past'],
    ['哈哈哈', 'no-day'],
    ['11月31日 19:00', 'impossible'],
  ] as [string, string?, boolean?][])('does not take %s', (said, problem, isHalf = false) => {
    const reading = read(said)
    if (problem) expect({ isHalf: false, ...reading }).toEqual({ ok: false, problem, isHalf })
    else expect(reading.ok).toBe(false)
  })

  it('becomes instants, without an end two hours long, past midnight on the next day', () => {
    expect(eventInstants({ date: '2026-11-28', from: '19:00', to: null }, 'Asia/Shanghai')).toEqual({
      startsAt: '2026-11-28T11:00:00.000Z',
      endsAt: '2026-11-28T13:00:00.000Z',
    })
    expect(eventInstants({ date: '2026-11-28', from: '22:30', to: null }, 'Asia/Shanghai').endsAt).toBe(
      '2026-11-28T16:30:00.000Z',
    )
  })
})

describe('a moment', () => {
  it.each([
    ['11月27日', { date: '2026-11-27', time: '23:59' }],
    ['周三中午12点', { date: '2026-11-25', time: '12:00' }],
    ['明天 18:00', { date: '2026-11-21', time: '18:00' }],
  ])('reads %s', (said, value) => {
    expect(readMoment(said, wall, '23:59')).toEqual({ ok: true, value, sure: true })
  })

  it('does not lie in the past', () => {
    expect(readMoment('今天 9:00', wall, '23:59')).toEqual({ ok: false, problem: 'past' })
    expect(readMoment('今天', wall, '08:00')).toEqual({ ok: false, problem: 'past' })
  })
})
