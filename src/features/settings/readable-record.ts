import type { Account } from '../../domain/account'
import { showInstant, wallDate, wallTime } from '../../domain/calendar'
import type { CaseEntry, Complaint } from '../../domain/complaint'
import type { ContactPlan } from '../../domain/contact-plan'
import type { Ledger } from '../../domain/contact-record'
import type { HistoryEntry } from '../../domain/message'
import { showMoney } from '../../domain/money'
import type { Officer } from '../../domain/officer'
import type { Consent } from '../../domain/person'
import type { SignUp } from '../../domain/signup'
import {
  accounts,
  complaints,
  consents,
  contactPlans,
  gatherings,
  ledgers,
  officers,
  signUps,
} from '../../store/collections'
import { type PlainKey, text } from '../../text/text'
import { contactLines, unansweredLines } from '../contact-lines'
import type { Scene } from '../feature'
import { readableYouth } from '../youth-lines'
import type { PersonalRecord } from './personal-record'

/** The record in words, in the person's language. */
export async function readableRecord(scene: Scene, record: PersonalRecord): Promise<string> {
  const { language, zone, now } = scene
  const youth = await scene.youth()
  const of = <T>(collection: { name: string }) => (record.documents[collection.name] ?? []) as T[]
  const lines = Object.values(record.conversations).flat()
  const sections: [PlainKey, string[]][] = [
    ['settings.record-registration', youth ? await readableYouth(scene, youth) : []],
    [
      'settings.record-contact',
      [
        ...of<ContactPlan>(contactPlans).flatMap((plan) => unansweredLines(scene, plan)),
        ...contactLines(scene, of<Ledger>(ledgers)),
      ],
    ],
    ['settings.record-officer', of<Officer>(officers).map((officer) => officer.name)],
    ['settings.record-consents', of<Consent>(consents).map((consent) => consentLine(scene, consent))],
    ['settings.record-accounts', of<Account>(accounts).map((account) => accountLine(scene, account))],
    [
      'settings.record-cases',
      of<Complaint>(complaints).flatMap((complaint) => caseLines(scene, complaint, record.cases[complaint.id] ?? [])),
    ],
    ['settings.record-events', await eventLines(scene, of<SignUp>(signUps))],
    ['settings.record-conversation', lines.map((entry) => spokenLine(scene, entry))],
  ]
  return [
    text(language, 'settings.record-title', { date: wallDate(now, zone) }),
    ...sections
      .filter(([key, found]) => found.length > 0 || key !== 'settings.record-officer')
      .map(([key, found]) =>
        [
          `【${text(language, key)}】`,
          ...(found.length > 0 ? found : [text(language, 'settings.record-nothing')]),
        ].join('\n'),
      ),
    text(language, 'settings.record-rest'),
  ].join('\n\n')
}

function consentLine({ language, zone }: Scene, consent: Consent): string {
  return text(language, consent.agreed ? 'settings.record-consent-yes' : 'settings.record-consent-no', {
    date: wallDate(consent.at, zone),
    purpose: text(language, `settings.purpose-${consent.purpose}`),
    version: consent.version,
  })
}

function accountLine({ language, zone }: Scene, { channel, createdAt }: Account): string {
  return text(language, 'settings.record-account', { channel, date: wallDate(createdAt, zone) })
}

async function eventLines({ language, zone, tx }: Scene, mine: readonly SignUp[]): Promise<string[]> {
  const lines: string[] = []
  for (const { gathering: id, state, cameAt } of mine) {
    const gathering = await tx.get(gatherings, id)
    if (!gathering) continue
    const { title, startsAt } = gathering
    const word = text(language, `events.state.${cameAt ? 'came' : state}`)
    const when = `${wallDate(startsAt, zone)} ${wallTime(startsAt, zone)}`
    lines.push(text(language, 'settings.record-event', { when, title, state: word }))
  }
  return lines.sort()
}

/** A case as the worker told it, then its record. */
function caseLines(scene: Scene, { number, given, createdAt }: Complaint, entries: readonly CaseEntry[]): string[] {
  const amount = given.amount && showMoney(given.amount.fen, scene.language)
  const told = [given.against, given.place, amount, ...plainValues(given.details)]
  return [
    `${number} ${showInstant(createdAt, scene.zone, scene.language)}`,
    ...told.flatMap((value) => (value ? [`  ${value}`] : [])),
    ...entries.flatMap(({ at, text: said }) =>
      said ? [`  ${showInstant(at, scene.zone, scene.language)} ${said}`] : [],
    ),
  ]
}

function plainValues(details: Record<string, unknown>): string[] {
  return Object.values(details).filter((value) => typeof value === 'string')
}

function spokenLine({ language, zone }: Scene, entry: HistoryEntry): string {
  const who =
    entry.from === 'me'
      ? text(language, 'settings.record-me')
      : (entry.name ?? text(language, entry.from === 'bot' ? 'settings.record-bot' : 'settings.record-someone'))
  return `${showInstant(entry.at, zone, language)} ${who}：${entry.text}${entry.file ? ` [${entry.file.name}]` : ''}`
}
