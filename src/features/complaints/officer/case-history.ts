import { showInstant } from '../../../domain/calendar'
import type { CaseEntry, Complaint } from '../../../domain/complaint'
import { officers } from '../../../store/collections'
import { caseEntries } from '../../../store/logs'
import { text } from '../../../text/text'
import { type Action, actionChoice, type Scene } from '../../feature'
import { sayWords } from '../said-words'
import { stateWord } from './case-words'
import { caseFor, openButton } from './officer-case'

const pageLength = 10

/** What happened in a case, the newest at the end: `<case>` or `<case>.<before>`. */
export const caseHistory: Action = {
  id: 'case-history',
  async run(scene, argument) {
    const [id = '', before] = argument.split('.')
    const mine = await caseFor(scene, id, 'see', 'case-history')
    if (!mine) return
    const { language } = scene
    const entries = await scene.tx.entries(caseEntries, {
      key: id,
      limit: pageLength,
      ...(before && { before: Number(before) || 1 }),
    })
    const lines: string[] = []
    for (const entry of entries) lines.push(await entryLine(scene, mine.complaint, entry))
    const first = entries[0]
    const earlier =
      first && first.seq > 1
        ? [actionChoice(text(language, 'casework.earlier'), 'case-history', `${id}.${first.seq}`)]
        : []
    scene.say({
      text: [text(language, 'casework.history-of', { number: mine.complaint.number }), ...lines].join('\n'),
      choices: [...earlier, openButton(language, mine.complaint)],
    })
  },
}

async function entryLine(scene: Scene, complaint: Complaint, entry: CaseEntry): Promise<string> {
  const { language } = scene
  const what =
    entry.kind === 'moved'
      ? text(language, 'casework.entry.moved', { state: entry.to ? stateWord(language, entry.to) : '' })
      : text(language, `casework.entry.${entry.kind}`)
  const head = `${showInstant(entry.at, scene.zone, language)} ${await actorName(scene, complaint, entry.actor)} ${what}`
  return entry.text ? `${head}\n　${sayWords(entry.text, language)}` : head
}

async function actorName(scene: Scene, complaint: Complaint, actor: string): Promise<string> {
  const { language } = scene
  if (actor === complaint.person) return text(language, 'casework.the-worker')
  if (actor === 'system') return text(language, 'casework.by-itself')
  return (await scene.tx.get(officers, actor))?.name ?? text(language, 'casework.former')
}
