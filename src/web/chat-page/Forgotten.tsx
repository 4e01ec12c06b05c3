import { usePageText } from './page-text'

export function Forgotten({ lastWords, onAgain }: { lastWords: string[]; onAgain: () => void }) {
  const text = usePageText()
  return (
    <main className="forgotten">
      {lastWords.map((words) => (
        <p className="bubble forgotten__words" key={words}>
          {words}
        </p>
      ))}
      <h2 className="forgotten__title">{text('page.forgotten.title')}</h2>
      <p>{text('page.forgotten.explain')}</p>
      <button type="button" className="big-choice big-choice_main" onClick={onAgain}>
        {text('page.forgotten.again')}
      </button>
    </main>
  )
}
