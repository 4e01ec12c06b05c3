import { queueReply } from '../delivery/outbox'
import { showInstant } from '../domain/calendar'
import { after, type Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import { botBody } from '../domain/message'
import type { Officer } from '../domain/officer'
import {
  type Alert,
  type AlertName,
  advanceAlert,
  type Finding,
  ruleOf,
  seenTogether,
  type Telling,
} from '../domain/operator-alert'
import { isRootAdmin } from '../domain/permissions'
import { endOfQuiet } from '../domain/quiet-hours'
import { accounts, alerts, officers, persons } from '../store/collections'
import type { Crew } from '../store/crew'
import type { ReadTx, WriteTx } from '../store/store'
import { text } from '../text/text'
import { alertSaying } from './alert-words'
import type { Saying } from './feature'
import { tellPerson } from './tell-person'

interface Deps {
  newId(): string
  zone: string
  /** This process among those that work on the store. */
  crew?: Pick<Crew, 'name' | 'isThere'> | undefined
}

/** Keeps what was found out about an alert, and in the same commit queues what the admins are to know of it now; under `rule:alerts`. */
export async function noteFinding(
  tx: WriteTx,
  deps: Deps,
  now: Instant,
  name: AlertName,
  found: Finding,
): Promise<Telling | undefined> {
  const before = await tx.get(alerts, name)
  // What began meanwhile was not there yet when it was looked at.
  if (found.is === 'right' && before && before.since > now) return undefined
  const together = deps.crew && seenTogether(before, found, deps.crew)
  const finding = together?.finding ?? found
  const { alert, telling } = advanceAlert(name, before, finding, now)
  const about = alert ?? before
  const toldAt = telling && about ? await tell(tx, deps, now, about, telling) : undefined
  if (!alert) {
    if (before) await tx.delete(alerts, name)
    return telling
  }
  const kept = { ...alert, toldAt: toldAt ?? alert.toldAt, ...(together && { seenBy: together.seenBy }) }
  if (JSON.stringify(kept) !== JSON.stringify(before)) await tx.put(alerts, kept)
  return toldAt ? telling : undefined
}

/** What stands now, the longest first. */
export function standingAlerts(tx: ReadTx): Promise<Alert[]> {
  return tx.find(alerts, { index: 'since', equals: 'all' })
}

/** Those who answer for the whole installation. */
async function rootAdmins(tx: ReadTx): Promise<Officer[]> {
  return (await tx.find(officers, { index: 'role', equals: 'admin' })).filter(isRootAdmin)
}

/** When the admins read it: now, or in the morning; undefined when there is none to be told. */
async function tell(
  tx: WriteTx,
  deps: Deps,
  now: Instant,
  alert: Alert,
  telling: Telling,
): Promise<Instant | undefined> {
  const admins = await rootAdmins(tx)
  if (admins.length === 0) return undefined
  const { atNight, ofPlatform, isMute } = ruleOf(alert.id)
  const isUrgent = atNight && telling === 'begins'
  const at = isUrgent ? now : (endOfQuiet(now, deps.zone) ?? now)
  const saying = (language: Language) => alertSaying(language, deps.zone, alert, telling, now)
  for (const { id } of admins) {
    if (ofPlatform && telling !== 'over' && (await layOnPage(tx, deps, now, id, saying))) continue
    // It would arrive when it is over, which is told then.
    if (isMute && telling !== 'over') continue
    const recheck = { name: 'alert-stands', argument: `${alert.id} ${alert.since}` }
    await tellPerson(tx, deps, now, id, saying, {
      key: `alert:${alert.id}:${telling}:${now}:${id}`,
      notBefore: at,
      ...(isUrgent && { urgent: true }),
      // In the morning, or once the line is there again, it may be over.
      ...(telling !== 'over' && { recheck }),
    })
  }
  return at
}

/** By a platform that is not there nothing can be told: who also has a page to look at reads it there. */
async function layOnPage(
  tx: WriteTx,
  { newId }: Deps,
  now: Instant,
  admin: string,
  saying: (language: Language) => Saying,
): Promise<boolean> {
  const all = await tx.find(accounts, { index: 'subject', equals: admin })
  const page = all.find(({ abilities }) => abilities.push === 'when-open')
  if (!page) return false
  const person = await tx.get(persons, admin)
  const { text: words, choices } = saying(person?.language ?? 'zh-CN')
  const body = botBody(words, choices)
  await queueReply(tx, { id: newId(), account: page.id, person: admin, body, now })
  return true
}

/** Named check: what a notice tells of still stands. */
export async function isAlertStanding(tx: ReadTx, argument: string): Promise<boolean> {
  const [name = '', since] = argument.split(' ')
  return (await tx.get(alerts, name))?.since === since
}

/** A time in which the store could keep nothing; `times`: how often that began. */
export interface Outage {
  from: Instant
  to: Instant
  times: number
}

/** Tells the admins, now that it can be queued, what could not be told while it lasted; false when there is none to be told. */
export async function tellOutage(tx: WriteTx, deps: Deps, now: Instant, outage: Outage): Promise<boolean> {
  const admins = await rootAdmins(tx)
  for (const { id } of admins) {
    const saying = (language: Language): Saying => ({
      text: text(language, 'alerts.store-failed', {
        from: showInstant(outage.from, deps.zone, language),
        // What is shown in minutes must not seem to have taken no time.
        to: showInstant(after(outage.to, 59_999), deps.zone, language),
        times: outage.times,
      }),
    })
    const notBefore = endOfQuiet(now, deps.zone) ?? now
    await tellPerson(tx, deps, now, id, saying, { key: `outage:${outage.from}:${id}`, notBefore })
  }
  return admins.length > 0
}
