import { showInstant } from '../domain/calendar'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import type { Alert, Telling } from '../domain/operator-alert'
import { sayPhrase, text } from '../text/text'
import { actionChoice, type Saying } from './feature'

export function alertTitle(language: Language, { id, params }: Alert): string {
  return sayPhrase(language, { key: `alert.${id}`, params })
}

/** What it means and what to do now, the title first. */
export function alertLines(language: Language, zone: string, alert: Alert): string[] {
  const { id, params, since } = alert
  const means = sayPhrase(language, { key: `alert.${id}.means`, params })
  const what = sayPhrase(language, { key: `alert.${id}.do`, params })
  return [
    text(language, 'alerts.warning', { title: alertTitle(language, alert) }),
    text(language, 'alerts.means', { at: showInstant(since, zone, language), means }),
    text(language, 'alerts.do', { what }),
  ]
}

/** What the admins are told in the chat. */
export function alertSaying(language: Language, zone: string, alert: Alert, telling: Telling, now: Instant): Saying {
  const choices = [actionChoice(text(language, 'alerts.see'), 'how-it-runs')]
  if (telling !== 'over') return { text: alertLines(language, zone, alert).join('\n'), choices }
  const from = showInstant(alert.since, zone, language)
  const to = showInstant(now, zone, language)
  return { text: text(language, 'alerts.over', { title: alertTitle(language, alert), from, to }), choices }
}
