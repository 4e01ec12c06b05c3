import type { Menu } from '../api/chat-session'
import type { ChatClient } from './chat-client'
import { commandLabel } from './command-label'
import { ClockIcon, FailedIcon } from './icons'
import { PendingFile } from './PendingFile'
import { usePageText } from './page-text'
import type { PendingMessage } from './pending-queue'

interface PendingRowProps {
  pending: PendingMessage
  menu: Menu
  client: ChatClient
  /** Nothing is under way, so the person may ask for this at once. */
  canHurry: boolean
  onEdit: (id: string, written: string) => void
}

export function PendingRow({ pending, menu, client, canHurry, onEdit }: PendingRowProps) {
  const text = usePageText()
  const { id, body, status, reason } = pending
  const shown = body.kind === 'text' ? commandLabel(body.text, menu, text) : body.kind === 'choice' ? body.label : ''
  return (
    <li className="row row_me">
      <div className="row__body">
        <span className="sr">{text('page.from.me')}：</span>
        <div className="bubble-line">
          <StatusMark status={status} />
          {body.kind === 'file' ? (
            <PendingFile pending={pending} file={body} client={client} />
          ) : (
            <div className="bubble bubble_me">{shown}</div>
          )}
        </div>
        {status === 'waiting' && (
          <p className="row__note">
            {reason ?? text('page.status.waiting')}
            {canHurry && (
              <button type="button" className="text-button" onClick={client.retryNow}>
                {text('page.retryNow')}
              </button>
            )}
            <button type="button" className="text-button" onClick={() => client.remove(id)}>
              {text('page.cancel')}
            </button>
          </p>
        )}
        {status === 'failed' && (
          <div className="row__note row__note_failed" role="alert">
            <p>{reason ?? text('page.status.failed')}</p>
            {body.kind === 'text' && (
              <button type="button" className="text-button" onClick={() => onEdit(id, body.text)}>
                {text('page.edit')}
              </button>
            )}
            <button type="button" className="text-button" onClick={() => client.resend(id)}>
              {text('page.retry')}
            </button>
            <button type="button" className="text-button" onClick={() => client.remove(id)}>
              {text('page.delete')}
            </button>
          </div>
        )}
      </div>
    </li>
  )
}

function StatusMark({ status }: { status: PendingMessage['status'] }) {
  const text = usePageText()
  if (status === 'sent') return null
  return (
    <span className={`mark mark_${status}`} role="img" aria-label={text(`page.status.${status}`)}>
      {status === 'failed' ? <FailedIcon /> : status === 'waiting' ? <ClockIcon /> : <span className="spinner" />}
    </span>
  )
}
