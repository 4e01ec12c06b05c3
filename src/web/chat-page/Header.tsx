import { MoreIcon } from './icons'
import { usePageText } from './page-text'

export function Header({ name, isPanelOpen, onMore }: { name: string; isPanelOpen: boolean; onMore: () => void }) {
  const text = usePageText()
  return (
    <header className="header">
      <h1 className="header__name">{name}</h1>
      <button
        type="button"
        className="header__more"
        aria-label={text('page.more')}
        aria-haspopup="dialog"
        aria-expanded={isPanelOpen}
        onClick={onMore}
      >
        <MoreIcon />
      </button>
    </header>
  )
}
