import type { Language } from '../../domain/language'

export const canSpeak = typeof window !== 'undefined' && 'speechSynthesis' in window

let current: string | null = null
const listeners = new Set<() => void>()

function setCurrent(key: string | null): void {
  current = key
  for (const listener of Array.from(listeners)) listener()
}

/** Reads a text aloud in place of what is being read; `key` tells which message it is. */
export function speak(key: string, text: string, language: Language): void {
  stopSpeaking()
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = /[一-鿿]/.test(text) ? 'zh-CN' : language
  utterance.rate = 0.95
  utterance.onend = utterance.onerror = () => {
    if (current === key) setCurrent(null)
  }
  setCurrent(key)
  window.speechSynthesis.speak(utterance)
}

export function stopSpeaking(): void {
  if (!canSpeak) return
  setCurrent(null)
  window.speechSynthesis.cancel()
}

export const speaking = {
  get: () => current,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
}
