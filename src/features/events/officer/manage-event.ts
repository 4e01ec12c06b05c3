import { type Gathering, isForAll, phaseOf } from '../../../domain/gathering'
import type { Choice } from '../../../domain/message'
import { mailings, youths } from '../../../store/collections'
import { type PlainKey, text } from '../../../text/text'
import { registeredWithin } from '../../contact-figures'
import { type Action, actionChoice, type Saying, type Scene } from '../../feature'
import { mailingChoices, mailingLine } from '../../mailing-report'
import { cardLines, pictureOf } from '../event-card'
import { figuresOf } from '../figures'
import { seatsOf } from '../seats'
import { eventFor } from './officer-event'
import { youthLists } from './units'

/** An event as its officers see it: the youths' card with its picture, its figures, what can be done. */
export async function managedCard(scene: Scene, gathering: Gathering): Promise<Saying> {
  const mailing = await scene.tx.get(mailings, gathering.id)
  const file = pictureOf(scene, gathering)
  const lines = [
    ...(await cardLines(scene, gathering)),
    ...pictureLine(scene, gathering),
    ...(await stateLines(scene, gathering)),
  ]
  const choices = [...choicesFor(scene, gathering), ...pictureChoice(scene, gathering)]
  if (!mailing) return { text: lines.join('\n'), choices, ...(file && { file }) }
  const { language } = scene
  const line = text(language, 'mailing.line', { line: await mailingLine(scene, mailing) })
  const see = actionChoice(text(language, 'mailing.see'), 'mailing-see', mailing.id)
  // How the sending stands belongs to the sending: it is stopped from there, and here in one tap.
  const pause = mailingChoices(language, mailing).filter(({ value }) => !value.startsWith('!mailing-cancel'))
  return { text: [...lines, line].join('\n'), choices: [...pause, see, ...choices], ...(file && { file }) }
}

/** A picture that is still being fetched from the platform. */
function isArriving({ picture }: Gathering): boolean {
  return picture?.sha256 === null
}

function pictureLine({ language }: Scene, gathering: Gathering): string[] {
  if (!isArriving(gathering)) return []
  const line = { label: text(language, 'holding.picture.label'), value: text(language, 'holding.picture-arriving') }
  return [text(language, 'dialog.line', line)]
}

function pictureChoice({ language }: Scene, gathering: Gathering): Choice[] {
  return isArriving(gathering)
    ? [actionChoice(text(language, 'holding.picture-see'), 'event-manage', gathering.id)]
    : []
}

async function stateLines(scene: Scene, gathering: Gathering): Promise<string[]> {
  const { language, tx, now } = scene
  const { id, code, reason } = gathering
  const phase = phaseOf(gathering, now)
  if (phase === 'draft') {
    const key = isForAll(gathering.audience) ? 'holding.draft' : 'holding.draft-for-some'
    return [text(language, key, { persons: await registeredIn(scene, gathering) })]
  }
  const seats = await seatsOf(tx, gathering)
  const figures = await figuresOf(tx, id)
  const lines = [
    text(language, 'holding.figures', {
      invited: figures.invited,
      signedUp: figures['signed-up'],
      in: seats.in,
      offered: seats.offered > 0 ? text(language, 'holding.figures-offered', { offered: seats.offered }) : '',
      waiting: seats.waiting,
      came: figures.came,
    }),
  ]
  if (phase === 'cancelled') {
    lines.unshift(text(language, 'events.is-cancelled'))
    if (reason) lines.push(text(language, 'events.reason', { reason }))
  } else if (phase === 'over') lines.unshift(text(language, 'events.is-over'))
  else if (code) lines.push(text(language, 'holding.code', { code }))
  return lines
}

/** Whom the invitation may reach, without walking them: who is at two points stands in two lists, but is counted once. */
async function registeredIn({ tx, language }: Scene, { unit }: Gathering): Promise<string> {
  const lists = await youthLists(tx, unit)
  const counts = await Promise.all(lists.map((list) => tx.count(youths, { index: 'point', equals: list })))
  const most = counts.reduce((sum, one) => sum + one, 0)
  const least = Math.max(0, ...counts)
  if (least === most) return text(language, 'holding.persons', { count: most })
  const count = await registeredWithin(tx, unit)
  // Until those of an older version are counted, the lists together are a bound.
  const isCounted = least <= count && count <= most
  return text(language, isCounted ? 'holding.persons' : 'holding.persons-most', { count: isCounted ? count : most })
}

function choicesFor({ language, now }: Scene, gathering: Gathering): Choice[] {
  const choice = (key: PlainKey, action: string) => actionChoice(text(language, key), action, gathering.id)
  const people = choice('holding.people', 'event-people')
  const back = actionChoice(text(language, 'holding.events'), 'event-desk')
  switch (phaseOf(gathering, now)) {
    case 'draft':
      return [
        choice('holding.publish', 'event-publish'),
        choice('holding.change', 'event-change'),
        choice('holding.drop', 'event-drop'),
        back,
      ]
    case 'cancelled':
    case 'over':
      return [people, back]
    default:
      return [people, choice('holding.change', 'event-change'), choice('holding.cancel', 'event-cancel'), back]
  }
}

export const manageEvent: Action = {
  id: 'event-manage',
  async run(scene, id) {
    const gathering = await eventFor(scene, id)
    if (gathering) scene.say(await managedCard(scene, gathering))
  },
}

/** How it stands, as after something that could not be done, or was. */
export function sayStandsNow(
  { language, say }: Scene,
  { id, title, state }: Gathering,
  lead: PlainKey = 'holding.stands',
): void {
  say({
    text: `${text(language, lead)}\n${text(language, 'dialog.line', { label: title, value: text(language, `holding.state.${state}`) })}`,
    choices: [
      actionChoice(text(language, 'holding.see'), 'event-manage', id),
      actionChoice(text(language, 'holding.events'), 'event-desk'),
    ],
  })
}
