import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { askChild, endChild } from '../ask-child'
import { BotApi } from './bot-api'
import { Load, type Loaded, type Stage } from './load'
import { queueWire, webhookWire } from './wire'

export type Mode = 'webhook' | 'polling'

export interface Scene {
  mode: Mode
  /** Before each answer of the Bot API. */
  latencyMs: number
  connections: number
  /** The bot says what it is told. */
  isEcho: boolean
  seed: number
}

/** Telegram and its people, in a process beside the bot's. */
export class PlatformProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** Where the Bot API is. */
    readonly root: string,
  ) {}

  static async start(script: string, scene: Scene): Promise<PlatformProcess> {
    const child = fork(script, ['--as', 'platform'])
    const port = await askChild<number>(child, scene)
    return new PlatformProcess(child, `http://127.0.0.1:${port}/`)
  }

  /** Waits until the bot receives, and plays each script once. */
  async rehearse(): Promise<void> {
    await askChild(this.child, {})
  }

  run(stage: Stage): Promise<Loaded> {
    return askChild(this.child, stage)
  }

  stop(): Promise<void> {
    return endChild(this.child)
  }
}

const patienceMs = 30_000

/** The other side of it: the first message sets the scene, the next one rehearses, each further one is a stage. */
export function servePlatform(): void {
  let scene: Scene | undefined
  let api: BotApi | undefined
  let load: Load | undefined
  async function take(message: Partial<Scene & Stage>): Promise<unknown> {
    if (!scene || !api) {
      scene = message as Scene
      api = new BotApi(scene.latencyMs)
      return api.listen()
    }
    if (load) return load.run(message as Stage)
    for (let waited = 0; !api.isConnected; waited += 10) {
      if (waited > patienceMs) throw new Error('the bot did not ask for updates')
      await sleep(10)
    }
    const wire = scene.mode === 'webhook' ? webhookWire(api, scene.connections) : queueWire(api)
    load = new Load(api, wire, scene.isEcho, scene.seed)
    await load.rehearse()
    return true
  }
  // A fault ends the process, which is what the one that asked waits for as well.
  process.on(
    'message',
    (message: Partial<Scene & Stage>) => void take(message).then((result) => process.send?.(result)),
  )
  process.once('disconnect', () => process.exit())
}
