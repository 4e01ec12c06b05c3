import { goal, latencyOf, median, spread, verdict } from './figures'
import { measureBot, type Plan, type Run } from './measure'
import type { Prepared } from './prepared-folder'

const sides = ['history', 'beginning'] as const
type Side = (typeof sides)[number]

/** What two years of contacts and three months of conversations add to a message: the same committee with them and at its beginning. */
export async function benchHistory(
  plan: Plan,
  people: number,
  pairs: number,
  prepared: Record<Side, Prepared>,
  say: (line: string) => void,
): Promise<string> {
  const runs: Record<Side, Run[]> = { history: [], beginning: [] }
  for (let pair = 0; pair < pairs; pair++) {
    // Which of the two comes first changes from pair to pair.
    for (const side of pair % 2 === 0 ? sides : sides.toReversed()) {
      say(`pair ${pair + 1} of ${pairs}: ${side}`)
      runs[side].push(await measureBot(plan, people, prepared[side]))
    }
  }
  const p95 = (run: Run) => latencyOf(run.steady.answered).p95
  const row = (name: string, fn: (run: Run) => number, digits = 1) =>
    `| ${name} | ${sides.map((side) => spread(runs[side].map(fn), digits)).join(' | ')} |`
  const ratio = (fn: (run: Run) => number) =>
    median(runs.history.map((run, pair) => fn(run) / fn(runs.beginning[pair] as Run)))
  return [
    `history: ${people} people, ${plan.rate} messages a second for ${plan.seconds.steady} s`,
    '',
    '| | 24 months of history | none |',
    '| --- | ---: | ---: |',
    row('message to 202, p50 (ms)', (run) => latencyOf(run.steady.answered).p50),
    row('message to 202, p95 (ms)', p95),
    row('processor time for a message (ms)', (run) => run.cpuMs, 2),
    row('start until healthy (ms)', (run) => run.startMs, 0),
    row('start on what the load left (ms)', (run) => run.restartMs, 0),
    row('memory after the start (MB)', (run) => run.rssStart, 0),
    row('memory after the load (MB)', (run) => run.rssLoaded, 0),
    row('not taken', (run) => run.steady.sent - run.steady.answered.length, 0),
    '',
    verdict(
      'processor time, median of the pairs',
      ratio((run) => run.cpuMs),
      goal.ratio,
      ' ×',
    ),
    verdict('p95, median of the pairs', ratio(p95), goal.ratio, ' ×'),
    verdict('start', median(runs.history.map((run) => run.startMs)), goal.startMs, ' ms'),
    verdict('memory after the load', median(runs.history.map((run) => run.rssLoaded)), goal.rssMb, ' MB'),
    '',
  ].join('\n')
}
