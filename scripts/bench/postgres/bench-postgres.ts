import { latencyOf, median, spread, verdict } from '../figures'
import type { Prepared } from '../prepared-folder'
import { CommitteeServer, type PreparedDatabase } from './committee-database'
import { type Engine, measureEngine, type PostgresPlan, type PostgresRun } from './measure-postgres'

const processCounts = [1, 2, 4] as const
const goal = { ratio: 1.2, startMs: 2000, rssMb: 200 }

/** The program on PostgreSQL, as one and as several processes and with few and with many people, beside itself on JSON, pair by pair. */
export async function benchPostgres(
  plan: PostgresPlan,
  sizes: readonly number[],
  pairs: number,
  json: Prepared,
  now: string,
  say: (line: string) => void,
): Promise<string> {
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)]
  const server = await CommitteeServer.start()
  try {
    const databases = new Map<number, PreparedDatabase>()
    for (const people of new Set([small, large])) {
      say(`making the committee of ${people} in the database`)
      databases.set(people, await server.prepare(people, { seed: plan.seed, now, few: small, say }))
    }
    const on = (people: number, processes: number): [string, number, Engine] => {
      const prepared = databases.get(people) as PreparedDatabase
      return [nameOf(people, processes), prepared.real, { kind: 'postgres', server, prepared, processes }]
    }
    const sides: [string, number, Engine][] = [
      ['JSON', small, { kind: 'json', prepared: json }],
      ...processCounts.map((processes) => on(small, processes)),
      ...(small < large ? [on(large, 1)] : []),
    ]
    const runs = new Map<string, PostgresRun[]>(sides.map(([name]) => [name, []]))
    for (let pair = 0; pair < pairs; pair++) {
      // What comes first changes from pair to pair.
      for (const [name, people, engine] of pair % 2 === 0 ? sides : sides.toReversed()) {
        say(`pair ${pair + 1} of ${pairs}: ${name}`)
        runs.get(name)?.push(await measureEngine(plan, people, engine, { pair, pairs }))
      }
    }
    return report(plan, runs, [small, large], databases)
  } finally {
    await server.stop()
  }
}

const nameOf = (people: number, processes: number) => `PostgreSQL, ${processes} × node, ${people} people`

function report(
  plan: PostgresPlan,
  runs: ReadonlyMap<string, readonly PostgresRun[]>,
  [small, large]: readonly [number, number],
  databases: ReadonlyMap<number, PreparedDatabase>,
): string {
  const row = (name: string, fn: (run: PostgresRun) => number, digits = 1) =>
    `| ${name} | ${[...runs.values()].map((list) => spread(list.map(fn), digits)).join(' | ')} |`
  const latency = (run: PostgresRun) => latencyOf(run.steady.answered)
  const cost = (run: PostgresRun) => run.nodeMs + run.databaseMs
  const [few, many] = [runs.get(nameOf(small, 1)) ?? [], runs.get(nameOf(large, 1)) ?? []]
  const middle = (list: readonly PostgresRun[], fn: (run: PostgresRun) => number) => median(list.map(fn))
  const ratio = (fn: (run: PostgresRun) => number) => median(many.map((run, i) => fn(run) / fn(few[i] as PostgresRun)))
  return [
    `postgres: ${plan.rate} messages a second for ${plan.seconds.steady} s, then ${plan.eager} people without a pause for ${plan.seconds.eager} s`,
    ...[...databases.values()].map(({ name, bytes, seconds, real, isMultiplied }) => {
      const how = isMultiplied
        ? `${real} people put through the store, and their rows multiplied,`
        : 'put through the store'
      return `${name}: ${(bytes / 2 ** 20).toFixed(0)} MiB, ${how} in ${seconds.toFixed(0)} s`
    }),
    '',
    `| | ${[...runs.keys()].join(' | ')} |`,
    `| --- |${' ---: |'.repeat(runs.size)}`,
    row('message to 202, p50 (ms)', (run) => latency(run).p50),
    row('message to 202, p95 (ms)', (run) => latency(run).p95),
    row('message to 202, p99 (ms)', (run) => latency(run).p99),
    row('processor time for a message, node (ms)', (run) => run.nodeMs, 2),
    row('processor time for a message, database (ms)', (run) => run.databaseMs, 2),
    row('without a pause: taken a second', (run) => run.most, 0),
    row('without a pause: p99 (ms)', (run) => latencyOf(run.eager.answered).p99),
    row('start until healthy (ms)', (run) => run.startMs, 0),
    row('memory of a process after the load (MB)', (run) => run.rssLoaded, 0),
    row('not taken', (run) => missed(run.steady) + missed(run.eager), 0),
    row('answered out of step', (run) => run.steady.lost.length + run.eager.lost.length, 0),
    '',
    ...(small < large
      ? [
          verdict(
            `processor time for a message, ${large} people by ${small}, median of the pairs`,
            ratio(cost),
            goal.ratio,
            ' ×',
          ),
          verdict(
            `p95, the same`,
            ratio((run) => latency(run).p95),
            goal.ratio,
            ' ×',
          ),
        ]
      : []),
    verdict(
      `start with ${large} people`,
      middle(many, (run) => run.startMs),
      goal.startMs,
      ' ms',
    ),
    verdict(
      `memory of a process with ${large} people`,
      middle(many, (run) => run.rssLoaded),
      goal.rssMb,
      ' MB',
    ),
    ...[...runs].flatMap(([name, list]) => oddities(name, list)),
    '',
  ].join('\n')
}

const missed = ({ sent, answered }: PostgresRun['steady']) => sent - answered.length

function oddities(name: string, list: readonly PostgresRun[]): string[] {
  const loads = list.flatMap(({ steady, eager }) => [steady, eager])
  const found = [...new Set(loads.flatMap(({ refused, lost }) => [...Object.keys(refused), ...lost]))].slice(0, 5)
  return found.length > 0 ? [`!! ${name}: ${found.join(' | ')}`] : []
}
