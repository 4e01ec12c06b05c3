import type { Prepared } from '../prepared-folder'
import { measureBot, measurePeer, type Plan } from './measure'
import type { Mode } from './platform-process'
import { type Runs, reportTelegram, sides } from './report'

const modes: readonly Mode[] = ['webhook', 'polling']

/** The bot over Telegram's wire beside what others do, pair by pair. */
export async function benchTelegram(
  plan: Plan,
  pairs: number,
  prepared: Prepared,
  say: (line: string) => void,
): Promise<string> {
  const runs: Runs = {
    webhook: { lianxin: [], bare: [], grammy: [], lowdb: [] },
    polling: { lianxin: [], bare: [], grammy: [], lowdb: [] },
  }
  for (let pair = 0; pair < pairs; pair++) {
    for (const mode of modes) {
      // Which comes first changes from pair to pair.
      for (const side of pair % 2 === 0 ? sides[mode] : sides[mode].toReversed()) {
        const run = side === 'lianxin' ? await measureBot(plan, mode, prepared) : await measurePeer(plan, mode, side)
        runs[mode][side].push(run)
        say(`pair ${pair + 1} of ${pairs}: ${mode}, ${side}: ${run.perSecond.toFixed(0)}/s`)
      }
    }
  }
  return reportTelegram({ plan, runs })
}
