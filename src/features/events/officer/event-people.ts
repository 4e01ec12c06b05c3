import type { Gathering } from '../../../domain/gathering'
import { isCheckInOpen, isOnList, type SignUp } from '../../../domain/signup'
import { signUps, youths } from '../../../store/collections'
import { text } from '../../../text/text'
import { type Action, actionChoice, type Scene } from '../../feature'
import { came, cameNot } from '../at-door'
import { placeInLine } from '../event-card'
import { eventFor } from './officer-event'

const pageLength = 8
/** As far as a list in a chat is of use; the figures count everybody. */
const most = 500

/** Who comes, with a tap for each who has arrived: `<event>` or `<event>.<from>`. */
const people: Action = {
  id: 'event-people',
  async run(scene, argument) {
    const [id = '', start] = argument.split('.')
    const gathering = await eventFor(scene, id)
    if (gathering) await sayPeople(scene, gathering, Number(start) || 0)
  },
}

async function sayPeople(scene: Scene, gathering: Gathering, from: number, lead?: string): Promise<void> {
  const { language, tx, now } = scene
  const { id } = gathering
  await scene.record('event-people', id)
  const found = (await tx.find(signUps, { index: 'gathering', equals: id, limit: most })).filter(isOnList)
  // Who has a seat stands before who waits.
  const all = [...found.filter(({ state }) => state === 'in'), ...found.filter(({ state }) => state !== 'in')]
  const next = from + pageLength
  const shown = all.slice(from, next)
  const names = new Map<string, string>()
  for (const { person } of shown) {
    names.set(person, (await tx.get(youths, person))?.name ?? text(language, 'holding.somebody'))
  }
  const lines: string[] = []
  for (const signUp of shown) {
    const value = await standingWord(scene, signUp)
    lines.push(`· ${text(language, 'dialog.line', { label: names.get(signUp.person) ?? '', value })}`)
  }
  const present = isCheckInOpen(gathering, now) ? shown.filter(({ state }) => state === 'in') : []
  scene.say({
    text: [
      ...(lead ? [lead] : []),
      all.length > 0
        ? text(language, 'holding.people-of', { title: gathering.title, count: all.length })
        : text(language, 'holding.nobody', { title: gathering.title }),
      ...lines,
    ].join('\n'),
    choices: [
      ...present.map(({ person, seq, cameAt }) =>
        actionChoice(
          text(language, cameAt ? 'holding.has-not-come' : 'holding.has-come', {
            name: (names.get(person) ?? '').slice(0, 12),
          }),
          cameAt ? 'event-not-arrived' : 'event-arrived',
          `${id}.${seq}.${from}`,
        ),
      ),
      ...(next < all.length ? [actionChoice(text(language, 'dialog.more'), 'event-people', `${id}.${next}`)] : []),
      actionChoice(text(language, 'holding.see'), 'event-manage', id),
    ],
  })
}

async function standingWord({ language, tx }: Scene, signUp: SignUp): Promise<string> {
  if (signUp.cameAt) return text(language, 'holding.is.came')
  if (signUp.state === 'waiting') return text(language, 'holding.is.waiting', { place: await placeInLine(tx, signUp) })
  if (signUp.state === 'offered') return text(language, 'holding.is.offered')
  return text(language, signUp.confirmedAt ? 'holding.is.confirmed' : 'holding.is.in')
}

/** The officer at the door ticks somebody off, or takes it back: `<event>.<sequence>.<page>`. */
function tick(id: 'event-arrived' | 'event-not-arrived', mark: typeof came): Action {
  const isArrival = id === 'event-arrived'
  return {
    id,
    async run(scene, argument) {
      const [event = '', seq, start] = argument.split('.')
      const gathering = await eventFor(scene, event)
      if (!gathering) return
      const { language, tx } = scene
      const number = Number(seq) || 0
      const query = { index: 'gathering', equals: event, from: number, to: number, limit: 1 }
      const [signUp] = await tx.find(signUps, query)
      const canTick = signUp?.state === 'in' && isCheckInOpen(gathering, scene.now)
      if (canTick && (signUp.cameAt === null) === isArrival) {
        await mark(scene, gathering, signUp)
        await scene.record(id, signUp.person)
      }
      const undone = signUp?.beforeDoor ? 'holding.arrived-not-at-door' : 'holding.arrived-not'
      const done = isArrival ? 'holding.arrived' : undone
      await sayPeople(scene, gathering, Number(start) || 0, text(language, canTick ? done : 'holding.not-arrived'))
    },
  }
}

export const peopleActions: readonly Action[] = [
  people,
  tick('event-arrived', came),
  tick('event-not-arrived', cameNot),
]
