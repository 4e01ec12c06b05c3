import { useRef, useState } from 'react'
import type { ChatClient } from './chat-client'

/** Time for the screen reader's region to stay silent while old messages are put in above. */
const settleMilliseconds = 400

export function useEarlier(client: ChatClient, hasEarlier: boolean) {
  const [isLoading, setLoading] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const isBusy = useRef(false)

  const load = async () => {
    if (isBusy.current || !hasEarlier) return
    isBusy.current = true
    setLoading(true)
    setFailed(!(await client.loadEarlier()))
    window.setTimeout(() => {
      isBusy.current = false
      setLoading(false)
    }, settleMilliseconds)
  }

  return {
    isLoading,
    hasFailed,
    load: () => void load(),
    /** After a failure only the button tries again. */
    loadOnScroll: () => {
      if (!hasFailed) void load()
    },
  }
}

export type Earlier = ReturnType<typeof useEarlier>
