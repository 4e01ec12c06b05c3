import { memo } from 'react'
import { findLinks } from './find-links'
import { usePageText } from './page-text'

/** A bot's or officer's text: numbers can be called, addresses opened by a tap. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  const pageText = usePageText()
  let offset = 0
  return findLinks(text).map((part) => {
    const key = offset
    offset += part.text.length
    if (part.kind === 'phone')
      return (
        <a
          key={key}
          className="link unbroken"
          href={`tel:${part.text.replace(/-/g, '')}`}
          aria-label={pageText('page.call', { number: part.text })}
        >
          {part.text}
        </a>
      )
    if (part.kind === 'link')
      return (
        <a key={key} className="link" href={part.text} target="_blank" rel="noopener noreferrer">
          {part.text}
        </a>
      )
    return (
      <span key={key} className={part.kind === 'code' ? 'unbroken' : undefined}>
        {part.text}
      </span>
    )
  })
})
