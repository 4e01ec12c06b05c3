import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { BottomBar } from './BottomBar'
import { ConnectionBanner } from './ConnectionBanner'
import type { ChatClient } from './chat-client'
import { Forgotten } from './Forgotten'
import { Header } from './Header'
import { localMemory } from './local-memory'
import { MessageLog } from './MessageLog'
import { LanguageContext, pageTextIn } from './page-text'
import { SettingsPanel } from './SettingsPanel'
import { stopSpeaking } from './speech'
import { dropStartCode, readStartCode } from './start-code'
import { useReadAloud } from './use-read-aloud'
import { useSettings } from './use-settings'

export function ChatPage({ client }: { client: ChatClient }) {
  const state = useSyncExternalStore(client.state.subscribe, client.state.get)
  const [settings, changeSettings] = useSettings()
  const [draft, setDraftText] = useState(() => localMemory.get('draft') ?? '')
  const [isPanelOpen, setPanelOpen] = useState(false)
  const [startCode, setStartCode] = useState(() => readStartCode(location.search))
  const text = pageTextIn(state.language)
  const name = state.session?.name || '联心'
  const menu = state.session?.menu ?? []
  const isFresh = state.conversation.messages.length === 0 && state.pending.length === 0

  useReadAloud(state.conversation.messages, settings.isReadAloud && state.isOpened, state.language)

  useEffect(() => {
    document.documentElement.lang = state.language
    document.title = name
  }, [state.language, name])

  const setDraft = useCallback((draft: string) => {
    setDraftText(draft)
    if (draft === '') localMemory.delete('draft')
    else localMemory.set('draft', draft)
  }, [])

  useEffect(() => {
    if (state.isForgotten) setDraft('')
  }, [state.isForgotten, setDraft])

  const sendStart = useCallback(() => {
    client.sendText(startCode === null ? '/start' : `/start ${startCode}`)
    setStartCode(null)
    dropStartCode()
  }, [client, startCode])

  const editPending = useCallback(
    (id: string, written: string) => {
      setDraft(draft === '' ? written : `${draft}\n${written}`)
      client.remove(id)
    },
    [client, draft, setDraft],
  )

  const forget = async (): Promise<boolean> => {
    stopSpeaking()
    if (!(await client.forget())) return false
    setStartCode(null)
    setPanelOpen(false)
    changeSettings(null)
    return true
  }

  return (
    <LanguageContext.Provider value={state.language}>
      <div className="page">
        <Header name={name} isPanelOpen={isPanelOpen} onMore={() => setPanelOpen(true)} />
        {state.isForgotten ? (
          <Forgotten lastWords={state.lastWords} onAgain={client.startOver} />
        ) : (
          <>
            <ConnectionBanner connection={state.connection} />
            <MessageLog
              client={client}
              state={state}
              name={name}
              startCode={startCode}
              onStart={sendStart}
              onEdit={editPending}
            />
            <BottomBar
              menu={menu}
              draft={draft}
              isFresh={isFresh}
              isOpened={state.isOpened}
              onDraft={setDraft}
              onText={client.sendText}
              onFiles={client.sendFile}
            />
          </>
        )}
        {isPanelOpen && (
          <SettingsPanel
            settings={settings}
            language={state.language}
            unsent={state.pending.length}
            canReturn={!state.isForgotten}
            onSettings={changeSettings}
            onLanguage={client.chooseLanguage}
            onReturn={() => {
              client.sendText('/return')
              setPanelOpen(false)
            }}
            onForget={forget}
            onClose={() => setPanelOpen(false)}
          />
        )}
        <div className="sr" role="status">
          {state.isTyping ? text('page.typing') : ''}
        </div>
      </div>
    </LanguageContext.Provider>
  )
}
