import { Avatar } from './Avatar'

/** Seen only: the page says it to screen readers once, apart from the conversation. */
export function TypingRow({ name }: { name: string }) {
  return (
    <li className="row" aria-hidden="true">
      <Avatar from="bot" name={name} />
      <div className="bubble typing">
        <span className="typing__dot" />
        <span className="typing__dot" />
        <span className="typing__dot" />
      </div>
    </li>
  )
}
