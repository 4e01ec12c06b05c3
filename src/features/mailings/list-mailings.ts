import { wallDate } from '../../domain/calendar'
import type { Mailing } from '../../domain/mailing'
import type { Officer } from '../../domain/officer'
import { showDate } from '../../domain/spoken-date'
import { mailings } from '../../store/collections'
import type { Query } from '../../store/store'
import { text } from '../../text/text'
import { type Action, actionChoice, type Command, type Scene, type WorkbenchPart } from '../feature'
import { mailingLine, mailingTitle } from '../mailing-report'

const pageLength = 6
/** As far back as a list in a chat is of use. */
const most = 300

/** Whether this officer has a list of them: it shows those of all officers of the unit. */
export function isListed(officer: Officer | undefined): officer is Officer {
  return officer?.leftAt === null && officer.roles.includes('admin')
}

/** Those of the admin's unit and below, the newest first, in pages: `<from>`. */
export const listMailings: Action = {
  id: 'mailing-list',
  async run(scene, start) {
    const { language, tx, zone } = scene
    const officer = await scene.officer()
    if (!isListed(officer)) return scene.say({ text: text(language, 'bot.not-allowed') })
    await scene.record('mailing-list', null)
    const query: Query = { index: 'within', equals: officer.unit, order: 'descending', limit: most }
    const all = await tx.find(mailings, query)
    const from = Number(start) || 0
    const next = from + pageLength
    const shown = await Promise.all(
      all.slice(from, next).map(async (mailing) => ({ mailing, title: await mailingTitle(scene, mailing) })),
    )
    const lines = shown.map(async ({ mailing, title }) => {
      const date = showDate(wallDate(mailing.createdAt, zone), language)
      return text(language, 'mailing.list-line', { date, title, line: await mailingLine(scene, mailing) })
    })
    scene.say({
      text: [text(language, all.length > 0 ? 'mailing.list' : 'mailing.list-none'), ...(await Promise.all(lines))].join(
        '\n',
      ),
      choices: [
        ...shown.map(({ mailing, title }) => actionChoice([...title].slice(0, 20).join(''), 'mailing-see', mailing.id)),
        ...(next < all.length ? [actionChoice(text(language, 'dialog.more'), 'mailing-list', String(next))] : []),
        actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
      ],
    })
  },
}

/** 「群发」 in words. */
export const mailingsCommand: Command = {
  name: 'mailings',
  label: 'mailing.all',
  words: ['群发', '群发进度', 'mailings'],
  run: (scene) => listMailings.run(scene, ''),
}

/** How many are under way, for the admins. */
export async function mailingsOnWorkbench(scene: Scene, officer: Officer): Promise<WorkbenchPart | undefined> {
  if (!isListed(officer)) return undefined
  const { language } = scene
  const running = await openOf(scene, officer, 'running')
  const paused = await openOf(scene, officer, 'paused')
  return {
    text:
      running + paused > 0
        ? text(language, 'mailing.bench', { running, paused })
        : text(language, 'mailing.bench-none'),
    choices: [actionChoice(text(language, 'mailing.all'), 'mailing-list')],
  }
}

async function openOf({ tx }: Scene, { unit }: Officer, state: Mailing['state']): Promise<number> {
  const open = await tx.find(mailings, { index: 'open', equals: state, limit: most })
  return open.filter(({ path }) => path.includes(unit)).length
}
