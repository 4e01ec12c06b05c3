import { type ChildProcess, fork } from 'node:child_process'
import { askChild, endChild } from './ask-child'
import { Load, type Loaded, type Stage, type Target } from './load'

/** A load generator in a process of its own, so that its work is not taken for the server's. */
export class LoadProcess {
  readonly #child: ChildProcess

  constructor(script: string, target: Target) {
    this.#child = fork(script, ['--as', 'load'])
    this.#child.send(target)
  }

  run(stage: Stage): Promise<Loaded> {
    return askChild(this.#child, stage)
  }

  stop(): Promise<void> {
    return endChild(this.#child)
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
