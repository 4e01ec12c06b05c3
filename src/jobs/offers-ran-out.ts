import { isAhead } from '../domain/gathering'
import { lapsedSaying } from '../features/events/sayings'
import { move, offerSeats } from '../features/events/seats'
import { tellPerson } from '../features/tell-person'
import { gatherings, signUps } from '../store/collections'
import { eventsIn } from './each-event'
import type { Job, JobDeps } from './job'

const most = 200

export const offersRanOut: Job = {
  name: 'offers-ran-out',
  does: {
    'zh-CN': '让出的名额到点没人答，给下一位；删了资料的人的名额也一样。',
    en: 'A seat that was offered and not answered in time goes to the next; so does one whose holder was erased.',
  },
  schedule: '* * * * *',
  async run(deps, now) {
    const due = await deps.store.read((tx) =>
      tx.find(signUps, { index: 'offers', equals: 'offered', to: now, limit: most }),
    )
    let lapsed = 0
    for (const { id, gathering } of due) if (await lapse(deps, now, id, gathering)) lapsed += 1
    let offered = 0
    for (const { id } of await eventsIn(deps, { index: 'state', equals: 'published', from: now })) {
      offered += await offer(deps, now, id)
    }
    return { lapsed, offered }
  },
}

function lapse(deps: JobDeps, now: string, id: string, event: string): Promise<boolean> {
  return deps.store.write([`event:${event}`], async (tx) => {
    const desk = { ...deps, tx, now }
    const signUp = await tx.get(signUps, id)
    const gathering = await tx.get(gatherings, event)
    if (!signUp?.offer || signUp.state !== 'offered' || signUp.offer.until > now || !gathering) return false
    await move(desk, signUp, 'lapse', 'system')
    // Once it has begun there is nothing to wait for any more.
    if (isAhead(gathering, now)) {
      await tellPerson(tx, deps, now, signUp.person, (language) => lapsedSaying(language, gathering), {
        key: `event-lapsed:${id}:${signUp.offer.times}`,
        expiresAt: gathering.startsAt,
      })
    }
    return true
  })
}

/** Looked at without a lock first: of most events nothing is to be offered. */
async function offer(deps: JobDeps, now: string, event: string): Promise<number> {
  const waiting = await deps.store.read((tx) =>
    tx.count(signUps, { index: 'state', equals: `${event}:waiting`, limit: 1 }),
  )
  for (let sum = 0; waiting > 0; ) {
    const did = await deps.store.write([`event:${event}`], async (tx) => {
      const gathering = await tx.get(gatherings, event)
      return gathering ? offerSeats({ ...deps, tx, now }, gathering) : 0
    })
    sum += did
    if (did === 0) return sum
  }
  return 0
}
