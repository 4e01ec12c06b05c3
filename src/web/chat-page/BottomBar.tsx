import { useEffect, useRef, useState } from 'react'
import type { Menu } from '../api/chat-session'
import { Composer } from './Composer'
import { CloseIcon, KeyboardIcon, MenuIcon } from './icons'
import { MenuBar } from './MenuBar'
import { usePageText } from './page-text'

interface BottomBarProps {
  menu: Menu
  draft: string
  /** Nothing was said yet. */
  isFresh: boolean
  /** It is known what was said before. */
  isOpened: boolean
  onDraft: (draft: string) => void
  onText: (text: string) => void
  onFiles: (file: File) => Promise<void>
}

/** As in an Official Account: the menu or the line to write on, and a key that turns one into the other. */
export function BottomBar({ menu, draft, isFresh, isOpened, onDraft, onText, onFiles }: BottomBarProps) {
  const text = usePageText()
  const [chosenMode, setChosenMode] = useState<'menu' | 'text' | null>(null)
  const [problems, setProblems] = useState<string[]>([])
  const bar = useRef<HTMLElement>(null)
  const hasToggled = useRef(false)
  const mode = menu.length === 0 ? 'text' : (chosenMode ?? (isFresh && draft === '' ? 'menu' : 'text'))

  const toggle = () => {
    hasToggled.current = true
    setChosenMode(mode === 'menu' ? 'text' : 'menu')
  }

  useEffect(() => {
    if (!hasToggled.current) return
    hasToggled.current = false
    const target = bar.current?.querySelector<HTMLElement>(mode === 'text' ? 'textarea' : '.menu-entry')
    target?.focus()
  }, [mode])

  // What is about to become the menu must not change under a thumb that is about to type.
  if (!isOpened && isFresh && draft === '') return <footer className="bottom bottom_opening" />

  return (
    <footer className="bottom" ref={bar}>
      {problems.length > 0 && (
        <div className="problems" role="alert">
          <div className="problems__list">
            {problems.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </div>
          <button type="button" className="icon-button" aria-label={text('page.close')} onClick={() => setProblems([])}>
            <CloseIcon />
          </button>
        </div>
      )}
      <div className="bar">
        {menu.length > 0 && (
          <button
            type="button"
            className="icon-button bar__toggle"
            aria-label={text(mode === 'menu' ? 'page.keyboard.show' : 'page.menu.show')}
            onClick={toggle}
          >
            {mode === 'menu' ? <KeyboardIcon /> : <MenuIcon />}
          </button>
        )}
        {mode === 'menu' ? (
          <MenuBar menu={menu} onCommand={onText} />
        ) : (
          <Composer draft={draft} onDraft={onDraft} onText={onText} onFiles={onFiles} onProblems={setProblems} />
        )}
      </div>
    </footer>
  )
}
