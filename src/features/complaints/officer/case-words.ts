import { wallDate } from '../../../domain/calendar'
import type { CaseStep } from '../../../domain/case-clock'
import type { Complaint, ComplaintKind, ComplaintState } from '../../../domain/complaint'
import type { Language } from '../../../domain/language'
import { text } from '../../../text/text'

export function stateWord(language: Language, state: ComplaintState): string {
  return text(language, `casework.state.${state}`)
}

export function kindWord(language: Language, kind: ComplaintKind | null): string {
  return text(language, kind ? `casework.kind.${kind}` : 'casework.kind.unknown')
}

/** WQ-20261120-0001 → 1120-0001, enough to tell cases apart in a list. */
export function shortNumber(complaint: Pick<Complaint, 'number'>): string {
  return complaint.number.slice(-9)
}

const dayOptions = { month: 'short', day: 'numeric', timeZone: 'UTC' } as const

/** Making one costs far more than using it. */
const dayFormats: Record<Language, Intl.DateTimeFormat> = {
  'zh-CN': new Intl.DateTimeFormat('zh-CN', dayOptions),
  en: new Intl.DateTimeFormat('en', dayOptions),
}

/** 11月23日 / Nov 23, of YYYY-MM-DD. */
export function dayWord(language: Language, date: string): string {
  return dayFormats[language].format(new Date(`${date}T00:00:00Z`))
}

/** What comes next, by when, and how many days that leaves. */
export function clockLine(language: Language, complaint: Pick<Complaint, 'next'>, today: string): string | undefined {
  const { next } = complaint
  if (!next) return undefined
  const days = Math.round((Date.parse(next.by) - Date.parse(today)) / 86_400_000)
  const left =
    days < 0
      ? text(language, 'casework.days-over', { days: -days })
      : days === 0
        ? text(language, 'casework.days-today')
        : text(language, 'casework.days-left', { days })
  const step = text(language, `casework.next.${next.step as CaseStep}`)
  return text(language, 'casework.next', { step, by: byWord(language, next), left })
}

/** A day by which something comes; "estimated" where the year's holidays are not published yet. */
export function byWord(language: Language, next: { by: string; estimated: boolean }): string {
  const by = dayWord(language, next.by)
  return next.estimated ? text(language, 'casework.estimated', { by }) : by
}

export function today(scene: { now: string; zone: string }): string {
  return wallDate(scene.now, scene.zone)
}
