import type { Language } from '../../domain/language'

const gapMilliseconds = 5 * 60_000

/** A time stands between two messages when they are more than five minutes apart. */
export function needsTime(previousAt: string | null, at: string): boolean {
  return previousAt === null || Date.parse(at) - Date.parse(previousAt) > gapMilliseconds
}

/** In the zone of the person's phone: only the hour today, with its day before. */
export function timeLabel(at: string, now: string, language: Language, yesterdayWord: string): string {
  const then = new Date(at)
  const today = new Date(now)
  const clock = `${then.getHours()}:${`0${then.getMinutes()}`.slice(-2)}`
  const daysAgo = Math.round((startOfDay(today) - startOfDay(then)) / 86_400_000)
  if (daysAgo <= 0) return clock
  if (daysAgo === 1) return `${yesterdayWord} ${clock}`
  const isThisYear = then.getFullYear() === today.getFullYear()
  if (language === 'zh-CN') {
    const day = `${then.getMonth() + 1}月${then.getDate()}日 ${clock}`
    return isThisYear ? day : `${then.getFullYear()}年${day}`
  }
  const day = `${then.getDate()} ${monthNames[then.getMonth()]}`
  return isThisYear ? `${day}, ${clock}` : `${day} ${then.getFullYear()}, ${clock}`
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
