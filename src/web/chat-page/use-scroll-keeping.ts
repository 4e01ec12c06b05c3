import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatMessage } from '../api/chat-message'
import { newestBurst } from './newest-burst'

/** Closer to the end than this counts as being there. */
const nearEnd = 80

/** Before any message stands the welcome, which is read from its beginning too. */
export const welcomeSeq = 0
/** Left free above an answer that is shown from its beginning. */
const marginAbove = 8

interface Position {
  height: number
  top: number
  oldestSeq: number
}

/**
 * Follows what is said while the person is at the end: to the end, or only to the beginning of an answer longer than
 * the screen. Stays put when earlier messages come in above, and counts what arrives unseen.
 */
export function useScrollKeeping(log: RefObject<HTMLElement | null>, messages: ChatMessage[], ownAt: string) {
  const isFollowing = useRef(true)
  const position = useRef<Position>({ height: 0, top: 0, oldestSeq: 0 })
  const seenTo = useRef(0)
  /** Up to here the person has moved themselves: its beginning holds nothing back any more. */
  const movedAt = useRef(0)
  const burst = useRef<number | null>(null)
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

  const follow = useCallback(() => {
    const element = log.current
    if (element === null) return
    const first = element.querySelector<HTMLElement>(`[data-seq="${burst.current}"]`)
    const end = element.scrollHeight - element.clientHeight
    element.scrollTop = first === null ? end : Math.min(end, first.offsetTop - marginAbove)
    setAway(isFarFromEnd(element))
    remember()
  }, [log, remember])

  const toEnd = useCallback(() => {
    isFollowing.current = true
    movedAt.current = newestSeq
    burst.current = null
    follow()
  }, [newestSeq, follow])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said changes with the newest seq.
  useLayoutEffect(() => {
    const element = log.current
    if (element === null) return
    const before = position.current
    if (before.oldestSeq > 0 && oldestSeq < before.oldestSeq && oldestSeq > 0)
      element.scrollTop = before.top + (element.scrollHeight - before.height)
    position.current.oldestSeq = oldestSeq
    const next = newestBurst(messages, movedAt.current)
    const isReadingLonger = isFarFromEndOf(before.height, element) && burst.current !== null && next !== burst.current
    if (isFollowing.current && !hasMoved(element, before) && !isReadingLonger) {
      seenTo.current = newestSeq
      burst.current = messages.length === 0 ? welcomeSeq : next
      follow()
    } else if (newestSeq > seenTo.current) {
      setUnseenFrom((from) => from ?? seenTo.current + 1)
    }
    remember()
  }, [log, oldestSeq, newestSeq, follow, remember])

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
      if (isFollowing.current && !hasMoved(element, position.current)) follow()
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
  }, [log, follow])

  const onScroll = useCallback(() => {
    const element = log.current
    if (element === null) return
    // Told of its own scrolling too.
    if (element.scrollTop === position.current.top) return
    isFollowing.current = !isFarFromEnd(element)
    movedAt.current = newestSeq
    burst.current = null
    setAway(!isFollowing.current)
    if (isFollowing.current) seenTo.current = newestSeq
    remember()
  }, [log, newestSeq, remember])

  return { onScroll, toEnd, isAway, unseenFrom }
}

function isFarFromEndOf(height: number, { scrollTop, clientHeight }: HTMLElement): boolean {
  return height - scrollTop - clientHeight >= nearEnd
}

function isFarFromEnd(element: HTMLElement): boolean {
  return isFarFromEndOf(element.scrollHeight, element)
}

/** By the place before: a scroll a moment ago may not have been told yet. */
function hasMoved({ scrollTop, clientHeight }: HTMLElement, before: Position): boolean {
  return Math.min(before.top, before.height - clientHeight) - scrollTop >= nearEnd
}
