import { type Gathering, isAhead } from '../../domain/gathering'
import {
  moveSignUp,
  offerEnd,
  offersDue,
  type Seats,
  type SignUp,
  type SignUpMoveId,
  type SignUpMover,
} from '../../domain/signup'
import { signUps } from '../../store/collections'
import type { ReadTx, WriteTx } from '../../store/store'
import type { Scene } from '../feature'
import { tellPerson } from '../tell-person'
import { offerSaying } from './sayings'

/** The part of a scene that a rule about seats needs; jobs have it too. The event's lock is the caller's. */
export type Desk = Pick<Scene, 'tx' | 'now' | 'zone' | 'newId'>

/** Counted from what is stored, so that whoever is erased holds no seat. */
export async function seatsOf(tx: ReadTx, { id, places }: Pick<Gathering, 'id' | 'places'>): Promise<Seats> {
  const states = ['in', 'offered', 'waiting'] as const
  const counts = states.map((state) => tx.count(signUps, { index: 'state', equals: `${id}:${state}` }))
  const [taken = 0, offered = 0, waiting = 0] = await Promise.all(counts)
  return { places, in: taken, offered, waiting }
}

/** What a youth said about an event. */
export async function signUpOf(tx: ReadTx, gathering: string, person: string): Promise<SignUp | undefined> {
  return (await tx.find(signUps, { index: 'who', equals: `${gathering}:${person}`, limit: 1 }))[0]
}

/** Makes a move of the table; undefined when it is not there to be made. */
export async function move(
  { tx, now }: Desk,
  signUp: SignUp,
  id: SignUpMoveId,
  by: SignUpMover,
  changes: Partial<SignUp> = {},
): Promise<SignUp | undefined> {
  const state = moveSignUp(signUp, id, by)
  if (!state) return undefined
  const moved = { ...signUp, ...changes, state, stateAt: now }
  await tx.put(signUps, moved)
  return moved
}

/** The first of those who wait are offered the seats that are free; gives how many. The rest is done by the job. */
export async function offerSeats(desk: Desk, gathering: Gathering, most = 10): Promise<number> {
  const { tx, now, zone } = desk
  if (!isAhead(gathering, now)) return 0
  const due = Math.min(offersDue(await seatsOf(tx, gathering)), most)
  if (due === 0) return 0
  const next = await tx.find(signUps, { index: 'state', equals: `${gathering.id}:waiting`, limit: due })
  const until = offerEnd(gathering, now, zone)
  for (const signUp of next) {
    const times = (signUp.offer?.times ?? 0) + 1
    await move(desk, signUp, 'offer', 'system', { offer: { until, times, revision: gathering.revision } })
    await tellPerson(tx, desk, now, signUp.person, (language) => offerSaying(language, gathering, until, zone), {
      key: `event-offer:${signUp.id}:${times}`,
      expiresAt: until,
      recheck: { name: 'event-offer', argument: `${signUp.id} ${times} ${gathering.revision}` },
    })
  }
  return next.length
}

/** News for everybody who is on the list now, brought to them by a job. */
export async function newsFor(
  tx: WriteTx,
  { id }: Gathering,
  what: NonNullable<Gathering['telling']>['what'],
): Promise<NonNullable<Gathering['telling']>> {
  return { what, upTo: await tx.counter(`event-seq:${id}`), after: 0 }
}

/** The next number of an event; its lock is the caller's. */
export async function nextSeq(tx: WriteTx, gathering: string): Promise<number> {
  await tx.add(`event-seq:${gathering}`, 1)
  return tx.counter(`event-seq:${gathering}`)
}
