import { Fragment, memo, useCallback, useMemo, useRef } from 'react'
import type { ChatClient } from './chat-client'
import type { ChatState } from './chat-state'
import { openQuestionSeq } from './conversation-state'
import { EarlierButton } from './EarlierButton'
import { MessageRow } from './MessageRow'
import { NewCode } from './NewCode'
import { NewMessagesPill } from './NewMessagesPill'
import { PendingRow } from './PendingRow'
import { useLanguage, usePageText } from './page-text'
import { TimeLine } from './TimeLine'
import { TypingRow } from './TypingRow'
import { needsTime } from './time-label'
import { useEarlier } from './use-earlier'
import { useScrollKeeping } from './use-scroll-keeping'
import { Welcome } from './Welcome'

interface MessageLogProps {
  client: ChatClient
  state: ChatState
  name: string
  startCode: string | null
  onStart: () => void
  onEdit: (id: string, written: string) => void
}

export const MessageLog = memo(function MessageLog(props: MessageLogProps) {
  const { client, state, name, startCode, onStart, onEdit } = props
  const { conversation, pending, isOpened, isTyping, session } = state
  const { messages, hasEarlier } = conversation
  const text = usePageText()
  const language = useLanguage()
  const log = useRef<HTMLElement>(null)
  const earlier = useEarlier(client, hasEarlier)
  const newestOwn = pending[pending.length - 1]?.at ?? ''
  const scroll = useScrollKeeping(log, messages, newestOwn)
  const menu = useMemo(() => session?.menu ?? [], [session])
  const isAnswering = pending.some((entry) => entry.status !== 'failed')
  const isSending = pending.some((entry) => entry.status === 'sending')
  const openQuestion = openQuestionSeq(messages, isAnswering)
  const onChoose = useCallback((value: string, label: string) => client.sendChoice(value, label), [client])
  const newCount =
    scroll.unseenFrom === null
      ? 0
      : messages.filter((message) => message.seq >= scroll.unseenFrom! && message.from !== 'me').length

  const onScroll = () => {
    scroll.onScroll()
    if (log.current !== null && log.current.scrollTop < 60) earlier.loadOnScroll()
  }

  return (
    <main className="log-place">
      <section
        ref={log}
        className="log"
        role="log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={text('page.conversation')}
        aria-live={isOpened && !earlier.isLoading ? 'polite' : 'off'}
        aria-busy={!isOpened || earlier.isLoading}
        onScroll={onScroll}
      >
        {hasEarlier && <EarlierButton earlier={earlier} />}
        <ol className="log__list">
          {!isOpened && messages.length === 0 && <li className="opening">{text('page.opening')}</li>}
          {isOpened && messages.length === 0 && pending.length === 0 && (
            <Welcome name={name} onStart={onStart} onReturn={() => client.sendText('/return')} />
          )}
          {messages.map((message, index) => (
            <Fragment key={message.id ?? message.seq}>
              {needsTime(messages[index - 1]?.at ?? null, message.at) && (
                <TimeLine at={message.at} language={language} />
              )}
              {message.seq === scroll.unseenFrom && <li className="new-line">{text('page.newLine')}</li>}
              <MessageRow
                message={message}
                botName={name}
                menu={menu}
                isOpenQuestion={message.seq === openQuestion}
                onChoose={onChoose}
              />
            </Fragment>
          ))}
          {pending.map((entry) => (
            <PendingRow
              key={entry.id}
              pending={entry}
              menu={menu}
              client={client}
              canHurry={!isSending}
              onEdit={onEdit}
            />
          ))}
          {isOpened && startCode !== null && messages.length > 0 && <NewCode onOpen={onStart} />}
          {isTyping && <TypingRow name={name} />}
        </ol>
      </section>
      {scroll.isAway && <NewMessagesPill count={newCount} onPress={scroll.toEnd} />}
    </main>
  )
})
