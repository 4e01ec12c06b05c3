import { type KeyboardEvent, type RefObject, useCallback, useEffect } from 'react'

const focusable = 'button:not([disabled]), a[href], input:not([disabled]), textarea, [tabindex="0"]'

/** Keeps the focus inside an open panel, closes on Esc, and gives the focus back to what opened it. */
export function useModalFocus(panel: RefObject<HTMLElement | null>, onClose: () => void) {
  useEffect(() => {
    const opener = document.activeElement
    panel.current?.focus()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [panel])

  return useCallback(
    (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation()
        onClose()
        return
      }
      const element = panel.current
      if (event.key !== 'Tab' || element === null) return
      const stops = Array.from(element.querySelectorAll<HTMLElement>(focusable))
      const first = stops[0]
      const last = stops[stops.length - 1]
      const active = document.activeElement
      if (event.shiftKey && (active === first || active === element)) {
        event.preventDefault()
        last?.focus()
      } else if (!event.shiftKey && active === last) {
        event.preventDefault()
        first?.focus()
      }
    },
    [panel, onClose],
  )
}
