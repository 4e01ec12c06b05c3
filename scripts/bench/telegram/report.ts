import { latencyOf, median, spread } from '../figures'
import type { Plan, Run } from './measure'
import type { PeerBot } from './peer-bots'
import type { Mode } from './platform-process'

/** Who is measured. What keeps something is measured where it is called. */
export const sides = {
  webhook: ['lianxin', 'bare', 'grammy', 'lowdb'],
  polling: ['lianxin', 'bare'],
} as const satisfies Record<Mode, readonly Side[]>
type Side = 'lianxin' | PeerBot
export type Runs = Record<Mode, Record<Side, Run[]>>

const modes: readonly Mode[] = ['webhook', 'polling']
const names: Record<Side, string> = {
  lianxin: 'Lianxin',
  bare: 'bare telegraf',
  grammy: 'grammY, a file per session',
  lowdb: 'telegraf, one lowdb object',
}

/** How many times the bare bot's updates per second. */
const goals: Record<Mode, { least: number; stretch: number | undefined }> = {
  webhook: { least: 0.5, stretch: 1 },
  polling: { least: 5, stretch: undefined },
}

/** The figures as a table in Markdown, and which goals they reach. */
export function reportTelegram({ plan, runs }: { plan: Plan; runs: Runs }): string {
  const columns = modes.flatMap((mode) => sides[mode].map((side) => runs[mode][side]))
  const called = sides.webhook.length
  const each = (fn: (run: Run) => number, digits = 1) => columns.map((list) => spread(list.map(fn), digits))
  const onlyCalled = (cells: string[]) => cells.map((cell, column) => (column < called ? cell : '–'))
  const onlyFetched = (cells: string[]) => cells.map((cell, column) => (column < called ? '–' : cell))
  const kept = (share: 'p50' | 'p95' | 'p99') => onlyCalled(each(({ loaded }) => latencyOf(loaded.kept)[share]))
  const replied = (share: 'p50' | 'p95' | 'p99') => each(({ loaded }) => latencyOf(loaded.replied)[share])
  const rows: [string, ...string[]][] = [
    ['updates a second', ...each((run) => run.perSecond, 0)],
    ['update to 200, p50 (ms)', ...kept('p50')],
    ['update to 200, p95 (ms)', ...kept('p95')],
    ['update to 200, p99 (ms)', ...kept('p99')],
    ['message to the first reply, p50 (ms)', ...replied('p50')],
    ['message to the first reply, p95 (ms)', ...replied('p95')],
    ['message to the first reply, p99 (ms)', ...replied('p99')],
    ['updates in an answer of getUpdates', ...onlyFetched(each(({ loaded }) => loaded.updates / loaded.batches, 0))],
    ['messages sent for an update', ...each(({ loaded }) => loaded.sends / loaded.updates, 2)],
    ['processor time for an update (ms)', ...each((run) => run.cpuMs, 2)],
    ['the same of the platform beside it (ms)', ...each((run) => run.platformCpuMs, 2)],
    ['memory after the load (MB)', ...each((run) => run.rssLoaded, 0)],
    ['conversations come to their end', ...each(({ loaded }) => loaded.finished, 0)],
    ['not taken, not answered, or out of step', ...each((run) => problems(run).length, 0)],
  ]
  const lines = [
    `Telegram: ${plan.updates} updates a run after ${plan.warm} to warm up; webhook: ${plan.connections} connections, no latency; polling: ${plan.talks} people at once, ${plan.latencyMs} ms before each answer of the Bot API`,
    '',
    `| | ${modes.flatMap((mode) => sides[mode].map((side) => `${mode}: ${names[side]}`)).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(columns.length)}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    ...modes.flatMap((mode) => verdicts(mode, runs[mode])),
    ...oddities(runs),
  ]
  return `${lines.join('\n')}\n`
}

function verdicts(mode: Mode, { lianxin, bare }: Runs[Mode]): string[] {
  const ratios = lianxin.map((run, pair) => run.perSecond / (bare[pair]?.perSecond ?? Number.NaN))
  const value = median(ratios)
  const { least, stretch } = goals[mode]
  const verdict = (goal: number, name: string) =>
    `${value >= goal ? 'reached' : 'MISSED '}  ${mode}, updates a second by those of bare telegraf, median of the pairs: ${spread(ratios, 2)} × (${name} ${goal} ×)`
  return [verdict(least, 'at least'), ...(stretch ? [verdict(stretch, 'hoped for')] : [])]
}

function problems({ loaded }: Run): string[] {
  const refused = Object.entries(loaded.refused).flatMap(([status, count]) => Array<string>(count).fill(status))
  return [...refused, ...loaded.lost]
}

function oddities(runs: Runs): string[] {
  return Object.entries(runs).flatMap(([mode, sides]) =>
    Object.entries(sides).flatMap(([side, list]) => {
      const found = [...new Set(list.flatMap(problems))].slice(0, 5)
      return found.length > 0 ? [`!! ${mode}, ${side}: ${found.join(' | ')}`] : []
    }),
  )
}
