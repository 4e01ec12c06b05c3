import { usePageText } from './page-text'

export function Forgotten({ onAgain }: { onAgain: () => void }) {
  const text = usePageText()
  return (
    <main className="forgotten">
      <h2 className="forgotten__title">{text('page.forgotten.title')}</h2>
      <p>{text('page.forgotten.explain')}</p>
      <button type="button" className="big-choice big-choice_main" onClick={onAgain}>
        {text('page.forgotten.again')}
      </button>
    </main>
  )
}
