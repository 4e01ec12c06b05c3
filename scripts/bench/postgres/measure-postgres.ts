import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { derive } from '../../../src/bot/tools'
import { visitorOf } from '../committee-person'
import type { Loaded, Stage } from '../load'
import { LoadProcess } from '../load-process'
import { copyFolder, masterKeyOf, type Prepared, secretOf } from '../prepared-folder'
import { type Program, startProgram } from '../program'
import type { CommitteeServer, PreparedDatabase } from './committee-database'

export interface PostgresPlan {
  script: string
  seed: number
  /** Messages a second, over all processes. */
  rate: number
  seconds: { warm: number; steady: number; eager: number }
  /** How many write without a pause, over all processes, to see how much is taken at most. */
  eager: number
  profile: string | undefined
}

/** One run: from the start of the processes through the load to their end. */
export interface PostgresRun {
  startMs: number
  rssLoaded: number
  steady: Loaded
  /** Processor time for a message at the steady rate, of the processes and of the database's. */
  nodeMs: number
  databaseMs: number
  /** Messages taken a second while people write without a pause. */
  most: number
  eager: Loaded
}

export type Engine =
  | { kind: 'json'; prepared: Prepared }
  | { kind: 'postgres'; server: CommitteeServer; prepared: PreparedDatabase; processes: number }

const main = join(import.meta.dirname, '../main.js')

/** The real program on a fresh copy of the committee, as so many processes. */
export async function measureEngine(
  plan: PostgresPlan,
  people: number,
  engine: Engine,
  { pair, pairs }: { pair: number; pairs: number },
): Promise<PostgresRun> {
  const processes = engine.kind === 'json' ? 1 : engine.processes
  const masterKey = masterKeyOf(plan.seed)
  const folders = await Promise.all(
    Array.from({ length: processes }, () => copyFolder(engine.kind === 'json' ? engine.prepared.folder : undefined)),
  )
  const database = engine.kind === 'postgres' ? await engine.server.copy(engine.prepared) : undefined
  const where = engine.kind === 'postgres' && database ? { DATABASE_URL: engine.server.urlOf(database) } : {}
  const secret =
    engine.kind === 'json'
      ? derive(await secretOf(engine.prepared.folder, masterKey), 'web chat').toString('base64')
      : engine.prepared.cookieSecret
  const started: Program[] = []
  try {
    for (const folder of folders) {
      const env = { DATA_DIR: folder, DATA_KEY: masterKey.toString('base64'), LOG_LEVEL: 'warn', ...where }
      const flags = plan.profile ? ['--cpu-prof', '--cpu-prof-dir', plan.profile] : []
      started.push(await startProgram((PORT) => ({ args: [...flags, main], env: { ...env, PORT } })))
    }
    // Others come in each pair: a committee that is not copied anew still has open what those of the pair before left.
    const visitors = Array.from({ length: people }, (_, n) => n)
      .filter((n) => n % pairs === pair)
      .map((n) => visitorOf(plan.seed, n))
    const loads = started.map(({ port }, i) => {
      // Nobody's conversation is held at two processes; who registers is somebody else in each pair.
      const chat = { secret, visitors: visitors.filter((_, n) => n % processes === i), pages: true }
      return new LoadProcess(plan.script, { port, seed: plan.seed + i + pair * 100, chat })
    })
    try {
      return await measure(plan, started, loads, async () => (engine.kind === 'json' ? 0 : engine.server.cpuMs()))
    } finally {
      await Promise.all(loads.map((load) => load.stop()))
    }
  } finally {
    await Promise.all(started.map((program) => program.stop()))
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
    if (engine.kind === 'postgres' && database) await engine.server.drop(engine.prepared, database)
  }
}

async function measure(
  { rate, seconds, eager }: PostgresPlan,
  programs: readonly Program[],
  loads: readonly LoadProcess[],
  databaseCpu: () => Promise<number>,
): Promise<PostgresRun> {
  const each = loads.length
  const run = async (stage: Stage) => together(await Promise.all(loads.map((load) => load.run(stage))))
  const nodeCpu = async () => sum(await Promise.all(programs.map((program) => program.cpuMs())))
  await run({ rate: rate / each, seconds: seconds.warm })
  const before = [await nodeCpu(), await databaseCpu()] as const
  const steady = await run({ rate: rate / each, seconds: seconds.steady })
  const after = [await nodeCpu(), await databaseCpu()] as const
  const hurried = await run({ rate: 0, seconds: seconds.eager, eager: Math.ceil(eager / each) })
  return {
    startMs: Math.max(...programs.map((program) => program.startMs)),
    rssLoaded: Math.max(...(await Promise.all(programs.map((program) => program.rssMb())))),
    steady,
    nodeMs: (after[0] - before[0]) / steady.sent,
    databaseMs: (after[1] - before[1]) / steady.sent,
    most: hurried.answered.length / seconds.eager,
    eager: hurried,
  }
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

function together(loads: readonly Loaded[]): Loaded {
  const refused: Record<string, number> = {}
  for (const load of loads) {
    for (const [status, count] of Object.entries(load.refused)) refused[status] = (refused[status] ?? 0) + count
  }
  return {
    sent: sum(loads.map(({ sent }) => sent)),
    refused,
    lost: loads.flatMap(({ lost }) => lost),
    answered: loads.flatMap(({ answered }) => answered),
    shown: loads.flatMap(({ shown }) => shown),
  }
}
