import type { Facts } from '../../dialog/form'
import { addWorkingDays, wallDate } from '../../domain/calendar'
import type { Complaint, ComplaintKind } from '../../domain/complaint'
import type { FileRef } from '../../domain/message'
import { showDate } from '../../domain/spoken-date'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import type { Command, Flow, Scene } from '../feature'
import { newReturnCode } from '../return-code'
import { moveCaseAs, tellCaseworkers } from './case-record'
import { type ComplainFacts, complainForm, endsEarly, givenOf } from './complain-form'
import { hasAgreed, keepConsent } from './consent'
import { helpIfCry } from './cry-for-help'
import { openDetails } from './details'
import { addEvidence } from './evidence'
import { listHotlines } from './hotlines'
import { isAnybodyOnCall } from './officer/who-is-told'
import { casesLately, newCase, ownCases, ownDraft, runningCases } from './own-cases'
import { raiseAlarm } from './raise-alarm'
import { showCase } from './show-case'

const mostAnHour = 5

export const complain: Flow = {
  form: complainForm,
  hearsCries: true,

  async refusal(scene) {
    if (await ownDraft(scene)) return undefined
    if ((await casesLately(scene)) < mostAnHour) return undefined
    const [latest] = await ownCases(scene, 1)
    return text(scene.language, 'complaints.too-many', { number: latest?.number ?? '' })
  },

  async facts(scene): Promise<Facts> {
    const openByKind: Partial<Record<ComplaintKind, string>> = {}
    for (const { given, number } of await runningCases(scene)) if (given.kind) openByKind[given.kind] ??= number
    return { agreed: hasAgreed(scene.person), committee: scene.committee, openByKind } satisfies ComplainFacts
  },

  async answered(scene, turn, step, value) {
    const answers = { ...turn.answers, [step]: value }
    if (step === 'consent' && value === true) await keepConsent(scene)
    const { dangers, kind } = givenOf(answers)
    // The draft of an alarm just raised is complete, and so new that it has no lock.
    if (step === 'safety') return dangers.length > 0 ? raiseAlarm(scene, dangers) : undefined
    if (step === 'kind' && kind === 'contract-price') {
      scene.say({ text: text(scene.language, 'complaints.contract-price-explained') })
    }
    helpIfCry(scene, value, dangers.length > 0)
    await keepInDraft(scene, answers)
  },

  async submit(scene, answers, _turn, questions) {
    if (answers.consent === false) return sayGoodbye(scene, await ownDraft(scene))
    const told = givenOf(answers)
    if (endsEarly(answers)) return showRunning(scene, told.kind)
    const draft = await ownDraft(scene)
    if (draft) scene.lock(`case:${draft.id}`)
    const given = { ...told, dangers: [...new Set([...(draft?.given.dangers ?? []), ...told.dangers])] }
    const urgent = draft !== undefined || given.dangers.length > 0
    const complaint = draft ?? (await newCase(scene, given, urgent))
    // Not `moveCase`: a case made in this message has no lock that a second try could hold.
    const moved = await moveCaseAs(scene, scene.person.id, complaint, 'submit', 'worker', {
      changes: {
        given,
        urgent,
        consentVersion: scene.person.consents.complaint?.version ?? null,
        form: { id: complainForm.id, questions },
      },
    })
    if (!moved.ok) throw new Error(`a draft cannot be submitted: ${moved.problem}`)
    await tell(scene, moved.complaint)
    if (answers.evidence) await addEvidence(scene, moved.complaint, answers.evidence as FileRef[])
    await sayReceived(scene, moved.complaint)
    if (scene.person.returnCode === null) scene.say({ text: await newReturnCode(scene) })
    await openDetails(scene, complaint.id)
  },

  async cancelled(scene) {
    const draft = await ownDraft(scene)
    if (draft) scene.say({ text: text(scene.language, 'complaints.draft-stays', { number: draft.number }) })
  },
}

export const complainCommand: Command = {
  name: 'complain',
  label: 'command.complain',
  words: ['投诉', '维权', '欠薪', '讨薪', '欠工资', '拖欠工资', '我要投诉', '我要维权', 'complain', 'complaint'],
  run: startComplaint,
}

/** Who has just raised an alarm is not asked for the danger again. */
export async function startComplaint(scene: Scene): Promise<void> {
  const draft = await ownDraft(scene)
  scene.open('complain', draft ? { answers: { safety: draft.given.dangers } } : {})
}

/** While somebody is already on the way, they see each answer as it comes. */
async function keepInDraft(scene: Scene, answers: Record<string, unknown>): Promise<void> {
  const draft = await ownDraft(scene)
  if (!draft) return
  scene.lock(`case:${draft.id}`)
  const given = givenOf(answers)
  const dangers = [...new Set([...draft.given.dangers, ...given.dangers])]
  const place = given.place ?? draft.given.place
  await scene.tx.put(complaints, { ...draft, given: { ...given, dangers, place } })
}

/** Who said that they are in danger is still looked for. */
function sayGoodbye(scene: Scene, draft: Complaint | undefined): void {
  const { language } = scene
  const said = draft
    ? text(language, 'complaints.refused-in-danger', { number: draft.number })
    : text(language, 'complaints.refused-consent')
  scene.say({ text: `${said}\n${listHotlines(language)}` })
}

async function showRunning(scene: Scene, kind: ComplaintKind | null): Promise<void> {
  const running = (await runningCases(scene)).find((complaint) => complaint.given.kind === kind)
  if (running) await showCase(scene, running)
}

async function tell(scene: Scene, complaint: Complaint): Promise<void> {
  const { id, number, urgent } = complaint
  await tellCaseworkers(
    scene,
    complaint,
    (language) => ({
      text: text(language, urgent ? 'complaints.officer-urgent' : 'complaints.officer-new', { number }),
    }),
    { key: `submitted:${id}`, urgent },
  )
}

/** The number, and what happens next by when: given even to who reads nothing after it. */
async function sayReceived(scene: Scene, complaint: Complaint): Promise<void> {
  const { number } = complaint
  // Two hours are promised only where somebody is there.
  const urgent = complaint.urgent && (await isAnybodyOnCall(scene, complaint))
  const { language, now, zone } = scene
  const today = wallDate(now, zone)
  const first = addWorkingDays(today, 1)
  const decided = addWorkingDays(today, 3)
  const show = (date: string) => showDate(date, language)
  const lines = [
    text(language, 'complaints.received', { number }),
    urgent
      ? text(language, 'complaints.first-word-urgent')
      : text(language, 'complaints.first-word', { date: show(first.date) }),
    text(language, 'complaints.decided-by', { date: show(decided.date) }),
    ...(decided.estimated ? [text(language, 'complaints.estimated')] : []),
    text(language, 'complaints.enough'),
  ]
  scene.say({ text: lines.join('\n') })
}
