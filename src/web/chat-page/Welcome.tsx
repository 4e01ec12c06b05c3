import { Avatar } from './Avatar'
import { usePageText } from './page-text'
import { RichText } from './RichText'
import { welcomeSeq } from './use-scroll-keeping'

interface WelcomeProps {
  name: string
  onStart: () => void
  onReturn: () => void
}

/** Shown before anything was said; comes from the page, for the server keeps nothing yet. */
export function Welcome({ name, onStart, onReturn }: WelcomeProps) {
  const text = usePageText()
  return (
    <li className="row welcome" data-seq={welcomeSeq}>
      <Avatar from="bot" name={name} />
      <div className="row__body">
        <div className="bubble">
          <strong className="welcome__hello">{text('page.hello')}</strong>
          <p>{text('page.welcome')}</p>
          <p className="welcome__emergency">
            <RichText text={text('page.welcome.emergency')} />
          </p>
        </div>
        <button type="button" className="big-choice big-choice_main" onClick={onStart}>
          {text('page.start')}
        </button>
        <button type="button" className="big-choice" onClick={onReturn}>
          {text('page.return')}
        </button>
      </div>
    </li>
  )
}
