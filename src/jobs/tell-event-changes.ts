import type { Gathering } from '../domain/gathering'
import type { Instant } from '../domain/instant'
import type { OutboxRow } from '../domain/message'
import { endOfQuiet } from '../domain/quiet-hours'
import { isChangeNewsFor, isOnList, isReminderDue, type SignUp } from '../domain/signup'
import { placeInLine } from '../features/events/event-card'
import { cancelledSaying, changedSaying, type Stands } from '../features/events/sayings'
import { tellPerson } from '../features/tell-person'
import { gatherings, outbox, signUps } from '../store/collections'
import type { WriteTx } from '../store/store'
import { eventsIn, inSlices, type Slice, slice } from './each-event'
import type { Job, JobDeps } from './job'

export const tellEventChanges: Job = {
  name: 'tell-event-changes',
  does: {
    'zh-CN': '活动改时间地点或取消，告诉名单上的每个人，以最后一次为准。',
    en: 'Everybody on the list is told of another time or place, or that it is off: one notice for each change, the last of which counts.',
  },
  schedule: '* * * * *',
  async run(deps, now) {
    let told = 0
    for (const { id } of await eventsIn(deps, { index: 'telling', equals: 'telling' })) {
      told += await inSlices(deps, id, (tx, gathering) => tellSome(tx, deps, now, gathering))
    }
    return { told }
  },
}

async function tellSome(tx: WriteTx, deps: JobDeps, now: Instant, gathering: Gathering): Promise<Slice> {
  const { telling, endsAt } = gathering
  if (!telling) return { did: 0 }
  const query = { index: 'gathering', equals: gathering.id, from: telling.after + 1, to: telling.upTo, limit: slice }
  // What is over is no news.
  const found = endsAt <= now ? [] : await tx.find(signUps, query)
  let did = 0
  for (const signUp of found) {
    if (!(telling.what === 'changed' ? isChangeNewsFor(signUp, gathering, now) : isOnList(signUp))) continue
    await tell(tx, deps, now, gathering, signUp)
    did += 1
  }
  const last = found.at(-1)
  await tx.put(gatherings, { ...gathering, telling: last ? { ...telling, after: last.seq } : null })
  return { did, next: last && 0 }
}

async function tell(tx: WriteTx, deps: JobDeps, now: Instant, gathering: Gathering, signUp: SignUp): Promise<void> {
  const { id, revision, startsAt } = gathering
  const { zone } = deps
  // Who would set out before the morning has to know it now.
  const morning = endOfQuiet(now, zone)
  const options = { expiresAt: gathering.endsAt, urgent: morning !== undefined && startsAt <= morning }
  if (gathering.state === 'cancelled') {
    await tellPerson(tx, deps, now, signUp.person, (language) => cancelledSaying(language, gathering, zone), {
      ...options,
      key: `event-cancelled:${id}:${signUp.id}`,
    })
    return
  }
  const concerned = withChange(gathering, signUp, now, zone)
  await tx.put(signUps, concerned)
  const keyOf = (revision: number) => `event-changed:${id}:${revision}:${signUp.id}`
  const knowsBefore = !(await isUnread(tx, keyOf(revision - 1)))
  const was = knowsBefore ? gathering.telling?.was : undefined
  const stands = await standsOf(tx, concerned, isAsked(gathering, signUp, now))
  await tellPerson(tx, deps, now, signUp.person, (language) => changedSaying(language, gathering, zone, stands, was), {
    ...options,
    key: keyOf(revision),
    recheck: { name: 'event-change', argument: `${signUp.id} ${revision}` },
  })
}

/** Whether they can still come: not who is there, or may be. */
function isAsked({ startsAt }: Gathering, { state, cameAt }: SignUp, now: Instant): boolean {
  return state === 'in' && cameAt === null && now < startsAt
}

/** Who has a seat is asked once more on the new eve, if that is not now; who was offered one answers before it begins. */
function withChange(gathering: Gathering, signUp: SignUp, now: Instant, zone: string): SignUp {
  const { state, offer } = signUp
  const { startsAt } = gathering
  if (state === 'in') {
    if (!isAsked(gathering, signUp, now)) return signUp
    const asked = { ...signUp, remindedAt: null, confirmedAt: null }
    return isReminderDue(gathering, asked, now, zone) ? { ...asked, remindedAt: now } : asked
  }
  return offer && startsAt < offer.until ? { ...signUp, offer: { ...offer, until: startsAt } } : signUp
}

/** Whether a notice was made that nobody has seen: the next change takes its place. */
async function isUnread(tx: WriteTx, key: string): Promise<boolean> {
  const [row] = await tx.find(outbox, { index: 'key', equals: key, limit: 1 })
  return row !== undefined && unread.has(row.state)
}

const unread: ReadonlySet<OutboxRow['state']> = new Set(['queued', 'held', 'expired', 'cancelled', 'failed'])

async function standsOf(tx: WriteTx, signUp: SignUp, isAsked: boolean): Promise<Stands> {
  if (signUp.state === 'offered' && signUp.offer) return { state: 'offered', until: signUp.offer.until }
  if (signUp.state === 'waiting') return { state: 'waiting', place: await placeInLine(tx, signUp) }
  return { state: isAsked ? 'in' : 'there' }
}
