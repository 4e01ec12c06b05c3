import { instantAt, wallDate } from '../domain/calendar'
import type { Gathering } from '../domain/gathering'
import { after, day, type Instant } from '../domain/instant'
import { endOfQuiet } from '../domain/quiet-hours'
import { isReminderDue } from '../domain/signup'
import { reminderSaying } from '../features/events/sayings'
import { tellPerson } from '../features/tell-person'
import { signUps } from '../store/collections'
import type { WriteTx } from '../store/store'
import { eventsIn, inSlices, type Slice, slice } from './each-event'
import type { Job, JobDeps } from './job'

export const eventReminders: Job = {
  name: 'event-reminders',
  does: {
    'zh-CN': '活动前一天问报上名的人来不来；来不了的，名额给下一位。',
    en: 'On the eve everybody with a seat is asked whether they come; who cannot gives the seat to the next.',
  },
  schedule: '*/10 * * * *',
  async run(deps, now) {
    const ahead = await eventsIn(deps, { index: 'state', equals: 'published', from: now })
    let reminded = 0
    for (const { id, startsAt } of ahead) {
      if (startsAt <= now || startsAt > after(now, 2 * day)) continue
      reminded += await inSlices(deps, id, (tx, gathering, from) => remindSome(tx, deps, now, gathering, from))
    }
    return { reminded }
  },
}

async function remindSome(
  tx: WriteTx,
  deps: JobDeps,
  now: Instant,
  gathering: Gathering,
  from: number,
): Promise<Slice> {
  const query = { index: 'unreminded', equals: gathering.id, from, limit: slice }
  const found = gathering.state === 'published' ? await tx.find(signUps, query) : []
  let did = 0
  for (const signUp of found) {
    if (!isReminderDue(gathering, signUp, now, deps.zone)) continue
    await tx.put(signUps, { ...signUp, remindedAt: now })
    const { startsAt, revision } = gathering
    const { zone } = deps
    const notBefore = endOfQuiet(now, zone) ?? now
    const date = wallDate(startsAt, zone)
    const isToday = wallDate(notBefore, zone) === date
    await tellPerson(tx, deps, now, signUp.person, (language) => reminderSaying(language, gathering, zone, isToday), {
      key: `event-reminder:${signUp.id}:${signUp.seq}:${startsAt}:${revision}`,
      notBefore,
      // A word that came late must not say tomorrow of today.
      expiresAt: isToday ? startsAt : instantAt(date, '00:00', zone),
      recheck: { name: 'event-reminder', argument: `${signUp.id} ${startsAt} ${revision}` },
    })
    did += 1
  }
  const last = found.at(-1)
  return { did, next: last && last.seq + 1 }
}
