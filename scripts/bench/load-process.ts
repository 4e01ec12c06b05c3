import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Load, type Loaded, type Stage, type Target } from './load'

/** A load generator in a process of its own, so that its work is not taken for the server's. */
export class LoadProcess {
  readonly #child: ChildProcess

  constructor(script: string, target: Target) {
    this.#child = fork(script, ['--as', 'load'])
    this.#child.send(target)
  }

  async run(stage: Stage): Promise<Loaded> {
    const settled = new AbortController()
    const { signal } = settled
    this.#child.send(stage)
    const loaded = once(this.#child, 'message', { signal }).then(([result]) => result as Loaded)
    const ended = once(this.#child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the load generator ended with ${code}`)
    })
    try {
      return await Promise.race([loaded, ended])
    } finally {
      // Whichever did not happen is no longer waited for.
      for (const other of [loaded, ended]) other.catch(() => undefined)
      settled.abort()
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await ended
  }
}

/** The other side of it: the first message names the target, each further one is a stage. */
export function serveLoad(): void {
  let load: Load | undefined
  process.on('message', (message: Target | Stage) => {
    if ('rate' in message) void load?.run(message).then((loaded) => process.send?.(loaded))
    else load = new Load(message)
  })
}
