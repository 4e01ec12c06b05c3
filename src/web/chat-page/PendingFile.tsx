import { useEffect, useState } from 'react'
import type { ChatClient } from './chat-client'
import { fileSizeLabel } from './file-size'
import { CloseIcon, FileIcon } from './icons'
import { usePageText } from './page-text'
import type { PendingBody, PendingMessage } from './pending-queue'

interface PendingFileProps {
  pending: PendingMessage
  file: Extract<PendingBody, { kind: 'file' }>
  client: ChatClient
}

export function PendingFile({ pending, file, client }: PendingFileProps) {
  const text = usePageText()
  const [preview, setPreview] = usePreview(pending.id, file.type, client)
  const percent = Math.round(pending.progress * 100)
  const name = file.name || text('page.photo')
  const isSending = pending.status === 'sending'
  const fileClass = isSending ? 'file file_sending' : 'file'
  return (
    <div className={preview === null ? fileClass : 'photo photo_pending'}>
      {preview === null ? (
        <>
          <span className="file__name">{name}</span>
          <span className="file__size">{fileSizeLabel(file.size)}</span>
          <FileIcon />
        </>
      ) : (
        <img className="photo__image" src={preview} alt={name} onError={() => setPreview(null)} />
      )}
      {isSending && (
        <div
          className="progress"
          role="progressbar"
          aria-label={text('page.progress', { name, percent })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <span className="progress__number">{percent}%</span>
          <span className="progress__track">
            <span className="progress__bar" style={{ width: `${percent}%` }} />
          </span>
        </div>
      )}
      {isSending && (
        <button
          type="button"
          className="photo__cancel"
          aria-label={text('page.cancel.named', { name })}
          onClick={() => client.remove(pending.id)}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  )
}

/** A picture of our own file, drawn from its bytes on this phone. */
function usePreview(id: string, type: string, client: ChatClient) {
  const [preview, setPreview] = useState<string | null>(null)
  useEffect(() => {
    if (!/^image\//.test(type)) return
    let url: string | null = null
    let isGone = false
    void client.fileOf(id).then((file) => {
      if (file === null || isGone) return
      url = URL.createObjectURL(file)
      setPreview(url)
    })
    return () => {
      isGone = true
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [id, type, client])
  return [preview, setPreview] as const
}
