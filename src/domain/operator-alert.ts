import { z } from 'zod'
import { after, day, type Instant, instantSchema } from './instant'

interface AlertRule {
  /** Milliseconds that it may stand before anybody is told. */
  tellAfter: number
  /** Days after which who was told is told again while it stands. */
  remindDays: number
  /** Told at once also in quiet hours: somebody in danger may be waiting behind it. Everything else can wait until eight. */
  atNight?: true
  /** A platform is not there: what is told by it would arrive only when that is over. */
  ofPlatform?: true
  /** And nothing can be sent by it meanwhile either. */
  isMute?: true
}

const usual: AlertRule = { tellAfter: 0, remindDays: 1 }
const platform: AlertRule = { ...usual, ofPlatform: true }

/** Every alert there is. How each is found out stands in `jobs/alert-findings`, what it means and what to do in `text/<language>/alerts`. */
const alertRules = {
  'store-failing': usual,
  'disk-low': usual,
  'backup-missed': usual,
  'updates-parked': { ...usual, atNight: true },
  'platform-token-refused': { ...platform, isMute: true },
  'platform-address-refused': platform,
  'platform-taken-over': platform,
  'platform-unreachable': { ...platform, isMute: true },
  'platform-slowing': usual,
  'no-pushable-officer': { ...usual, remindDays: 7 },
  // On the first day there is enough to do, and the workbench says it already.
  'key-not-saved': { tellAfter: day, remindDays: 7 },
} satisfies Record<string, AlertRule>

export type AlertName = keyof typeof alertRules
export const alertNames = Object.keys(alertRules) as AlertName[]

const params = z.record(z.string(), z.union([z.string(), z.number()]))

/** An alert that stands; when it is over the document goes. */
export const alertSchema = z.object({
  id: z.enum(alertNames),
  since: instantSchema,
  /** When the admins were told last, or will be in the morning. */
  toldAt: instantSchema.nullable(),
  /** Fill its texts. */
  params,
  /** Which processes see it, where several work on one store: it is over when none does any more. */
  seenBy: z.array(z.string()).optional(),
})
export type Alert = z.infer<typeof alertSchema>

/** What was found out. `unclear`: neither so bad that an alert begins, nor so good that one ends. */
export type Finding =
  | { is: 'wrong'; since?: Instant; params?: z.infer<typeof params> }
  | { is: 'unclear' }
  | { is: 'right' }

export type Telling = 'begins' | 'lasts' | 'over'

/** What one process found, seen beside what others see: where it is right, it may still be wrong for another that is there. */
export function seenTogether(
  before: Alert | undefined,
  finding: Finding,
  process: { name: string; isThere(name: string): boolean },
): { finding: Finding; seenBy: string[] } {
  const others = (before?.seenBy ?? []).filter((name) => name !== process.name && process.isThere(name))
  if (finding.is === 'wrong') return { finding, seenBy: [...others, process.name] }
  const seenBy = finding.is === 'unclear' && before?.seenBy?.includes(process.name) ? [...others, process.name] : others
  return { finding: seenBy.length > 0 ? { is: 'unclear' } : finding, seenBy }
}

/** The alert as it stands after a finding, and what the admins are to be told now. */
export function advanceAlert(
  name: AlertName,
  before: Alert | undefined,
  finding: Finding,
  now: Instant,
): { alert?: Alert; telling?: Telling } {
  if (finding.is === 'right') return before?.toldAt ? { telling: 'over' } : {}
  const found = finding.is === 'wrong' ? finding : before
  if (!found) return {}
  const alert: Alert = {
    id: name,
    since: before?.since ?? found.since ?? now,
    toldAt: before?.toldAt ?? null,
    params: found.params ?? {},
    ...(before?.seenBy && { seenBy: before.seenBy }),
  }
  const { tellAfter, remindDays }: AlertRule = alertRules[name]
  const due = alert.toldAt ? after(alert.toldAt, remindDays * day) : after(alert.since, tellAfter)
  return due > now ? { alert } : { alert, telling: alert.toldAt ? 'lasts' : 'begins' }
}

export function ruleOf(name: AlertName): AlertRule {
  return alertRules[name]
}
