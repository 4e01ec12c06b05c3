import cron from 'node-cron'

const minute = 60_000
/** In minutes. Of a longer gap nobody asks what it held. */
const longestGap = 60

const fullMinute = (time: number) => Math.floor(time / minute) * minute

/**
 * Tells at each full minute what is due by its cron fields; after a stall also what was due meanwhile, and after a longer gap, as when a machine
 * slept or its clock leapt ahead, that anything may be. Of node-cron only the fields are taken: its own timer drops what it is late for, walks
 * through every minute of a leap, and waits until a clock that was set back has caught up.
 */
export function byTheClock<T extends { schedule: string }>(
  all: readonly T[],
  { zone, onDue, onGap }: { zone: string; onDue(due: T): void; onGap(): void },
): { stop(): void } {
  const tasks = all.map(({ schedule }) => cron.createTask(schedule, () => {}, { timezone: zone }))
  let last = fullMinute(Date.now())
  let timer = setTimeout(beat, untilNext())
  function beat() {
    const now = fullMinute(Date.now())
    const gap = (now - last) / minute
    const minutes =
      gap > 0 && gap <= longestGap ? Array.from({ length: gap }, (_, n) => new Date(now - n * minute)) : []
    last = now
    timer = setTimeout(beat, untilNext())
    if (gap > longestGap) onGap()
    for (const [n, one] of all.entries()) if (minutes.some((time) => tasks[n]?.match(time))) onDue(one)
  }
  return {
    stop() {
      clearTimeout(timer)
      for (const task of tasks) void task.destroy()
    },
  }
}

function untilNext(): number {
  return minute - (Date.now() % minute)
}
