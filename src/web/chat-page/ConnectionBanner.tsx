import { useEffect, useState } from 'react'
import type { ChatState } from './chat-state'
import { usePageText } from './page-text'

/** Short breaks heal by themselves and are not worth a word. */
const calmMilliseconds = 1500

export function ConnectionBanner({ connection }: { connection: ChatState['connection'] }) {
  const text = usePageText()
  const [isShown, setShown] = useState(false)
  const isLost = connection === 'lost'
  useEffect(() => {
    if (!isLost) return setShown(false)
    const timer = window.setTimeout(() => setShown(true), calmMilliseconds)
    return () => window.clearTimeout(timer)
  }, [isLost])
  return (
    <div className="banner-place" role="status">
      {isShown && (
        <p className="banner">
          <span className="spinner" aria-hidden="true" />
          {text(navigator.onLine ? 'page.reconnecting' : 'page.offline')}
        </p>
      )}
    </div>
  )
}
