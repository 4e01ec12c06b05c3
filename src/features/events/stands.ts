import type { Gathering } from '../../domain/gathering'
import { reminderAhead, type SignUp } from '../../domain/signup'
import { sentences, text } from '../../text/text'
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
      : [text(language, 'events.is-in', { title, when, place }), ...promise(scene, gathering, mine)].join('\n')
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
      actionChoice(text(language, 'events.list'), 'event-others', id),
    ],
  })
}

/** A reminder is promised only where one comes; with it stands how to give the seat up. */
function promise({ language, zone, now }: Scene, gathering: Gathering, mine: SignUp): string[] {
  const reminder = reminderAhead(gathering, mine, now, zone)
  const cancel = text(language, 'events.is-in-cancel')
  return [reminder ? sentences(language, text(language, `events.remind-${reminder}`), cancel) : cancel]
}
