import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatMessage } from '../api/chat-message'

/** Closer to the end than this counts as being there. */
const nearEnd = 80

interface Position {
  height: number
  top: number
  oldestSeq: number
}

/** Stays at the end while the person is there, stays put when earlier messages come in above, and counts what arrives unseen. */
export function useScrollKeeping(log: RefObject<HTMLElement | null>, messages: ChatMessage[], ownAt: string) {
  const isAtEnd = useRef(true)
  const position = useRef<Position>({ height: 0, top: 0, oldestSeq: 0 })
  const seenTo = useRef(0)
  const ownBefore = useRef('')
  const [unseenFrom, setUnseenFrom] = useState<number | null>(null)
  const [isAway, setAway] = useState(false)
  const oldestSeq = messages[0]?.seq ?? 0
  const newest = messages[messages.length - 1]
  const newestSeq = newest?.seq ?? 0

  const remember = useCallback(() => {
    const element = log.current
    if (element !== null)
      position.current = { ...position.current, height: element.scrollHeight, top: element.scrollTop }
  }, [log])

  const toEnd = useCallback(() => {
    const element = log.current
    if (element === null) return
    element.scrollTop = element.scrollHeight
    isAtEnd.current = true
    setAway(false)
    remember()
  }, [log, remember])

  useLayoutEffect(() => {
    const element = log.current
    if (element === null) return
    const before = position.current
    if (before.oldestSeq > 0 && oldestSeq < before.oldestSeq && oldestSeq > 0)
      element.scrollTop = before.top + (element.scrollHeight - before.height)
    position.current.oldestSeq = oldestSeq
    // By the height before: a scroll a moment ago may not have been told yet.
    if (isAtEnd.current && before.height - element.scrollTop - element.clientHeight < nearEnd) {
      seenTo.current = newestSeq
      toEnd()
    } else if (newestSeq > seenTo.current) {
      setUnseenFrom((from) => from ?? seenTo.current + 1)
    }
    remember()
  }, [log, oldestSeq, newestSeq, toEnd, remember])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the person writes brings them back to the end.
  useLayoutEffect(() => {
    if (ownAt <= ownBefore.current) return
    ownBefore.current = ownAt
    setUnseenFrom(null)
    toEnd()
  }, [ownAt])

  useEffect(() => {
    const element = log.current
    if (element === null) return
    const settle = () => {
      if (isAtEnd.current) toEnd()
    }
    window.addEventListener('resize', settle)
    // Missing on the oldest phones; there only the keyboard's resize is followed.
    const observer = 'ResizeObserver' in window ? new ResizeObserver(settle) : null
    observer?.observe(element)
    for (const child of Array.from(element.children)) observer?.observe(child)
    return () => {
      window.removeEventListener('resize', settle)
      observer?.disconnect()
    }
  }, [log, toEnd])

  const onScroll = useCallback(() => {
    const element = log.current
    if (element === null) return
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
    setAway(!isAtEnd.current)
    if (isAtEnd.current) seenTo.current = newestSeq
    remember()
  }, [log, newestSeq, remember])

  return { onScroll, toEnd, isAway, unseenFrom }
}
