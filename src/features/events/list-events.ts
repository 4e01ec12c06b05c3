import { type Gathering, phaseOf } from '../../domain/gathering'
import { isOnList } from '../../domain/signup'
import { type PlainKey, text } from '../../text/text'
import { type Action, actionChoice, type Command, type Scene } from '../feature'
import { eventCard, mineLines, seatsLine } from './event-card'
import { startWord, titleLabel } from './event-words'
import { openToMe, publicEvent, sayNoSuchEvent } from './own-events'
import { signUpOf } from './seats'

const pageLength = 5

/** What is ahead and open to this person, the next first; `start` is where the page begins. */
async function listEvents(scene: Scene, start = ''): Promise<void> {
  await sayEvents(scene, await openToMe(scene), Number(start) || 0)
}

/** A page of those that are open; of a chosen few there is one page, and the way to all. */
export async function sayEvents(scene: Scene, found: readonly Gathering[], from: number | 'few'): Promise<void> {
  const { language } = scene
  const own = actionChoice(text(language, 'events.mine'), 'command', 'signups')
  const choice = (key: PlainKey, start: string) => actionChoice(text(language, key), 'event-list', start)
  if (found.length === 0) return scene.say({ text: text(language, 'events.none'), choices: [own] })
  const start = from === 'few' ? 0 : from
  const next = start + pageLength
  const shown = found.slice(start, next)
  const more = from === 'few' ? choice('events.list', '') : choice('dialog.more', String(next))
  const lines: string[] = []
  for (const gathering of shown) lines.push(await eventLine(scene, gathering))
  scene.say({
    text: [text(language, 'events.list-of', { count: found.length }), ...lines].join('\n'),
    choices: [
      ...shown.map((gathering) => actionChoice(titleLabel(gathering), 'event-open', gathering.id)),
      ...(next < found.length ? [more] : []),
      own,
    ],
  })
}

async function eventLine(scene: Scene, gathering: Gathering): Promise<string> {
  const { language, zone, tx, now, person } = scene
  const mine = await signUpOf(tx, gathering.id, person.id)
  const [stands] = mine && isOnList(mine) ? await mineLines(scene, gathering, mine) : []
  const phase = phaseOf(gathering, now)
  const seats =
    phase === 'open'
      ? await seatsLine(scene, gathering)
      : phase === 'not-yet-open'
        ? text(language, 'events.sign-up-from', { from: startWord(language, gathering.signUpFrom ?? now, zone) })
        : text(language, phase === 'running' ? 'events.is-running' : 'events.sign-up-closed')
  return `· ${startWord(language, gathering.startsAt, zone)} ${gathering.title}\n　${stands ?? seats}`
}

const when = '(?:最近|近期|这周|本周|周末|这个月|今天|明天|还|都)*'
const which = '(?:什么|啥|哪些)'
const asksForEvents = new RegExp(
  `^(?:请问|你们|这里)?${when}(?:有(?:没有)?${which}?|${which})(?:好玩的?)?活动(?:[可能]以?参加)?[的吗呢没有不呀啊嘛?]*$|^(?:are there |what |any )+(?:events?|activities)(?: are there)?[?]*$`,
)

export const eventsCommand: Command = {
  name: 'events',
  label: 'command.events',
  words: ['活动', '有什么活动', '看活动', '报名', '我要报名', '参加活动', 'events', 'event'],
  sign: asksForEvents,
  run: (scene) => listEvents(scene),
}

export const listActions: readonly Action[] = [
  { id: 'event-list', run: listEvents },
  // Under what is about one event: a yes is said to that.
  { id: 'event-others', unlessNot: 'event-go', run: (scene) => listEvents(scene) },
  {
    id: 'event-open',
    unlessNot: 'event-go',
    async run(scene, id) {
      const gathering = await publicEvent(scene, id)
      if (gathering) return scene.say(await eventCard(scene, gathering))
      sayNoSuchEvent(scene)
    },
  },
]
