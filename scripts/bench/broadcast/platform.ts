import { type ChildProcess, fork } from 'node:child_process'
import { askChild, endChild } from '../ask-child'
import { BotApi } from '../telegram/bot-api'
import { type Crowd, type Sent, watchCrowd } from './crowd'

/** Before each answer of the Bot API, as from a machine of ours to theirs. */
const latencyMs = 50

/** Telegram with its limit and the people, in a process beside the bot's. */
export class BroadcastPlatform {
  private constructor(
    private readonly child: ChildProcess,
    readonly root: string,
  ) {}

  static async start(script: string): Promise<BroadcastPlatform> {
    const child = fork(script, ['--as', 'broadcast-platform'])
    const port = await askChild<number>(child, {})
    return new BroadcastPlatform(child, `http://127.0.0.1:${port}/`)
  }

  watch(crowd: Crowd): Promise<Sent> {
    return askChild(this.child, crowd)
  }

  stop(): Promise<void> {
    return endChild(this.child)
  }
}

/** The other side of it: the first message asks for the port, the next one has the crowd. */
export function serveBroadcastPlatform(): void {
  const api = new BotApi(latencyMs)
  let isListening = false
  const take = async (message: object): Promise<unknown> => {
    if (isListening) return watchCrowd(api, message as Crowd)
    isListening = true
    return api.listen()
  }
  process.on('message', (message: object) => void take(message).then((result) => process.send?.(result)))
  process.once('disconnect', () => process.exit())
}
