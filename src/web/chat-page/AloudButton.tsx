import { useSyncExternalStore } from 'react'
import { AloudIcon, StopIcon } from './icons'
import { useLanguage, usePageText } from './page-text'
import { canSpeak, speak, speaking, stopSpeaking } from './speech'

export function AloudButton({ id, text }: { id: string; text: string }) {
  const pageText = usePageText()
  const language = useLanguage()
  const isSpeaking = useSyncExternalStore(speaking.subscribe, speaking.get) === id
  if (!canSpeak || text === '') return null
  return (
    <button
      type="button"
      className="aloud"
      aria-label={pageText(isSpeaking ? 'page.aloud.stop' : 'page.aloud')}
      onClick={() => (isSpeaking ? stopSpeaking() : speak(id, text, language))}
    >
      {isSpeaking ? <StopIcon /> : <AloudIcon />}
    </button>
  )
}
