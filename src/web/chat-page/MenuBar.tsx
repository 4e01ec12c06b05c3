import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Menu } from '../api/chat-session'
import { usePageText } from './page-text'

/** Three entries; each opens its list above itself. */
export function MenuBar({ menu, onCommand }: { menu: Menu; onCommand: (command: string) => void }) {
  const text = usePageText()
  const [openIndex, setOpenIndex] = useState<number | null>(null)
  const nav = useRef<HTMLElement>(null)

  useEffect(() => {
    if (openIndex === null) return
    const closeOutside = (event: Event) => {
      if (nav.current !== null && !nav.current.contains(event.target as Node)) setOpenIndex(null)
    }
    document.addEventListener('mousedown', closeOutside)
    document.addEventListener('touchstart', closeOutside)
    return () => {
      document.removeEventListener('mousedown', closeOutside)
      document.removeEventListener('touchstart', closeOutside)
    }
  }, [openIndex])

  const focusEntry = (index: number) => nav.current?.querySelectorAll<HTMLElement>('.menu-entry').item(index)?.focus()

  const onKeyDown = (event: KeyboardEvent) => {
    if (openIndex === null) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      focusEntry(openIndex)
      setOpenIndex(null)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const items = Array.from(nav.current?.querySelectorAll<HTMLElement>('.menu-item') ?? [])
      const at = items.indexOf(document.activeElement as HTMLElement)
      const step = event.key === 'ArrowDown' ? 1 : -1
      const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length
      items[next]?.focus()
    }
  }

  return (
    <nav className="menu-bar" aria-label={text('page.menu')} ref={nav} onKeyDown={onKeyDown}>
      {menu.map((entry, index) => {
        const isOpen = index === openIndex
        return (
          <div className="menu-place" key={entry.label}>
            {isOpen && (
              <ul className="sub-menu" id={`sub-menu-${index}`}>
                {entry.items.map((item) => (
                  <li key={item.command}>
                    <button
                      type="button"
                      className="menu-item"
                      onClick={() => {
                        setOpenIndex(null)
                        focusEntry(index)
                        onCommand(item.command)
                      }}
                    >
                      {item.label}
                    </button>
                  </li>
                ))}
              </ul>
            )}
            <button
              type="button"
              className="menu-entry"
              aria-expanded={isOpen}
              aria-controls={isOpen ? `sub-menu-${index}` : undefined}
              onClick={() => setOpenIndex(isOpen ? null : index)}
            >
              <span className="menu-entry__mark" aria-hidden="true" />
              {entry.label}
            </button>
          </div>
        )
      })}
    </nav>
  )
}
