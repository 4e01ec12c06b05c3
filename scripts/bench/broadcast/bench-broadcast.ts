import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { copyFolder, masterKeyOf } from '../prepared-folder'
import { startProgram } from '../program'
import { token } from '../telegram/measure'
import { type Broadcaster, broadcasters } from './bots'
import type { Crowd } from './crowd'
import { BroadcastPlatform } from './platform'
import { prepareBroadcast } from './prepare-broadcast'
import { type BroadcastRun, reportBroadcast, type Scenes } from './report'

export interface BroadcastPlan {
  script: string
  seed: number
  /** How long each scene is looked at, and how many the large one is sent to. */
  milliseconds: number
  many: number
  profile: string | undefined
}

const writers = 20

/** Sending to many at the platform's limit, with people beside who write to the bot. */
export async function benchBroadcast(plan: BroadcastPlan, pairs: number, say: (line: string) => void): Promise<string> {
  const { milliseconds, many } = plan
  const some = { recipients: Math.ceil((milliseconds / 1000) * 40), perSecond: 30, milliseconds, writers }
  const closing = { after: Math.floor(milliseconds / 3), milliseconds: 5000 }
  const crowds: Record<keyof Scenes, (broadcaster: Broadcaster) => Crowd> = {
    steady: () => some,
    closed: () => ({ ...some, closing }),
    // The others would take an hour for all of them.
    volume: (broadcaster) => ({
      recipients: many,
      perSecond: 600,
      milliseconds: broadcaster === 'lianxin' ? 600_000 : milliseconds,
      writers,
    }),
  }
  const scenes: Scenes = { steady: runsOf(), closed: runsOf(), volume: runsOf() }
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? broadcasters : broadcasters.toReversed()
    for (const [scene, crowdOf] of Object.entries(crowds) as [keyof Scenes, (typeof crowds)['steady']][]) {
      for (const broadcaster of order) {
        const run = await measure(plan, broadcaster, crowdOf(broadcaster))
        scenes[scene][broadcaster].push(run)
        say(`pair ${pair + 1} of ${pairs}: ${scene}, ${broadcaster}: ${run.share.toFixed(2)} of the limit`)
      }
    }
  }
  return reportBroadcast(scenes, { many, seconds: milliseconds / 1000, writers })
}

function runsOf(): Record<Broadcaster, BroadcastRun[]> {
  return { lianxin: [], naive: [], grammy: [] }
}

async function measure(plan: BroadcastPlan, broadcaster: Broadcaster, crowd: Crowd): Promise<BroadcastRun> {
  const { script, seed, profile } = plan
  const isOurs = broadcaster === 'lianxin'
  const folder = isOurs ? await copyFolder(await prepareBroadcast(crowd.recipients, seed)) : ''
  const platform = await BroadcastPlatform.start(script)
  try {
    const flags = profile && isOurs ? ['--cpu-prof', '--cpu-prof-dir', join(profile, String(crowd.perSecond))] : []
    const given = [
      ...['--as', `broadcast-${broadcaster}`, '--api', platform.root, '--token', token, '--folder', folder],
      ...['--people', String(crowd.recipients), '--rate', String(crowd.perSecond)],
      ...['--key', masterKeyOf(seed).toString('base64')],
    ]
    const env = { NODE_ENV: 'production' }
    const watched = platform.watch(crowd)
    const program = await startProgram((port) => ({ args: [...flags, script, ...given, '--port', port], env }))
    try {
      const sent = await watched
      const tried = sent.sent + sent.blocked
      const seconds = sent.milliseconds / 1000
      return { ...sent, share: tried / (crowd.perSecond * seconds), cpuMs: (await program.cpuMs()) / tried }
    } finally {
      await program.stop()
    }
  } finally {
    await platform.stop()
    if (folder) await rm(folder, { recursive: true, force: true })
  }
}
