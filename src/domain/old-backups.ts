import { addDays, weekday } from './calendar'

/** Of so many of the newest days, weeks (from Monday) and months that have backups, the newest is kept. */
const kept: readonly { of: (day: string) => string; newest: number }[] = [
  { of: (day) => day, newest: 7 },
  { of: (day) => addDays(day, 1 - weekday(day)), newest: 4 },
  { of: (day) => day.slice(0, 7), newest: 6 },
]

/**
 * The backups to be removed. Names begin with the day and sort by time; whatever the clock said before, the one just made stays, and so
 * does all else of its day.
 */
export function oldBackups(names: readonly string[], justMade: string): string[] {
  const newestFirst = names.toSorted().reverse()
  const stay = new Set(newestFirst.filter((name) => dayOf(name) === dayOf(justMade)))
  for (const { of, newest } of kept) {
    const taken = new Set<string>()
    for (const name of newestFirst) {
      const stretch = of(dayOf(name))
      if (taken.has(stretch) || taken.size === newest) continue
      taken.add(stretch)
      stay.add(name)
    }
  }
  return names.filter((name) => !stay.has(name)).toSorted()
}

function dayOf(name: string): string {
  return name.slice(0, 10)
}
