import { useState } from 'react'
import type { ChatFile } from '../api/chat-message'
import { fileSizeLabel } from './file-size'
import { FileIcon } from './icons'
import { usePageText } from './page-text'

export function FileBlock({ file }: { file: ChatFile }) {
  const text = usePageText()
  // HEIC and broken pictures show as a file: most phones cannot draw the one, nobody the other.
  const [isDrawable, setDrawable] = useState(/^image\//.test(file.type))
  const name = file.name || text('page.photo')
  if (isDrawable)
    return (
      <a
        className="photo"
        href={file.url}
        target="_blank"
        rel="noopener"
        aria-label={text('page.photo.open', { name })}
      >
        <img className="photo__image" src={file.url} alt="" onError={() => setDrawable(false)} />
      </a>
    )
  return (
    <a className="file" href={file.url} target="_blank" rel="noopener" aria-label={text('page.file.open', { name })}>
      <span className="file__name">{name}</span>
      <span className="file__size">{fileSizeLabel(file.size)}</span>
      <FileIcon />
    </a>
  )
}
