import { queueAgain, queueNotice } from '../delivery/notice'
import { type Gathering, isAhead, isInviting, suits } from '../domain/gathering'
import { after, type Instant, minute } from '../domain/instant'
import type { Mailing } from '../domain/mailing'
import { endOfQuiet } from '../domain/quiet-hours'
import type { Youth } from '../domain/youth'
import { countEvent } from '../features/events/figures'
import { invitationMailing } from '../features/events/officer/invitation-mailing'
import { youthLists } from '../features/events/officer/units'
import { invitationKey, invitationOf, pointsOf } from '../features/events/own-events'
import { signUpOf } from '../features/events/seats'
import { gatherings, persons, youths } from '../store/collections'
import type { WriteTx } from '../store/store'
import { eventsIn, inSlices, type Slice, slice } from './each-event'
import type { Job, JobDeps } from './job'

export const eventInvitations: Job = {
  name: 'event-invitations',
  does: {
    'zh-CN': '活动发布后，邀请合适的人，每人一次；做到哪里记在活动上，停了再开会接着做。',
    en: 'Whom a published event suits is invited, once. How far it has come stands with the event, so that it goes on after any stop.',
  },
  schedule: '* * * * *',
  async run(deps, now) {
    let invited = 0
    for (const found of await eventsIn(deps, { index: 'inviting', equals: 'inviting' })) {
      if (standsStill(found, now)) continue
      invited += await inSlices(deps, found.id, (tx, gathering) => inviteSome(tx, deps, now, gathering))
    }
    return { invited }
  },
}

/** Sign-up has not begun, or was over before all were invited: it may be put off, and the others are invited then. */
function standsStill(gathering: Gathering, now: Instant): boolean {
  return isAhead(gathering, now) && !isInviting(gathering, now)
}

async function inviteSome(tx: WriteTx, deps: JobDeps, now: Instant, gathering: Gathering): Promise<Slice> {
  const at = gathering.inviting
  if (!at) return { did: 0 }
  const mailing = await invitationMailing({ tx, now, zone: deps.zone }, gathering, null)
  if (!isAhead(gathering, now) || mailing.state === 'cancelled') {
    await tx.put(gatherings, { ...gathering, inviting: null })
    return { did: 0 }
  }
  if (standsStill(gathering, now)) return { did: 0 }
  const walk = { ...at, since: begunAt(gathering, at, mailing, now) }
  const { found, list } = await nextOnes(tx, await youthLists(tx, gathering.unit), walk)
  let did = 0
  for (const youth of found) if (await invite(tx, deps, now, gathering, youth)) did += 1
  await countEvent({ tx, now, zone: deps.zone }, gathering, 'invited', did)
  const last = found.at(-1)
  const inviting = last ? { ...walk, list, order: last.registeredAt, youth: last.id } : walkBehind(walk, now)
  await tx.put(gatherings, { ...gathering, inviting })
  return { did, next: inviting ? 0 : undefined }
}

type Walk = NonNullable<Gathering['inviting']>

/** Where it was not kept, by an older version, it may have been when sign-up began. */
function begunAt({ signUpFrom }: Gathering, at: Walk, { createdAt }: Mailing, now: Instant): Instant {
  if (at.since) return at.since
  if (at.list === '' && at.youth === '') return now
  return signUpFrom !== null && signUpFrom > createdAt ? signUpFrom : createdAt
}

/** The next few of a walk, all of one list; nobody at its end. */
async function nextOnes(tx: WriteTx, lists: readonly string[], at: Walk): Promise<{ found: Youth[]; list: string }> {
  for (const list of lists.filter((candidate) => candidate >= at.list)) {
    const behind = list === at.list && at.youth ? { after: { order: at.order, id: at.youth } } : {}
    const query = { index: 'point', equals: list, ...(at.from && { from: at.from }), ...behind, limit: slice }
    const found = await tx.find(youths, query)
    if (found.length > 0) return { found, list }
  }
  return { found: [], list: '' }
}

/** After a walk one more, over who registered since it began: it may have passed by where they stand now. None behind one that began just now. */
function walkBehind({ since, from, besides }: Walk & { since: Instant }, now: Instant): Walk | null {
  if (from && since >= now) return null
  // A registration bears the time at which it was sent.
  return { list: '', order: '', youth: '', since: now, from: after(since, -minute), ...(besides && { besides }) }
}

/** False for whom it does not surely suit, who said something about it already, or was invited at another of their points. */
async function invite(tx: WriteTx, deps: JobDeps, now: Instant, gathering: Gathering, youth: Youth): Promise<boolean> {
  const { id, inviting } = gathering
  const points = await pointsOf(tx, youth)
  if (suits(gathering, youth, points, deps.zone) !== 'yes') return false
  if (await signUpOf(tx, id, youth.id)) return false
  const notBefore = endOfQuiet(now, deps.zone) ?? now
  const made = await invitationOf(tx, id, youth.id)
  if (made) {
    // Sign-up was over when it was to leave, and was put off since. One of an older version bears words of then.
    if (made.state === 'expired' && made.words) await queueAgain(tx, made, notBefore)
    return false
  }
  if (inviting?.besides && suits(inviting.besides, youth, points, deps.zone) === 'yes') return false
  if (!(await tx.get(persons, youth.id))) return false
  await queueNotice(tx, {
    id: deps.newId(),
    person: youth.id,
    words: 'theirs',
    now,
    key: invitationKey(id, youth.id),
    lane: 'bulk',
    notBefore,
    recheck: { name: 'event-invitation', argument: id },
    mailing: id,
  })
  return true
}
