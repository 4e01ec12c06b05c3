import type { Language } from '../../domain/language'
import { type OnCall, type Role, roles } from '../../domain/officer'
import { text } from '../../text/text'

export function roleWords(language: Language, held: readonly Role[]): string {
  return roles
    .filter((role) => held.includes(role))
    .map((role) => text(language, `officers.role.${role}`))
    .join('、')
}

/** 周一到周五 09:00–18:00 */
export function hoursWords(language: Language, { weekdays, from, to }: OnCall): string {
  const times = from === to ? text(language, 'officers.all-day') : `${from}–${to}`
  return `${dayWords(language, weekdays)} ${times}`
}

function dayWords(language: Language, weekdays: readonly number[]): string {
  const [first = 1, ...rest] = weekdays
  const last = rest.at(-1) ?? first
  const name = (day: number) => text(language, `officers.weekday.${day as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)
  if (weekdays.length === 7) return text(language, 'officers.every-day')
  if (weekdays.length > 2 && last - first + 1 === weekdays.length) {
    return text(language, 'officers.weekdays', { from: name(first), to: name(last) })
  }
  return weekdays.map(name).join('、')
}
