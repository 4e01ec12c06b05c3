const daysIn = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const separators: [at: number, code: number][] = [
  [4, 0x2d],
  [7, 0x2d],
  [10, 0x54],
  [13, 0x3a],
  [16, 0x3a],
  [19, 0x2e],
  [23, 0x5a],
]
const scratch = new Uint8Array(24)

/** Milliseconds of an instant as `toISOString` writes it (years 1000 to 9999); undefined for whatever would not come back the same. */
export function textToInstant(order: string | number): number | undefined {
  if (typeof order === 'number' || order.length !== scratch.length) return undefined
  for (let i = 0; i < scratch.length; i++) {
    const code = order.charCodeAt(i)
    // As a byte it might pass for a digit.
    if (code > 0x7f) return undefined
    scratch[i] = code
  }
  return bytesToInstant(scratch, 0)
}

/** The same of 24 bytes. */
export function bytesToInstant(bytes: Uint8Array, start: number): number | undefined {
  for (const [at, code] of separators) if (bytes[start + at] !== code) return undefined
  const year = digits(bytes, start, 4)
  const month = digits(bytes, start + 5, 2)
  const day = digits(bytes, start + 8, 2)
  const hour = digits(bytes, start + 11, 2)
  const minute = digits(bytes, start + 14, 2)
  const second = digits(bytes, start + 17, 2)
  const milliseconds = digits(bytes, start + 20, 3)
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > (daysIn[month] as number)) return undefined
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || milliseconds < 0)
    return undefined
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2 && day === 29 && !isLeapYear) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
}

export function instantText(instant: number): string {
  return new Date(instant).toISOString()
}

/** -1 when one of them is not a digit. */
function digits(bytes: Uint8Array, start: number, count: number): number {
  let number = 0
  for (let i = start; i < start + count; i++) {
    const digit = (bytes[i] as number) - 0x30
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}
