import { type Gathering, isForAll, overlaps, phaseOf, suits } from '../../domain/gathering'
import type { Instant } from '../../domain/instant'
import type { OutboxRow } from '../../domain/message'
import { isOnList, type SignUp } from '../../domain/signup'
import type { Unit } from '../../domain/unit'
import type { Youth } from '../../domain/youth'
import { gatherings, outbox, signUps, units } from '../../store/collections'
import type { ReadTx } from '../../store/store'
import { text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'

/** The points of a youth, as an audience is measured by. */
export async function pointsOf(tx: ReadTx, { points }: Pick<Youth, 'points'>): Promise<Unit[]> {
  const found = await Promise.all(points.map((id) => tx.get(units, id)))
  return found.filter((unit) => unit !== undefined)
}

/** Whether nothing that is known speaks against this person coming; who is not registered sees what is for everybody. */
export async function fitsMe(scene: Scene): Promise<(gathering: Gathering) => boolean> {
  const youth = await scene.youth()
  if (!youth) return (gathering) => isForAll(gathering.audience)
  const points = await pointsOf(scene.tx, youth)
  return (gathering) => suits(gathering, youth, points, scene.zone) !== 'no'
}

const mostAhead = 300

function aheadIn({ tx, now }: Scene, state: Gathering['state']): Promise<Gathering[]> {
  return tx.find(gatherings, { index: 'state', equals: state, from: now, limit: mostAhead })
}

function inOrder(found: readonly Gathering[]): Gathering[] {
  return found.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

/** Whether an event is ahead and open to this person. */
export async function isOpenToMe(scene: Scene): Promise<(gathering: Gathering) => boolean> {
  const fits = await fitsMe(scene)
  return (gathering) => gathering.state === 'published' && phaseOf(gathering, scene.now) !== 'over' && fits(gathering)
}

/** What is ahead and open to this person, the next first. */
export async function openToMe(scene: Scene): Promise<Gathering[]> {
  const ahead = await aheadIn(scene, 'published')
  return inOrder(ahead.filter(await isOpenToMe(scene)))
}

/** What is ahead for anybody, or would be but is not published yet or was called off, the next first. */
export async function allAhead(scene: Scene): Promise<Gathering[]> {
  const found = await Promise.all((['published', 'cancelled', 'draft'] as const).map((state) => aheadIn(scene, state)))
  return inOrder(found.flat())
}

/** Each is invited once: the key of their invitation. */
export function invitationKey(gathering: string, person: string): string {
  return `event-invite:${gathering}:${person}`
}

export async function invitationOf(tx: ReadTx, gathering: string, person: string): Promise<OutboxRow | undefined> {
  return (await tx.find(outbox, { index: 'key', equals: invitationKey(gathering, person), limit: 1 }))[0]
}

/** Who was invited may come, though the audience has been narrowed since. */
export async function wasInvited(tx: ReadTx, gathering: string, person: string): Promise<boolean> {
  return (await tx.count(outbox, { index: 'key', equals: invitationKey(gathering, person), limit: 1 })) > 0
}

/** An invitation that still counts, as it is to be kept: until its event is over, wherever that is moved to. */
export async function countingInvitation(tx: ReadTx, row: OutboxRow, now: Instant): Promise<OutboxRow | undefined> {
  if (row.recheck?.name !== 'event-invitation') return undefined
  // As `isInvitationWanted` reads it.
  const [id = ''] = row.recheck.argument.split(' ')
  const gathering = await tx.get(gatherings, id)
  if (gathering?.state !== 'published' || gathering.endsAt <= now) return undefined
  return { ...row, countsUntil: gathering.endsAt }
}

/** A published event; a draft is as if it were not there. */
export async function publicEvent(scene: Scene, id: string): Promise<Gathering | undefined> {
  const gathering = await scene.tx.get(gatherings, id)
  return gathering?.state === 'draft' ? undefined : gathering
}

/** The same, held against everybody else's changes for the rest of this message; says when it is not there. */
export async function eventToChange(scene: Scene, id: string): Promise<Gathering | undefined> {
  scene.lock(`event:${id}`)
  const gathering = await publicEvent(scene, id)
  if (!gathering) sayNoSuchEvent(scene)
  return gathering
}

export function sayNoSuchEvent(scene: Scene): void {
  const { language } = scene
  scene.say({
    text: text(language, 'events.no-such-event'),
    choices: [actionChoice(text(language, 'events.list'), 'event-list')],
  })
}

export interface OwnEvent {
  gathering: Gathering
  signUp: SignUp
}

const most = 200

/** What the person signed up for, the next first. */
export async function ownEvents({ tx, person }: Pick<Scene, 'tx' | 'person'>): Promise<OwnEvent[]> {
  const mine = await tx.find(signUps, { index: 'subject', equals: person.id, limit: most })
  const found = await Promise.all(
    mine.map(async (signUp) => {
      const gathering = await tx.get(gatherings, signUp.gathering)
      return gathering ? [{ gathering, signUp }] : []
    }),
  )
  return found.flat().sort((a, b) => (a.gathering.startsAt < b.gathering.startsAt ? -1 : 1))
}

/** Another event of theirs at the same time, which they are told of and may keep. */
export async function clashOf(scene: Scene, gathering: Gathering): Promise<Gathering | undefined> {
  const others = (await ownEvents(scene)).filter(
    (other) => other.gathering.id !== gathering.id && other.gathering.state === 'published' && isOnList(other.signUp),
  )
  return others.find((other) => overlaps(other.gathering, gathering))?.gathering
}
