import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Sends a child a message and gives its answer; rejects when it ends instead. */
export async function askChild<R>(child: ChildProcess, message: object): Promise<R> {
  const settled = new AbortController()
  const { signal } = settled
  const answered = once(child, 'message', { signal }).then(([result]) => result as R)
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with ${code}`)
  })
  child.send(message)
  try {
    return await Promise.race([answered, ended])
  } finally {
    // Whichever did not happen is no longer waited for.
    for (const other of [answered, ended]) other.catch(() => undefined)
    settled.abort()
  }
}

export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
