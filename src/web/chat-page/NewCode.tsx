import { usePageText } from './page-text'

/** Somebody who is known here has scanned another poster. */
export function NewCode({ onOpen }: { onOpen: () => void }) {
  const text = usePageText()
  return (
    <li className="new-code">
      <span>{text('page.newCode')}</span>
      <button type="button" className="text-button" onClick={onOpen}>
        {text('page.newCode.open')}
      </button>
    </li>
  )
}
