import { memo } from 'react'
import type { ChatMessage } from '../api/chat-message'
import type { Menu } from '../api/chat-session'
import { AloudButton } from './AloudButton'
import { Avatar } from './Avatar'
import { Choices } from './Choices'
import { commandLabel } from './command-label'
import { FileBlock } from './FileBlock'
import { usePageText } from './page-text'
import { RichText } from './RichText'

interface MessageRowProps {
  message: ChatMessage
  botName: string
  menu: Menu
  isOpenQuestion: boolean
  onChoose: (value: string, label: string) => void
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, botName, menu, isOpenQuestion, onChoose } = props
  const text = usePageText()
  if (message.from === 'me')
    return (
      <li className="row row_me">
        <div className="row__body">
          <span className="sr">{text('page.from.me')}：</span>
          {message.file !== null && <FileBlock file={message.file} />}
          {message.text !== '' && <div className="bubble bubble_me">{commandLabel(message.text, menu, text)}</div>}
        </div>
      </li>
    )
  const isOfficer = message.from === 'officer'
  const name = isOfficer ? message.name || text('page.from.officer') : botName
  return (
    <li className="row" data-seq={message.seq}>
      <Avatar from={message.from} name={name} />
      <div className="row__body">
        {isOfficer ? <span className="row__name">{name}</span> : <span className="sr">{name}：</span>}
        {message.file !== null && <FileBlock file={message.file} />}
        {message.text !== '' && (
          <div className="bubble">
            <RichText text={message.text} />
            <AloudButton id={String(message.seq)} text={message.text} />
          </div>
        )}
        {message.choices.length > 0 && (
          <Choices choices={message.choices} isOpen={isOpenQuestion} onChoose={onChoose} />
        )}
      </div>
    </li>
  )
})
