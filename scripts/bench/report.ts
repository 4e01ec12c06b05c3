import { goal, latencyOf, median, spread, verdict } from './figures'
import type { Plan, Run } from './measure'

interface Measured {
  plan: Plan
  sizes: readonly number[]
  /** By number of people, or by peer. */
  runs: ReadonlyMap<string, readonly Run[]>
}

/** The figures as a table in Markdown, and which goals they reach. */
export function report(measured: Measured): string {
  const { plan, sizes, runs } = measured
  const names = [...runs.keys()]
  const each = (fn: (run: Run) => number, digits = 1) =>
    names.map((name) => spread((runs.get(name) ?? []).map(fn), digits))
  const rows: [string, ...string[]][] = [
    ['message to 202, p50 (ms)', ...each((run) => latencyOf(run.steady.answered).p50)],
    ['message to 202, p95 (ms)', ...each((run) => latencyOf(run.steady.answered).p95)],
    ['message to 202, p99 (ms)', ...each((run) => latencyOf(run.steady.answered).p99)],
    ['message to the page, p95 (ms)', ...each((run) => latencyOf(run.steady.shown).p95)],
    [`highest rate with p95 ≤ ${goal.p95} ms (1/s)`, ...each((run) => run.highest, 0)],
    ['processor time for a message (ms)', ...each((run) => run.cpuMs, 2)],
    ['start until healthy (ms)', ...each((run) => run.startMs, 0)],
    ['start on what the load left (ms)', ...each((run) => run.restartMs, 0)],
    ['memory after the start (MB)', ...each((run) => run.rssStart, 0)],
    ['memory after the load (MB)', ...each((run) => run.rssLoaded, 0)],
    ['messages sent at the steady rate', ...each((run) => run.steady.sent, 0)],
    ['not taken, or answered out of step', ...each((run) => problems(run).length, 0)],
  ]
  const lines = [
    `web chat: steady rate ${plan.rate}/s for ${plan.seconds.steady} s, 10/s for lowdb`,
    '',
    `| | ${names.map((name) => headings[name] ?? `${name} people`).join(' | ')} |`,
    `| --- |${names.map(() => ' ---: |').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    ...goalsOf(runs, sizes, plan.rate),
    ...oddities(runs),
  ]
  return `${lines.join('\n')}\n`
}

const headings: Record<string, string> = {
  append: 'peer: append and fsync',
  lowdb: 'peer: lowdb, 1000 people',
}

const p95 = (run: Run) => latencyOf(run.steady.answered).p95

function goalsOf(runs: Measured['runs'], sizes: readonly number[], rate: number): string[] {
  const of = (name: number | string) => runs.get(String(name)) ?? []
  const ratios = (a: readonly Run[], b: readonly Run[], fn: (run: Run) => number) =>
    a.map((run, pair) => fn(run) / fn(b[pair] as Run))
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)]
  return [
    ...sizes.flatMap((people) => [
      verdict(`${people} people, p95 at ${rate}/s`, median(of(people).map(p95)), goal.p95, ' ms'),
      verdict(`${people} people, start`, median(of(people).map((run) => run.startMs)), goal.startMs, ' ms'),
      verdict(
        `${people} people, memory after the start`,
        median(of(people).map((run) => run.rssStart)),
        goal.rssMb,
        ' MB',
      ),
      verdict(
        `${people} people, memory after the load`,
        median(of(people).map((run) => run.rssLoaded)),
        goal.rssMb,
        ' MB',
      ),
    ]),
    ...(small < large
      ? [
          verdict(
            `p95 of ${large} by that of ${small} people, median of the pairs`,
            median(ratios(of(large), of(small), p95)),
            goal.ratio,
            ' ×',
          ),
        ]
      : []),
    ...sizes.map((people) => {
      const slower = ratios(of(people), of('append'), p95)
      const fewer = ratios(of(people), of('append'), (run) => run.highest)
      const more = ratios(of(people), of('lowdb'), (run) => run.highest)
      return `beside the peers  ${people} people: p95 ${spread(slower, 2)} × append's; highest rate ${spread(fewer, 2)} × append's, ${spread(more, 1)} × lowdb's`
    }),
  ]
}

function problems({ steady }: Run): string[] {
  const refused = Object.entries(steady.refused).flatMap(([status, count]) => Array<string>(count).fill(status))
  return [...refused, ...steady.lost]
}

function oddities(runs: Measured['runs']): string[] {
  return [...runs].flatMap(([name, list]) => {
    const found = [...new Set(list.flatMap(problems))].slice(0, 5)
    return found.length > 0 ? [`!! ${name}: ${found.join(' | ')}`] : []
  })
}
