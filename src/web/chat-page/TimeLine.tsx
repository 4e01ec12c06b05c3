import type { Language } from '../../domain/language'
import { usePageText } from './page-text'
import { timeLabel } from './time-label'

export function TimeLine({ at, language }: { at: string; language: Language }) {
  const text = usePageText()
  return (
    <li className="time">
      <time dateTime={at}>{timeLabel(at, new Date().toISOString(), language, text('page.time.yesterday'))}</time>
    </li>
  )
}
