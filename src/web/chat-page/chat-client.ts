import type { Language } from '../../domain/language'
import type { ChatSession } from '../api/chat-session'
import { beforeNewest, messagesPerPage } from '../api/limits'
import { backoffDelay } from './backoff'
import { initialChatState, keepLanguage, keepSession } from './chat-state'
import { type ConversationEvent, changeConversation, emptyConversation } from './conversation-state'
import { fileStore } from './file-store'
import { localMemory } from './local-memory'
import { createMessageSender } from './message-sender'
import { startMessageStream } from './message-stream'
import { newMessageId } from './new-message-id'
import { loadOutbox, saveOutbox } from './outbox-store'
import { pageTextIn } from './page-text'
import {
  addPending,
  changePending,
  type PendingBody,
  type PendingQueue,
  removePending,
  renewPending,
  settlePending,
} from './pending-queue'
import { pendingToMessage } from './pending-to-message'
import { createStateCell } from './state-cell'
import { fetchMessages, forgetDevice, openSession, sendPending } from './transport'

const typingMilliseconds = 8000

/** The conversation as the page sees it: what is known, and everything one can do to it. */
export function createChatClient(deps: { now: () => string }) {
  const state = createStateCell(initialChatState(loadOutbox()))
  let stream: ReturnType<typeof startMessageStream> | null = null
  let typingTimer: number | undefined
  let openTries = 0

  const changeQueue = (queue: PendingQueue) => {
    saveOutbox(state.get().pending, queue)
    state.change({ pending: queue })
  }

  const changeMessages = (event: ConversationEvent) => {
    if (state.get().isForgotten) return
    const conversation = changeConversation(state.get().conversation, event)
    const ids = new Set<string>()
    for (const message of conversation.messages) if (message.id) ids.add(message.id)
    const queue = settlePending(state.get().pending, ids)
    for (const entry of state.get().pending) if (ids.has(entry.id)) void fileStore.delete(entry.id)
    saveOutbox(state.get().pending, queue)
    state.change({ conversation, pending: queue })
  }

  const sender = createMessageSender({
    queue: () => state.get().pending,
    change: (id, change) => changeQueue(changePending(state.get().pending, id, change)),
    fileOf: fileStore.get,
    send: sendPending,
    onAccepted: (pending, seq) => {
      // A file's bubble stays as it is until the server's copy, which knows the file's address, comes.
      if (seq !== null && pending.body.kind !== 'file')
        changeMessages({ type: 'acknowledged', message: pendingToMessage(pending, seq) })
      stream?.expectNews()
    },
    renewSession: async () => {
      stream?.stop()
      stream = null
      return open()
    },
    texts: () => {
      const text = pageTextIn(state.get().language)
      return { fileLost: text('page.fileLost'), refused: text('page.refused') }
    },
  })

  const catchUp = async (): Promise<boolean> => {
    for (;;) {
      const reply = await fetchMessages({ after: state.get().conversation.receivedTo }, messagesPerPage)
      if (!reply.ok) {
        if (reply.problem === 'no-session') window.setTimeout(reopen, backoffDelay(1))
        return false
      }
      if (reply.value.length > 0) changeMessages({ type: 'arrived', messages: reply.value })
      if (reply.value.length < messagesPerPage) return true
    }
  }

  const startStream = () => {
    stream?.stop()
    stream = startMessageStream({
      receivedTo: () => state.get().conversation.receivedTo,
      onMessage: (message) => {
        if (message.from !== 'me') state.change({ isTyping: false })
        changeMessages({ type: 'arrived', messages: [message] })
      },
      onTyping: () => {
        state.change({ isTyping: true })
        window.clearTimeout(typingTimer)
        typingTimer = window.setTimeout(() => state.change({ isTyping: false }), typingMilliseconds)
      },
      onSession: (changed) => {
        const { session } = state.get()
        if (session !== null) setSession({ ...session, ...changed })
        // Changed in the chat itself, which is newer than what was chosen here.
        if (state.get().chosenLanguage !== null) state.change({ chosenLanguage: changed.language })
        state.change({ language: changed.language })
      },
      onGone: (lastWords) => {
        saveOutbox(state.get().pending, [])
        localMemory.delete('session')
        endHere(lastWords)
      },
      catchUp,
      onConnection: (isConnected) => {
        const wasLost = state.get().connection !== 'connected'
        state.change({ connection: isConnected ? 'connected' : 'lost' })
        if (isConnected && wasLost) sender.retryNow()
      },
    })
  }

  const setSession = (session: ChatSession) => {
    keepSession(session)
    state.change({ session, language: state.get().chosenLanguage ?? session.language })
  }

  /** Session, last screenful, stream; true when the server answered. */
  const open = async (): Promise<boolean> => {
    const { chosenLanguage, isForgotten } = state.get()
    if (isForgotten) return false
    const reply = await openSession(chosenLanguage)
    if (!reply.ok) {
      state.change({ connection: 'lost', isOpened: true })
      return false
    }
    // Another session is another conversation; what waits to be sent goes into the new one.
    if (state.get().conversation.messages.length > 0 && state.get().session?.id !== reply.value.id)
      state.change({ conversation: emptyConversation })
    setSession(reply.value)
    const newest = await fetchMessages({ before: beforeNewest }, messagesPerPage)
    if (newest.ok) changeMessages({ type: 'opened', messages: newest.value, limit: messagesPerPage })
    state.change({ isOpened: true, connection: newest.ok ? 'connected' : 'lost' })
    if (!newest.ok) return false
    openTries = 0
    startStream()
    return true
  }

  /** Nothing of the conversation is left on the page. */
  const endHere = (lastWords: string[]) => {
    stream?.stop()
    stream = null
    state.change({ ...initialChatState([]), isForgotten: true, isOpened: true, session: null, lastWords })
    void fileStore.clear()
  }

  const reopen = async () => {
    stream?.stop()
    stream = null
    openTries += 1
    if (await open()) sender.retryNow()
    else if (!state.get().isForgotten) window.setTimeout(reopen, backoffDelay(openTries))
  }

  const send = (body: PendingBody, id = newMessageId()) => {
    changeQueue(addPending(state.get().pending, { id, body, at: deps.now() }))
    // Before there is a session it would only be refused; opening the page sends what waits.
    if (state.get().isOpened) sender.nudge()
  }

  return {
    state,
    start: () => void reopen(),
    wake: () => {
      stream?.wake()
      sender.retryNow()
    },
    sendText: (text: string) => send({ kind: 'text', text }),
    sendChoice: (value: string, label: string) => send({ kind: 'choice', value, label }),
    sendFile: async (file: File) => {
      const id = newMessageId()
      await fileStore.put(id, file)
      send({ kind: 'file', name: file.name, type: file.type, size: file.size }, id)
    },
    fileOf: fileStore.get,
    retryNow: sender.retryNow,
    resend: async (id: string) => {
      const newId = newMessageId()
      const file = await fileStore.get(id)
      if (file !== null) await fileStore.put(newId, file)
      changeQueue(renewPending(state.get().pending, id, newId))
      void fileStore.delete(id)
      sender.nudge()
    },
    remove: (id: string) => {
      changeQueue(removePending(state.get().pending, id))
      sender.abort(id)
      void fileStore.delete(id)
    },
    /** True when the earlier messages came. */
    loadEarlier: async (): Promise<boolean> => {
      const oldest = state.get().conversation.messages[0]
      if (oldest === undefined) return true
      const reply = await fetchMessages({ before: oldest.seq }, messagesPerPage)
      if (reply.ok) changeMessages({ type: 'earlier', messages: reply.value, limit: messagesPerPage })
      return reply.ok
    },
    /** The page's language; the bot is told once there is a conversation, before it a new session asks for it. */
    chooseLanguage: (language: Language) => {
      keepLanguage(language)
      state.change({ language, chosenLanguage: language })
      if (state.get().conversation.messages.length > 0) send({ kind: 'text', text: `/lang ${language}` })
      else void reopen()
    },
    /** True when the server let go of this device; then nothing of the conversation is left here. */
    forget: async (): Promise<boolean> => {
      if (!(await forgetDevice())) return false
      for (const key of localMemory.keys()) localMemory.delete(key)
      endHere([])
      return true
    },
    startOver: () => {
      state.change({ ...initialChatState([]) })
      void reopen()
    },
  }
}

export type ChatClient = ReturnType<typeof createChatClient>
