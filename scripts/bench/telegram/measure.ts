import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { copyFolder, masterKeyOf, type Prepared } from '../prepared-folder'
import { type Program, startProgram } from '../program'
import type { Loaded, Stage } from './load'
import type { PeerBot } from './peer-bots'
import { type Mode, PlatformProcess, type Scene } from './platform-process'

export interface Plan {
  script: string
  seed: number
  /** How many the committee has. */
  people: number
  updates: number
  /** As many before them that do not count. */
  warm: number
  /** Calls of the webhook at once, which is how many people talk at once. */
  connections: number
  /** People who talk at once where updates are fetched: enough that there is always something to fetch. */
  talks: number
  /** Before the answers of the Bot API where updates are fetched. */
  latencyMs: number
  profile: string | undefined
}

/** One run of a bot: from its start through the load to its end. */
export interface Run {
  perSecond: number
  loaded: Loaded
  /** The bot's processor time for an update, and the platform's. */
  cpuMs: number
  platformCpuMs: number
  rssLoaded: number
}

const main = join(import.meta.dirname, '../main.js')
export const token = '100000001:bench-of-lianxin-token-of-nothing'
const secret = 'bench-secret-of-nothing'

/** The bot on a fresh copy of the committee. */
export async function measureBot(plan: Plan, mode: Mode, prepared: Prepared): Promise<Run> {
  const folder = await copyFolder(prepared.folder)
  const profiling = plan.profile ? ['--cpu-prof', '--cpu-prof-dir', join(plan.profile, mode)] : []
  const env = {
    DATA_DIR: folder,
    DATA_KEY: masterKeyOf(plan.seed).toString('base64'),
    LOG_LEVEL: 'warn',
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_MODE: mode,
  }
  const called = (port: string) => ({ PUBLIC_URL: `http://127.0.0.1:${port}`, TELEGRAM_WEBHOOK_SECRET: secret })
  try {
    return await measure(plan, mode, false, (root) =>
      startProgram((PORT) => ({
        args: [...profiling, main],
        env: { ...env, PORT, TELEGRAM_API_ROOT: root, ...(mode === 'webhook' && called(PORT)) },
      })),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** So many updates, of so few at once, say enough of what does a few a second; of more some would wait longer than anybody does. */
const fewForSlow = { updates: 200, warm: 20, connections: 4 }

/** A peer, in the same way. */
export function measurePeer(plan: Plan, mode: Mode, peer: PeerBot): Promise<Run> {
  const args = (port: string, root: string) => [
    ...['--as', `telegram-${peer}`, '--mode', mode, '--port', port, '--api', root],
    ...['--token', token, '--secret', secret, '--people', String(plan.people)],
  ]
  const few = { ...fewForSlow, updates: Math.min(plan.updates, fewForSlow.updates) }
  return measure({ ...plan, ...(peer === 'lowdb' && few) }, mode, true, (root) =>
    startProgram((port) => ({ args: [plan.script, ...args(port, root)], env: { NODE_ENV: 'production' } })),
  )
}

async function measure(
  { script, seed, updates, warm, connections, talks, latencyMs }: Plan,
  mode: Mode,
  isEcho: boolean,
  start: (root: string) => Promise<Program>,
): Promise<Run> {
  const scene: Scene = { mode, latencyMs: mode === 'polling' ? latencyMs : 0, connections, isEcho, seed }
  const platform = await PlatformProcess.start(script, scene)
  try {
    const program = await start(platform.root)
    try {
      const stage: Stage = { updates, talks: mode === 'polling' ? talks : connections }
      await platform.rehearse()
      // The first thousands run in code that is not compiled yet.
      await platform.run({ ...stage, updates: warm })
      const before = await program.cpuMs()
      const loaded = await platform.run(stage)
      const perUpdate = (ms: number) => ms / loaded.updates
      return {
        loaded,
        perSecond: loaded.updates / (loaded.milliseconds / 1000),
        cpuMs: perUpdate((await program.cpuMs()) - before),
        platformCpuMs: perUpdate(loaded.platformCpuMs),
        rssLoaded: await program.rssMb(),
      }
    } finally {
      await program.stop()
    }
  } finally {
    await platform.stop()
  }
}
