import type { Gathering } from '../../domain/gathering'
import type { SignUp } from '../../domain/signup'
import { text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'
import { placeInLine } from './event-card'
import { whenWord } from './event-words'
import { clashOf } from './own-events'

/** What has changed since they were invited, where they stand, what else they have at that time, and the ways on. */
export async function sayStands(scene: Scene, gathering: Gathering, mine: SignUp, hasMoved = false): Promise<void> {
  const { language, zone, tx } = scene
  const { id, title, place } = gathering
  const clash = await clashOf(scene, gathering)
  const when = whenWord(language, gathering, zone)
  const stands =
    mine.state === 'waiting'
      ? text(language, 'events.waits', { title, place: await placeInLine(tx, mine) })
      : text(language, 'events.is-in', { title, when, place })
  const moved = hasMoved ? [text(language, 'events.moved', { when, place })] : []
  const warning = clash && text(language, 'events.clash', { title: clash.title, when: whenWord(language, clash, zone) })
  const isIn = mine.state === 'in'
  scene.say({
    text: [...moved, stands, ...(warning ? [warning] : [])].join('\n'),
    choices: [
      ...(isIn && scene.account.abilities.files.send
        ? [actionChoice(text(language, 'events.file'), 'event-file', id)]
        : []),
      actionChoice(text(language, isIn ? 'events.leave' : 'events.leave-line'), 'event-leave', id),
      actionChoice(text(language, 'events.list'), 'event-list'),
    ],
  })
}
