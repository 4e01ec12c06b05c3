import { showInstant } from '../../domain/calendar'
import type { CaseEntry, Complaint } from '../../domain/complaint'
import { caseEntries } from '../../store/logs'
import { type PlainKey, text } from '../../text/text'
import type { Scene } from '../feature'
import { countFiles } from './file-arrival'
import { sayWords } from './said-words'
import { showState } from './state-words'

/** What the worker reads of the record; notes and what only officers do stay out. */
const additions: Partial<Record<CaseEntry['kind'], PlainKey>> = {
  'to-worker': 'complaints.entry-to-worker',
  'from-worker': 'complaints.entry-from-worker',
  reminded: 'complaints.entry-reminded',
}

/** The record of a case as its worker reads it, files sent one after another in one line. */
export async function historyLines(scene: Scene, complaint: Complaint): Promise<string[]> {
  const lines: string[] = []
  let files: CaseEntry[] = []
  for (const entry of await scene.tx.entries(caseEntries, { key: complaint.id, limit: 40 })) {
    if (entry.kind === 'evidence') {
      files.push(entry)
      continue
    }
    const line = lineOf(scene, complaint, entry)
    if (!line) continue
    lines.push(...(await filesLine(scene, complaint, files)), line)
    files = []
  }
  return [...lines, ...(await filesLine(scene, complaint, files))]
}

function lineOf(scene: Scene, complaint: Complaint, entry: CaseEntry): string | undefined {
  const { language } = scene
  const addition = additions[entry.kind]
  // Only the worker's word makes a thing solved, also looking back.
  const unconfirmed = entry.to === 'resolved' && entry.actor === 'system'
  const moved = entry.to && showState({ ...complaint, unconfirmed }, entry.to, language)
  const what = moved ?? (addition && text(language, addition))
  return what && line(scene, entry, what, entry.text)
}

/** What did not come is not there, and is not said to be. */
async function filesLine(scene: Scene, { evidence }: Complaint, entries: readonly CaseEntry[]): Promise<string[]> {
  const [first] = entries
  if (!first) return []
  const times = entries.map(({ at }) => at)
  const { count } = await countFiles(
    scene,
    evidence.filter(({ at }) => times.includes(at)),
  )
  if (count === 0) return []
  const notes = entries.flatMap((entry) => entry.text ?? []).join('、')
  return [line(scene, first, text(scene.language, 'complaints.entry-evidence', { count }), notes)]
}

function line({ language, zone }: Scene, { at }: CaseEntry, what: string, words: string | null): string {
  const said = words ? text(language, 'dialog.line', { label: '', value: sayWords(words, language) }) : ''
  return `· ${showInstant(at, zone, language)} ${what}${said}`
}
