import { DownIcon } from './icons'
import { usePageText } from './page-text'

export function NewMessagesPill({ count, onPress }: { count: number; onPress: () => void }) {
  const text = usePageText()
  return (
    <button
      type="button"
      className={count > 0 ? 'pill' : 'pill pill_bare'}
      aria-label={count > 0 ? undefined : text('page.toNewest')}
      onClick={onPress}
    >
      <DownIcon />
      {count > 0 && <span>{text('page.newCount', { count })}</span>}
    </button>
  )
}
