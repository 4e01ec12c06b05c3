import { useEffect, useRef } from 'react'
import type { Language } from '../../domain/language'
import type { ChatMessage } from '../api/chat-message'
import { canSpeak, speak } from './speech'

/** Reads what arrives from now on; nothing that stood there before it was switched on. */
export function useReadAloud(messages: ChatMessage[], isOn: boolean, language: Language): void {
  const readTo = useRef<number | null>(null)
  useEffect(() => {
    const newest = messages[messages.length - 1]
    if (!isOn || !canSpeak) {
      readTo.current = null
      return
    }
    const before = readTo.current
    readTo.current = newest?.seq ?? 0
    if (before === null) return
    const unread = messages.filter((message) => message.seq > before && message.from !== 'me' && message.text !== '')
    if (unread.length > 0 && newest !== undefined)
      speak(String(newest.seq), unread.map((message) => message.text).join('\n'), language)
  }, [messages, isOn, language])
}
