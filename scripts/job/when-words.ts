/** Cron fields as our jobs use them, in words; others as they stand. */
export function whenWords(schedule: string): string {
  const [minute = '', hour = '', ...days] = schedule.split(' ')
  if (days.some((field) => field !== '*')) return schedule
  if (hour === '*') {
    if (minute === '*') return 'each minute'
    const every = minute.match(/^\*\/(\d+)$/)?.[1]
    return every ? `every ${every} minutes` : `each hour at :${minute.padStart(2, '0')}`
  }
  return `daily at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}
