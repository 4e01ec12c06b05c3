import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarFile } from '../../src/domain/calendar-file'

const event = {
  id: 'event-1',
  revision: 2,
  startsAt: '2026-11-28T11:00:00.000Z',
  endsAt: '2026-11-28T13:00:00.000Z',
  title: '青春有约：周末交友会',
  place: '民治街道文化站，二楼; 203',
  text: '带上身份证\n"好心情" \\ 水杯',
  isCancelled: false,
}
const now = '2026-11-20T02:00:00.000Z'

/** What a calendar reads: lines unfolded, names and values. */
function read(file: string): Map<string, string> {
  const unfolded = file.replace(/\r\n[ \t]/g, '')
  return new Map(
    unfolded
      .split('\r\n')
      .filter(Boolean)
      .reverse()
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
}

const plain = (value: string | undefined) =>
  value?.replace(/\\(n|[\\;,])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))

describe('an event as a calendar file', () => {
  it('holds what a calendar has to know, in UTC', () => {
    const file = calendarFile(event, now)
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true)
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
    const fields = read(file)
    expect(fields.get('UID')).toBe('event-1@lianxin')
    expect(fields.get('SEQUENCE')).toBe('2')
    expect(fields.get('DTSTART')).toBe('20261128T110000Z')
    expect(fields.get('DTEND')).toBe('20261128T130000Z')
    expect(fields.get('DTSTAMP')).toBe('20261120T020000Z')
    expect(fields.get('STATUS')).toBe('CONFIRMED')
    expect(fields.get('LOCATION')).toBe('民治街道文化站，二楼\\; 203')
    expect(plain(fields.get('SUMMARY'))).toBe(event.title)
    expect(read(calendarFile({ ...event, isCancelled: true }, now)).get('STATUS')).toBe('CANCELLED')
  })

  it('folds at 75 octets, cuts no character, and reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const file = calendarFile({ ...event, title: `x${text}` }, now)
        for (const line of file.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
          expect(line).not.toContain('\n')
          expect(line).not.toContain('\ufffd')
        }
        const kept = `x${text}`.replace(/\r\n|\r|\n/g, '\n').replace(/(?!\n)\p{Cc}/gu, '')
        expect(plain(read(file).get('SUMMARY'))).toBe(kept)
      }),
      { numRuns: 200 },
    )
  })
})
