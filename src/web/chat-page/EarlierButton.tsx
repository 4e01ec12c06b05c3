import { usePageText } from './page-text'
import type { Earlier } from './use-earlier'

export function EarlierButton({ earlier }: { earlier: Earlier }) {
  const text = usePageText()
  const key = earlier.isLoading ? 'page.earlier.loading' : earlier.hasFailed ? 'page.earlier.failed' : 'page.earlier'
  return (
    <button type="button" className="earlier" onClick={earlier.load}>
      {text(key)}
    </button>
  )
}
