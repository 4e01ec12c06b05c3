import { type Gathering, phaseOf, signUpEnd } from '../../domain/gathering'
import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import { freeSeats, isCheckInOpen, isOnList, type SignUp, type SignUpState } from '../../domain/signup'
import { signUps, units } from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import { actionChoice, type Saying, type Scene } from '../feature'
import { audienceWord, kindWord, startWord, whenWord } from './event-words'
import { takeOrPass } from './sayings'
import { seatsOf, signUpOf } from './seats'

/** One event as a youth sees it, with what they can do now. */
export async function eventCard(scene: Scene, gathering: Gathering): Promise<Saying> {
  const mine = await signUpOf(scene.tx, gathering.id, scene.person.id)
  const picture = pictureOf(scene, gathering)
  return {
    text: [...(await cardLines(scene, gathering)), ...(await mineLines(scene, gathering, mine))].join('\n'),
    choices: await choicesFor(scene, gathering, mine),
    ...(picture && { file: picture }),
  }
}

/** What everybody sees of an event. */
export async function cardLines(scene: Scene, gathering: Gathering): Promise<string[]> {
  const { language, zone, tx } = scene
  const unit = await tx.get(units, gathering.unit)
  const line = (label: PlainKey, value: string) =>
    text(language, 'dialog.line', { label: text(language, label), value })
  return [
    `【${kindWord(language, gathering.kind)}】${gathering.title}`,
    line('events.line.when', whenWord(language, gathering, zone)),
    line('events.line.place', gathering.place),
    // Of one that is off nobody needs the rest.
    ...(gathering.state === 'cancelled'
      ? []
      : [
          line('events.line.seats', await seatsLine(scene, gathering)),
          line('events.line.sign-up', signUpLine(scene, gathering)),
        ]),
    line('events.line.audience', audienceWord(language, gathering.audience, unit)),
    ...(unit ? [line('events.line.unit', unit.name)] : []),
    ...(gathering.text ? [gathering.text] : []),
  ]
}

export async function seatsLine({ tx, language }: Scene, gathering: Gathering): Promise<string> {
  const { places } = gathering
  if (places === null) return text(language, 'events.seats-unlimited')
  const seats = await seatsOf(tx, gathering)
  const left = seats.waiting > 0 ? 0 : freeSeats(seats)
  if (left > 0) return text(language, 'events.seats-left', { places, left })
  const full =
    seats.waiting === 0
      ? text(language, 'events.seats-full', { places })
      : text(language, 'events.seats-waited-for', { places, waiting: seats.waiting })
  return seats.offered === 0 ? full : full + text(language, 'events.seats-kept', { offered: seats.offered })
}

function signUpLine({ language, zone, now }: Scene, gathering: Gathering): string {
  const phase = phaseOf(gathering, now)
  if (phase === 'not-yet-open') {
    return text(language, 'events.sign-up-from', { from: startWord(language, gathering.signUpFrom ?? now, zone) })
  }
  if (phase === 'draft' || phase === 'open') {
    return text(language, 'events.sign-up-until', { until: startWord(language, signUpEnd(gathering), zone) })
  }
  return text(language, 'events.sign-up-closed')
}

/** Where the person stands with it. */
export async function mineLines(
  scene: Pick<Scene, 'tx' | 'language' | 'zone' | 'now'>,
  gathering: Gathering,
  mine: SignUp | undefined,
): Promise<string[]> {
  const { language, zone, now, tx } = scene
  const phase = phaseOf(gathering, now)
  if (phase === 'cancelled') {
    const reason = gathering.reason ? [text(language, 'events.reason', { reason: gathering.reason })] : []
    return [text(language, 'events.is-cancelled'), ...reason]
  }
  if (mine?.cameAt) return [text(language, 'events.mine-came')]
  if (phase === 'over') return [text(language, 'events.is-over')]
  if (mine?.state === 'waiting') {
    return [text(language, 'events.mine-waiting', { place: await placeInLine(tx, mine) })]
  }
  if (mine?.state === 'offered') {
    const until = startWord(language, mine.offer?.until ?? gathering.startsAt, zone)
    return [text(language, 'events.mine-offered', { until })]
  }
  return mine?.state === 'in' ? [text(language, 'events.mine-in')] : []
}

/** 1 is the next to be offered a seat. */
export function placeInLine(tx: Scene['tx'], { gathering, seq }: SignUp): Promise<number> {
  return tx.count(signUps, { index: 'state', equals: `${gathering}:waiting`, to: seq })
}

async function choicesFor(scene: Scene, gathering: Gathering, mine: SignUp | undefined): Promise<Choice[]> {
  const { language, now, tx } = scene
  const choice = (key: PlainKey, action: string) => actionChoice(text(language, key), action, gathering.id)
  const others = [actionChoice(text(language, 'events.list'), 'event-others', gathering.id)]
  const phase = phaseOf(gathering, now)
  if (phase === 'cancelled' || phase === 'over') return others
  const checkIn =
    isCheckInOpen(gathering, now) && !mine?.cameAt
      ? [actionChoice(text(language, 'events.check-in'), 'command', 'checkin')]
      : []
  const file = scene.account.abilities.files.send ? [choice('events.file', 'event-file')] : []
  if (phase === 'running') return [...checkIn, ...others]
  if (mine?.cameAt) return others
  if (mine && isOnList(mine)) return [...checkIn, ...ownChoices(language, gathering, mine.state), ...file, ...others]
  if (phase !== 'open') return others
  if (!(await scene.youth())) return [choice('events.register', 'event-register'), ...others]
  const seats = await seatsOf(tx, gathering)
  const isFull = freeSeats(seats) === 0 || seats.waiting > 0
  return [isFull ? choice('events.queue', 'event-queue') : choice('events.go', 'event-go'), ...others]
}

function ownChoices(language: Language, { id }: Gathering, state: SignUpState): Choice[] {
  if (state === 'offered') return takeOrPass(language, id)
  return [actionChoice(text(language, state === 'in' ? 'events.leave' : 'events.leave-line'), 'event-leave', id)]
}

/** The picture, where it can be shown and has come. */
export function pictureOf({ account }: Scene, { picture }: Gathering) {
  return picture?.sha256 && account.abilities.files.send ? picture : undefined
}
