import type { Prepared } from '../prepared-folder'
import { measureBare, measureBot, type Plan } from './measure'
import type { Mode } from './platform-process'
import { type Runs, reportTelegram, type Side } from './report'

const modes: readonly Mode[] = ['webhook', 'polling']

/** The bot over Telegram's wire beside a bare telegraf, pair by pair. */
export async function benchTelegram(
  plan: Plan,
  pairs: number,
  prepared: Prepared,
  say: (line: string) => void,
): Promise<string> {
  const runs: Runs = { webhook: { lianxin: [], bare: [] }, polling: { lianxin: [], bare: [] } }
  for (let pair = 0; pair < pairs; pair++) {
    // Which of the two comes first changes from pair to pair.
    const sides: readonly Side[] = pair % 2 === 0 ? ['lianxin', 'bare'] : ['bare', 'lianxin']
    for (const mode of modes) {
      for (const side of sides) {
        const run = side === 'bare' ? await measureBare(plan, mode) : await measureBot(plan, mode, prepared)
        runs[mode][side].push(run)
        say(`pair ${pair + 1} of ${pairs}: ${mode}, ${side}: ${run.perSecond.toFixed(0)}/s`)
      }
    }
  }
  return reportTelegram({ plan, runs })
}
