import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { derive } from '../../src/bot/tools'
import { askedFrom, monthAfter, monthOf } from '../../src/domain/contact-month'
import { askBot } from '../../src/store/json/control-socket'
import { visitorOf } from './committee-person'
import { latencyOf, median, spread, verdict } from './figures'
import { LoadProcess } from './load-process'
import { copyFolder, masterKeyOf, type Prepared, secretOf } from './prepared-folder'
import { startProgram } from './program'

export interface ContactPlan {
  script: string
  seed: number
  /** Messages a second that go on beside it. */
  rate: number
  seconds: { warm: number; alone: number }
  profile: string | undefined
}

interface Run {
  asked: number
  seconds: number
  /** Of the whole bot, with the messages meanwhile. */
  cpuSeconds: number
  aloneP95: number
  besideP95: number
  besideWorst: number
  stallMs: number
  refused: number
  /** By status, or 0 for a broken connection. */
  why: Record<string, number>
  rssMb: number
}

const goal = { seconds: 30, p95: 300, stallMs: 50 }
const zone = 'Asia/Shanghai'
const main = join(import.meta.dirname, '../main.js')
/** Longer than the job may take: what is said after it counts too. */
const beside = 30

/** Everybody's monthly question is queued in the running bot while people go on writing to it. */
export async function benchContact(
  plan: ContactPlan,
  pairs: number,
  prepared: Prepared,
  say: (line: string) => void,
): Promise<string> {
  const runs: Run[] = []
  for (let run = 0; run < pairs; run++) {
    say(`monthly contact: run ${run + 1}`)
    runs.push(await measure(plan, prepared))
  }
  const of = (fn: (run: Run) => number, digits = 1) => spread(runs.map(fn), digits)
  return [
    `monthly contact: queued for all while ${plan.rate} messages a second go on`,
    '',
    '| | |',
    '| --- | ---: |',
    `| questions queued | ${of((run) => run.asked, 0)} |`,
    `| seconds until all are queued | ${of((run) => run.seconds)} |`,
    `| processor time meanwhile, messages and all (s) | ${of((run) => run.cpuSeconds)} |`,
    `| message to 202 before it, p95 (ms) | ${of((run) => run.aloneP95)} |`,
    `| message to 202 beside it, p95 (ms) | ${of((run) => run.besideP95)} |`,
    `| message to 202 beside it, longest (ms) | ${of((run) => run.besideWorst)} |`,
    `| the event loop stood still beside it, longest (ms) | ${of((run) => run.stallMs)} |`,
    `| not taken | ${of((run) => run.refused, 0)} |`,
    `| memory after it (MB) | ${of((run) => run.rssMb, 0)} |`,
    '',
    ...runs.filter(({ refused }) => refused > 0).map(({ why }) => `not taken, by status: ${JSON.stringify(why)}`),
    verdict('seconds', median(runs.map((run) => run.seconds)), goal.seconds, ' s', 1),
    verdict('the event loop, with snapshots and all', median(runs.map((run) => run.stallMs)), goal.stallMs, ' ms', 1),
    verdict('p95 beside it', median(runs.map((run) => run.besideP95)), goal.p95, ' ms', 1),
    '',
  ].join('\n')
}

async function measure({ script, seed, rate, seconds, profile }: ContactPlan, prepared: Prepared): Promise<Run> {
  const folder = await copyFolder(prepared.folder)
  const masterKey = masterKeyOf(seed)
  const env = { DATA_DIR: folder, DATA_KEY: masterKey.toString('base64'), LOG_LEVEL: 'warn' }
  const flags = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []
  const program = await startProgram((PORT) => ({ args: [...flags, main], env: { ...env, PORT } }))
  const visitors = Array.from({ length: 2000 }, (_, n) => visitorOf(seed, n))
  const secret = derive(await secretOf(folder, masterKey), 'web chat').toString('base64')
  const load = new LoadProcess(script, { port: program.port, seed, chat: { secret, visitors, pages: false } })
  try {
    await load.run({ rate: rate / 2, seconds: seconds.warm })
    const alone = await load.run({ rate, seconds: seconds.alone })
    const at = askedFrom(monthAfter(monthOf(new Date().toISOString(), zone)), zone)
    const cpuBefore = await program.cpuMs()
    await program.stallMs()
    const begun = performance.now()
    const asked = askBot(folder, 'job', { name: 'monthly-contact', at }).then(async (answer) => {
      const seconds = (performance.now() - begun) / 1000
      if (!answer.ok) throw new Error(`the job did not run: ${answer.problem}`)
      const counts = answer.result as { asked: number }
      return { asked: counts.asked, seconds, cpuSeconds: ((await program.cpuMs()) - cpuBefore) / 1000 }
    })
    const loaded = await load.run({ rate, seconds: beside })
    const queued = await asked
    return {
      ...queued,
      aloneP95: latencyOf(alone.answered).p95,
      besideP95: latencyOf(loaded.answered).p95,
      besideWorst: Math.max(...loaded.answered),
      stallMs: await program.stallMs(),
      refused: loaded.sent - loaded.answered.length,
      why: loaded.refused,
      rssMb: await program.rssMb(),
    }
  } finally {
    await load.stop()
    await program.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
