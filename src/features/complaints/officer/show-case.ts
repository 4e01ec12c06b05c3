import { showInstant } from '../../../domain/calendar'
import { unansweredFrom } from '../../../domain/case-clock'
import type { Complaint } from '../../../domain/complaint'
import type { Language } from '../../../domain/language'
import { showMoney } from '../../../domain/money'
import { showDate } from '../../../domain/spoken-date'
import { complaints, officers, youths } from '../../../store/collections'
import { caseEntries } from '../../../store/logs'
import { type PlainKey, text } from '../../../text/text'
import type { Scene } from '../../feature'
import { detailsForm } from '../details-form'
import { countFiles } from '../file-arrival'
import { sayWords } from '../said-words'
import { clockLine, dayWord, kindWord, stateWord, today } from './case-words'
import { linkedSeen } from './linked-seen'
import type { OfficerCase } from './officer-case'
import { proposalLines } from './proposal'
import { reachLine } from './reach-worker'
import { whoSees } from './who-is-told'

/** A case to be read on a phone: how it stands and by when, what was told, who else has it. */
export async function showCase(scene: Scene, { officer, complaint }: OfficerCase): Promise<string> {
  const { language } = scene
  const owner = complaint.owner ? await nameOf(scene, complaint.owner) : undefined
  const proposer = complaint.declining ? await nameOf(scene, complaint.declining.by) : ''
  const seers = await whoSees(scene.tx, complaint)
  const others = seers.filter((other) => other.id !== officer.id && other.id !== complaint.owner)
  const head = [
    `${complaint.number} · ${stateWord(language, complaint.state)}`,
    ...(complaint.urgent ? [urgentLine(language, complaint)] : []),
    clockLine(language, complaint, today(scene)),
    ...waitingLines(scene, complaint),
    ...proposalLines(scene, complaint, proposer),
    ...(await linkLines(scene, { officer, complaint })),
  ]
  const people = [
    await workerLine(scene, complaint),
    await reachLine(scene, complaint),
    line(language, 'casework.owner', owner ?? text(language, 'casework.nobody-yet')),
    others.length > 0 ? line(language, 'casework.others', others.map((other) => other.name).join('、')) : undefined,
  ]
  return [head, await latestWords(scene, complaint), await toldLines(scene, complaint), people]
    .map((part) => part.filter((entry) => entry !== undefined).join('\n'))
    .filter(Boolean)
    .join('\n\n')
}

/** What is waited for from the worker, and what happens meanwhile. */
function waitingLines({ language, zone }: Scene, complaint: Complaint): string[] {
  const times = complaint.reminded?.times ?? 0
  const unconfirmed = complaint.unconfirmed ? [text(language, 'casework.unconfirmed')] : []
  if (complaint.state !== 'needs-info' && complaint.state !== 'claimed-paid') return unconfirmed
  const by = dayWord(language, unansweredFrom(complaint, zone))
  return [text(language, `casework.waits.${complaint.state}`, { times, by })]
}

async function linkLines(scene: Scene, mine: OfficerCase): Promise<string[]> {
  const { language, tx } = scene
  const { merging, mergedInto } = mine.complaint
  const wanted = merging && (await tx.get(complaints, merging.into))
  const linked = (await linkedSeen(scene, mine)).map(({ id, number }) =>
    text(language, id === mergedInto ? 'casework.merged-into' : 'casework.merged-from', { number }),
  )
  return [...(wanted ? [text(language, 'casework.merge.waits', { number: wanted.number })] : []), ...linked]
}

function urgentLine(language: Language, { given }: Complaint): string {
  const dangers = given.dangers.map((danger) => text(language, `casework.danger.${danger}`)).join('、')
  return text(language, 'casework.urgent-mark', { dangers })
}

/** What the worker wrote last, which is why an officer was called: not to be looked for in the history. */
async function latestWords(scene: Scene, { id }: Complaint): Promise<string[]> {
  const { language, zone } = scene
  const lately = await scene.tx.entries(caseEntries, { key: id, limit: 20 })
  return lately
    .filter((entry) => entry.kind === 'from-worker' && entry.text)
    .slice(-2)
    .map(({ at, text: words }) =>
      text(language, 'casework.worker-said', {
        at: showInstant(at, zone, language),
        words: sayWords(words ?? '', language),
      }),
    )
}

async function toldLines(scene: Scene, complaint: Complaint): Promise<(string | undefined)[]> {
  const { language } = scene
  const { given, evidence, payments } = complaint
  const amount = given.amount && showMoney(given.amount.fen, language)
  const paid = payments.at(-1)
  return [
    line(language, 'casework.told.kind', kindWord(language, given.kind)),
    line(
      language,
      'casework.told.amount',
      given.amount?.about ? text(language, 'money.about', { amount: amount ?? '' }) : amount,
    ),
    line(
      language,
      'casework.told.arrears',
      given.arrears.map(({ month, due }) => `${month} ${showMoney(due, language)}`).join('、') || null,
    ),
    line(language, 'casework.told.since', given.since && showDate(given.since, language)),
    line(language, 'casework.told.against', given.against),
    line(language, 'casework.told.place', given.place),
    ...detailLines(scene, complaint),
    line(language, 'casework.told.evidence', evidence.length > 0 ? await evidenceCount(scene, complaint) : null),
    paid &&
      text(language, `casework.paid.${complaint.unconfirmed ? 'unanswered' : paid.confirmed}`, {
        amount: showMoney(paid.fen, language),
        how: text(language, paid.part ? 'casework.claim-paid.part' : 'casework.claim-paid.all'),
      }),
  ]
}

/** What did not come is no evidence. */
async function evidenceCount(scene: Scene, { evidence }: Complaint): Promise<string> {
  const { count, lost } = await countFiles(scene, evidence)
  return lost === 0 ? String(count) : text(scene.language, 'casework.told.evidence-lost', { count, lost })
}

/** The further answers, each under the name it has in the form that asked for it. */
function detailLines(scene: Scene, { given }: Complaint): (string | undefined)[] {
  const { now, language } = scene
  const context = { now, today: today(scene), language, facts: {}, answers: given.details }
  return detailsForm.steps.map(({ id, label, field }) => {
    const told = field.schema.safeParse(given.details[id])
    return told.success ? line(language, label, field.show(told.data, context)) : undefined
  })
}

async function workerLine(scene: Scene, complaint: Complaint): Promise<string> {
  const youth = await scene.tx.get(youths, complaint.person)
  const { language } = scene
  if (!youth) return line(language, 'casework.worker', text(language, 'casework.not-registered')) ?? ''
  return line(language, 'casework.worker', [youth.name, youth.phone].filter(Boolean).join(' ')) ?? ''
}

async function nameOf(scene: Scene, person: string): Promise<string> {
  return (await scene.tx.get(officers, person))?.name ?? text(scene.language, 'casework.former')
}

function line(language: Language, key: PlainKey, value: string | null | undefined): string | undefined {
  return value ? text(language, 'casework.line', { label: text(language, key), value }) : undefined
}
