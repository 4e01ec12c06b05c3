import type { AccountGiven, Complaint, Danger } from '../../domain/complaint'
import { isOpen } from '../../domain/complaint-moves'
import { cryIn } from '../../domain/danger-signs'
import { after, day, minute } from '../../domain/instant'
import type { Language } from '../../domain/language'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import type { Scene } from '../feature'
import { addEntry, alertOnCall, tellCaseworkers } from './case-record'
import { showDangers } from './dangers'
import { isAnybodyOnCall } from './officer/who-is-told'
import { newCase, ownCases } from './own-cases'

const empty: AccountGiven = {
  dangers: [],
  kind: null,
  against: null,
  place: null,
  since: null,
  amount: null,
  arrears: [],
  details: {},
}

/** Makes an urgent case at once, or adds to the one of the last day, and tells whoever is on call; needs no consent (PIPL 13(4)). */
export async function raiseAlarm(scene: Scene, dangers: readonly Danger[], words: string | null = null): Promise<void> {
  const known = await urgentCase(scene)
  if (known) scene.lock(`case:${known.id}`)
  const before = known ?? (await newCase(scene, empty, true))
  const fresh = dangers.filter((danger) => !before.given.dangers.includes(danger))
  if (known && fresh.length === 0 && words === null && wasAlertedLately(scene, known)) return
  const given = { ...before.given, dangers: [...before.given.dangers, ...fresh] }
  const complaint: Complaint = { ...before, urgent: true, given }
  await scene.tx.put(complaints, complaint)
  const told = [showDangers(fresh, scene.language), words].filter(Boolean).join('。')
  if (told) await addEntry(scene, complaint, { kind: 'from-worker', text: told })
  if (wasAlertedLately(scene, before)) await tellMore(scene, complaint)
  else await alertOnCall(scene, complaint)
  const isTold = await isAnybodyOnCall(scene, complaint)
  const isDespair = words !== null && cryIn(words) === 'despair'
  scene.say({ text: adviceFor(scene, complaint, { dangers: known ? fresh : dangers, isDespair, isTold }) })
}

/** Who has just been alerted gets the addition as a word on the case, not a second alarm. */
function tellMore(scene: Scene, complaint: Complaint): Promise<void> {
  const { number } = complaint
  const saying = (language: Language) => ({ text: text(language, 'complaints.officer-words', { number }) })
  return tellCaseworkers(scene, complaint, saying, { urgent: true })
}

/** The case an alarm belongs to: the draft, or the urgent one of the last day. */
async function urgentCase(scene: Scene): Promise<Complaint | undefined> {
  const since = after(scene.now, -day)
  return (await ownCases(scene)).find(
    (complaint) =>
      complaint.state === 'draft' || (complaint.urgent && isOpen(complaint) && complaint.createdAt > since),
  )
}

function wasAlertedLately(scene: Scene, { alerted }: Complaint): boolean {
  return alerted !== null && alerted.at > after(scene.now, -10 * minute)
}

interface Told {
  dangers: readonly Danger[]
  isDespair: boolean
  /** Somebody is there to read it. */
  isTold: boolean
}

function adviceFor({ language }: Scene, { number }: Complaint, { dangers, isDespair, isTold }: Told): string {
  const police = dangers.includes('threatened') || dangers.includes('locked-in')
  return [
    dangers.includes('injured') && text(language, 'complaints.call-120'),
    police && text(language, 'complaints.call-110'),
    isDespair && text(language, 'complaints.call-12356'),
    !police && !isDespair && !dangers.includes('injured') && text(language, 'complaints.call-if-worse'),
    text(language, isTold ? 'complaints.alarm-told' : 'complaints.alarm-nobody', { number }),
  ]
    .filter(Boolean)
    .join('\n')
}
