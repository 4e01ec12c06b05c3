import { type Gathering, phaseOf } from '../../../domain/gathering'
import type { Choice } from '../../../domain/message'
import type { Officer } from '../../../domain/officer'
import { canHoldEvents } from '../../../domain/permissions'
import { gatherings, units } from '../../../store/collections'
import { text } from '../../../text/text'
import { type Action, actionChoice, type Command, type Scene, type WorkbenchPart } from '../../feature'
import { startWord, titleLabel } from '../event-words'
import { eventsCommand } from '../list-events'
import { myUnits } from './units'

const pageLength = 8
const firstShown = 3
const most = 300

/** What is ahead in this officer's units, the next first, and behind it what is over, the latest first. */
async function eventsOf(scene: Scene): Promise<{ ahead: Gathering[]; over: Gathering[] }> {
  const { tx, now } = scene
  const ahead: Gathering[] = []
  const over: Gathering[] = []
  for (const { id } of await myUnits(scene)) {
    const query = { index: 'unit', equals: id, order: 'descending' as const, limit: most }
    for (const gathering of await tx.find(gatherings, query)) {
      const isAhead = gathering.endsAt > now && gathering.state !== 'cancelled'
      ;(isAhead ? ahead : over).push(gathering)
    }
  }
  return {
    ahead: ahead.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    over: over.sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1)),
  }
}

function eventLine({ language, zone, now }: Scene, gathering: Gathering): string {
  const phase = phaseOf(gathering, now)
  const mark =
    phase === 'draft' || phase === 'cancelled' || phase === 'over' ? ` ${text(language, `holding.mark.${phase}`)}` : ''
  return `· ${startWord(language, gathering.startsAt, zone)} ${gathering.title}${mark}`
}

/** The events of an officer's units, in pages. */
export const eventDesk: Action = {
  id: 'event-desk',
  async run(scene, start) {
    const { language } = scene
    if ((await myUnits(scene)).length === 0) return scene.say({ text: text(language, 'bot.not-allowed') })
    const { ahead, over } = await eventsOf(scene)
    const all = [...ahead, ...over]
    const from = Number(start) || 0
    const next = from + pageLength
    const shown = all.slice(from, next)
    sayManaged(scene, shown, all.length, [
      ...(next < all.length ? [actionChoice(text(language, 'dialog.more'), 'event-desk', String(next))] : []),
      actionChoice(text(language, 'holding.make'), 'event-make'),
    ])
  },
}

function sayManaged(scene: Scene, shown: readonly Gathering[], count: number, others: readonly Choice[]): void {
  const { language } = scene
  scene.say({
    text: [
      text(language, count > 0 ? 'holding.list' : 'holding.list-none', { count }),
      ...shown.map((gathering) => eventLine(scene, gathering)),
    ].join('\n'),
    choices: [...shown.map((one) => actionChoice(titleLabel(one), 'event-manage', one.id)), ...others],
  })
}

/** A few of them, and the way to all. */
export function sayManagedFew(scene: Scene, found: readonly Gathering[]): void {
  const all = actionChoice(text(scene.language, 'holding.events'), 'event-desk')
  sayManaged(scene, found.slice(0, pageLength), found.length, [all])
}

/** 「所有活动」 in words; who holds none is shown what there is to go to. */
export const eventDeskCommand: Command = {
  name: 'allevents',
  label: 'holding.events',
  words: ['所有活动', '全部活动', '活动管理', '管理活动', 'all events'],
  run: async (scene) => ((await myUnits(scene)).length > 0 ? eventDesk : eventsCommand).run(scene, ''),
}

/** The workbench's line about events, for those who may hold them. */
export async function eventsOnWorkbench(scene: Scene, officer: Officer): Promise<WorkbenchPart | undefined> {
  const { language, tx } = scene
  const own = await tx.get(units, officer.unit)
  if (!own || !canHoldEvents(officer, own)) return undefined
  const { ahead } = await eventsOf(scene)
  return {
    text: [
      text(language, ahead.length > 0 ? 'holding.bench' : 'holding.bench-none', { count: ahead.length }),
      ...ahead.slice(0, firstShown).map((gathering) => eventLine(scene, gathering)),
    ].join('\n'),
    choices: [
      actionChoice(text(language, 'holding.make'), 'event-make'),
      actionChoice(text(language, 'holding.events'), 'event-desk'),
    ],
  }
}
