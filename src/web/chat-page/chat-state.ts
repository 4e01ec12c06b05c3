import type { Language } from '../../domain/language'
import type { ChatSession } from '../api/chat-session'
import { type Conversation, emptyConversation } from './conversation-state'
import { localMemory } from './local-memory'
import type { PendingQueue } from './pending-queue'
import { readLanguage, readSession } from './wire-reader'

export interface ChatState {
  session: ChatSession | null
  language: Language
  /** Chosen on this page; stays when a new session begins. */
  chosenLanguage: Language | null
  conversation: Conversation
  pending: PendingQueue
  /** `opening` until the first answer. */
  connection: 'opening' | 'connected' | 'lost'
  /** The first answer, or its failure, is there: what is shown is what there is. */
  isOpened: boolean
  isTyping: boolean
  isForgotten: boolean
  /** Said by the bot when it erased everything. */
  lastWords: string[]
}

export function initialChatState(pending: PendingQueue): ChatState {
  const session = rememberedSession()
  const chosenLanguage = readLanguage(localMemory.get('language'))
  return {
    session,
    language: chosenLanguage ?? session?.language ?? languageOfBrowser(),
    chosenLanguage,
    conversation: emptyConversation,
    pending,
    connection: 'opening',
    isOpened: false,
    isTyping: false,
    isForgotten: false,
    lastWords: [],
  }
}

/** Name and menu of the last visit, for a page opened without network. */
function rememberedSession(): ChatSession | null {
  try {
    return readSession(JSON.parse(localMemory.get('session') ?? 'null'))
  } catch {
    return null
  }
}

export function keepSession(session: ChatSession): void {
  localMemory.set('session', JSON.stringify(session))
}

function languageOfBrowser(): Language {
  return /^en\b/i.test(navigator.language) ? 'en' : 'zh-CN'
}

export function keepLanguage(language: Language): void {
  localMemory.set('language', language)
}
