import type { Instant } from './instant'

interface CalendarEvent {
  id: string
  /** Grows with each change, so that a calendar takes the later one. */
  revision: number
  startsAt: Instant
  endsAt: Instant
  title: string
  place: string
  text: string | null
  isCancelled: boolean
}

/** An iCalendar file (RFC 5545) of one event, with an alarm two hours before; instants in UTC. */
export function calendarFile(event: CalendarEvent, now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Lianxin//Events//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${event.id}@lianxin`,
    `DTSTAMP:${utc(now)}`,
    `SEQUENCE:${event.revision}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `SUMMARY:${escaped(event.title)}`,
    `LOCATION:${escaped(event.place)}`,
    ...(event.text ? [`DESCRIPTION:${escaped(event.text)}`] : []),
    `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(event.title)}`,
    'TRIGGER:-PT2H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** 20261128T110000Z */
function utc(instant: Instant): string {
  return instant.replace(/[-:]/g, '').replace(/\.\d{3}/, '')
}

function escaped(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, (sign) => `\\${sign}`)
      .replace(/\r\n|\r|\n/g, '\\n')
      // Other control characters are not allowed in a text (3.3.11).
      .replace(/\p{Cc}/gu, '')
  )
}

const longestLine = 75

/** Lines of at most 75 octets, never cut inside a character; what goes on begins with a space (3.1). */
function folded(line: string): string {
  const encoder = new TextEncoder()
  let length = 0
  let result = ''
  for (const character of line) {
    const octets = encoder.encode(character).byteLength
    if (length + octets > longestLine) {
      result += '\r\n '
      length = 1
    }
    result += character
    length += octets
  }
  return result
}
