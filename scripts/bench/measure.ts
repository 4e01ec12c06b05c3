import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { derive } from '../../src/bot/tools'
import { visitorOf } from './committee-person'
import { isHeld } from './figures'
import type { Loaded, Target } from './load'
import { LoadProcess } from './load-process'
import type { Peer } from './peers'
import { copyFolder, masterKeyOf, type Prepared, secretOf } from './prepared-folder'
import { type Program, startProgram } from './program'

interface Seconds {
  warm: number
  steady: number
  step: number
}

export interface Plan {
  script: string
  seed: number
  /** Messages a second that must be held. */
  rate: number
  seconds: Seconds
  peerSeconds: Seconds
  pages: boolean
  profile: string | undefined
}

/** One run of a server: from its start through the load to its end. */
export interface Run {
  startMs: number
  rssStart: number
  rssLoaded: number
  steady: Loaded
  /** The server's processor time for a message at the steady rate, with the pages that come and go. */
  cpuMs: number
  /** The highest rate held, 0 when not even the first. */
  highest: number
  /** Start again on what the load left. */
  restartMs: number
}

const main = join(import.meta.dirname, '../main.js')

/** The bot on a fresh copy of the committee. */
export async function measureBot(plan: Plan, people: number, prepared: Prepared): Promise<Run> {
  const folder = await copyFolder(prepared.folder)
  const masterKey = masterKeyOf(plan.seed)
  const env = { DATA_DIR: folder, DATA_KEY: masterKey.toString('base64'), LOG_LEVEL: 'warn' }
  const profiling = plan.profile ? ['--cpu-prof', '--cpu-prof-dir', plan.profile] : []
  const start = (flags: readonly string[]) =>
    startProgram((PORT) => ({ args: [...flags, main], env: { ...env, PORT } }))
  const visitors = Array.from({ length: people }, (_, n) => visitorOf(plan.seed, n))
  const secret = derive(await secretOf(folder, masterKey), 'web chat').toString('base64')
  try {
    const run = await measure(
      plan,
      await start(profiling),
      { chat: { secret, visitors, pages: plan.pages } },
      plan.rate,
    )
    const again = await start([])
    await again.stop()
    return { ...run, restartMs: again.startMs }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A peer, in the same way. */
export async function measurePeer(plan: Plan, peer: Peer, people: number, first: number): Promise<Run> {
  const folder = await copyFolder(undefined)
  try {
    const program = await startProgram((port) => ({
      args: [plan.script, '--as', peer, '--port', port, '--folder', folder, '--people', String(people)],
    }))
    return { ...(await measure({ ...plan, seconds: plan.peerSeconds }, program, {}, first)), restartMs: Number.NaN }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(
  { script, seed, seconds }: Plan,
  program: Program,
  target: Pick<Target, 'chat'>,
  first: number,
): Promise<Omit<Run, 'restartMs'>> {
  const load = new LoadProcess(script, { port: program.port, seed, ...target })
  try {
    const rssStart = await program.rssMb()
    await load.run({ rate: first / 2, seconds: seconds.warm })
    const before = await program.cpuMs()
    const steady = await load.run({ rate: first, seconds: seconds.steady })
    const cpuMs = ((await program.cpuMs()) - before) / steady.sent
    let highest = isHeld(steady) ? first : 0
    const isHeldAt = async (rate: number) => isHeld(await load.run({ rate, seconds: seconds.step }))
    // A step is tried twice: something else on the machine may have taken the processor for a moment.
    const held = async (rate: number) => (await isHeldAt(rate)) || (await isHeldAt(rate))
    const next = (rate: number) => Math.round(rate * (target.chat ? 1.2 : 1.5))
    for (let rate = next(first); highest > 0 && (await held(rate)); rate = next(rate)) highest = rate
    return { startMs: program.startMs, rssStart, rssLoaded: await program.rssMb(), steady, cpuMs, highest }
  } finally {
    await load.stop()
    await program.stop()
  }
}
