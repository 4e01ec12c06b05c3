import { type ClipboardEvent, type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { maxFileBytes, maxTextLength } from '../api/limits'
import { fileSizeLabel } from './file-size'
import { AttachIcon } from './icons'
import { usePageText } from './page-text'

interface ComposerProps {
  draft: string
  onDraft: (draft: string) => void
  onText: (text: string) => void
  onFiles: (file: File) => Promise<void>
  onProblems: (problems: string[]) => void
}

/** What the phone's chooser offers; what is really taken, the server decides. */
const offeredTypes = 'image/*,.heic,.heif,application/pdf,audio/*,video/*'
/** The key code browsers give while an input method is composing. */
const composingKeyCode = 229

export function Composer({ draft, onDraft, onText, onFiles, onProblems }: ComposerProps) {
  const text = usePageText()
  const input = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const isEmpty = draft.trim() === ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows what is written.
  useLayoutEffect(() => {
    const element = input.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [draft])

  const send = () => {
    if (isEmpty) return
    if (draft.trim().length > maxTextLength) return onProblems([text('page.text.tooLong')])
    onText(draft.trim())
    onDraft('')
    onProblems([])
    input.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const isComposing = event.nativeEvent.isComposing || event.keyCode === composingKeyCode
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return
    event.preventDefault()
    send()
  }

  const sendFiles = async (files: File[]) => {
    const problems: string[] = []
    for (const file of files) {
      if (file.size > maxFileBytes)
        problems.push(text('page.attach.tooLarge', { name: file.name, size: fileSizeLabel(file.size) }))
      else if (file.size === 0) problems.push(text('page.attach.empty', { name: file.name }))
      else await onFiles(file)
    }
    onProblems(problems)
  }

  const onPaste = (event: ClipboardEvent) => {
    const files = Array.from(event.clipboardData.files)
    if (files.length === 0) return
    event.preventDefault()
    void sendFiles(files)
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={input}
        className="composer__input"
        rows={1}
        value={draft}
        aria-label={text('page.input')}
        placeholder={text('page.input.placeholder')}
        enterKeyHint="send"
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <input
        ref={chooser}
        className="sr"
        type="file"
        multiple
        accept={offeredTypes}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const files = Array.from(event.target.files ?? [])
          // Emptied, so that the same photo can be chosen again.
          event.target.value = ''
          void sendFiles(files)
        }}
      />
      {isEmpty ? (
        <button
          type="button"
          className="icon-button"
          aria-label={text('page.attach')}
          onClick={() => chooser.current?.click()}
        >
          <AttachIcon />
        </button>
      ) : (
        <button type="submit" className="send">
          {text('page.send')}
        </button>
      )}
    </form>
  )
}
