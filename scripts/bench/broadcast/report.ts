import { latencyOf, median, spread, verdict } from '../figures'
import { type Broadcaster, broadcasters } from './bots'
import type { Sent } from './crowd'

export interface BroadcastRun extends Sent {
  /** Messages sent, and attempts at people who had blocked the bot, by what the limit lets through in that time. */
  share: number
  /** The bot's processor time from its start on, for a message. */
  cpuMs: number
}

export type Scenes = Record<'steady' | 'closed' | 'volume', Record<Broadcaster, BroadcastRun[]>>

const names: Record<Broadcaster, string> = {
  lianxin: 'Lianxin',
  naive: 'telegraf, a loop',
  grammy: 'grammY, throttler and auto-retry',
}
const goals = { steady: 0.98, closed: 0.9, volume: 0.98, refusalsAMinute: 1, replied: 300 }

export function reportBroadcast(scenes: Scenes, of: { many: number; seconds: number; writers: number }): string {
  const titles: Record<keyof Scenes, string> = {
    steady: `30 a second for ${of.seconds} s`,
    closed: `30 a second for ${of.seconds} s, of which it is closed for 5`,
    volume: `600 a second, Lianxin to all ${of.many}, the others for ${of.seconds} s`,
  }
  const tables = (Object.keys(titles) as (keyof Scenes)[]).flatMap((scene) => table(titles[scene], scenes[scene]))
  const goalsMet = (Object.keys(titles) as (keyof Scenes)[]).flatMap((scene) => verdicts(scene, scenes[scene].lianxin))
  return [
    `sending to many at the platform's limit, while ${of.writers} people a second write; every 25th has blocked the bot`,
    '',
    ...tables,
    ...goalsMet,
    '',
  ].join('\n')
}

function table(title: string, runs: Record<Broadcaster, BroadcastRun[]>): string[] {
  const each = (fn: (run: BroadcastRun) => number, digits: number) =>
    broadcasters.map((name) => spread(runs[name].map(fn), digits))
  const rows: [string, ...string[]][] = [
    ['share of the limit', ...each((run) => run.share, 3)],
    ['refused for being too many, a minute', ...each(refusalsAMinute, 1)],
    ['to somebody who had it already', ...each((run) => run.twice, 0)],
    ['message to the reply beside it, p95 (ms)', ...each((run) => latencyOf(run.replied).p95, 0)],
    ['not answered within 5 s of the end', ...each((run) => run.unanswered, 0)],
    ['seconds looked at', ...each((run) => run.milliseconds / 1000, 0)],
    ['processor time from the start on, for a message (ms)', ...each((run) => run.cpuMs, 2)],
  ]
  return [
    `| ${title} | ${broadcasters.map((name) => names[name]).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(broadcasters.length)}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ]
}

function refusalsAMinute({ refused, milliseconds }: BroadcastRun): number {
  return refused / (milliseconds / 60_000)
}

function verdicts(scene: keyof Scenes, runs: readonly BroadcastRun[]): string[] {
  const share = median(runs.map((run) => run.share))
  const least = goals[scene]
  const lines = [
    `${share >= least ? 'reached' : 'MISSED '}  ${scene}: share of the limit ${share.toFixed(3)} (at least ${least})`,
    verdict(`${scene}: refused a minute`, median(runs.map(refusalsAMinute)), goals.refusalsAMinute, '', 1),
    verdict(`${scene}: sent twice`, Math.max(...runs.map((run) => run.twice)), 0, '', 0),
  ]
  const p95 = median(runs.map((run) => latencyOf(run.replied).p95))
  return [...lines, verdict(`${scene}: replies' p95`, p95, goals.replied, ' ms', 0)]
}
