import { measureBot, measurePeer, type Plan, type Run } from './measure'
import type { Prepared } from './prepared-folder'
import { report } from './report'

/** The bot over the web chat's wire with committees of different sizes, beside its peers, pair by pair. */
export async function benchWebChat(
  plan: Plan,
  pairs: number,
  prepared: ReadonlyMap<number, Prepared>,
  say: (line: string) => void,
): Promise<string> {
  const sizes = [...prepared.keys()]
  const runs = new Map<string, Run[]>()
  const note = (name: string, run: Run) => runs.set(name, [...(runs.get(name) ?? []), run])
  for (let pair = 0; pair < pairs; pair++) {
    // Which of the two comes first changes from pair to pair.
    for (const people of pair % 2 === 0 ? sizes : sizes.toReversed()) {
      say(`pair ${pair + 1} of ${pairs}: ${people} people`)
      note(String(people), await measureBot(plan, people, prepared.get(people)!))
    }
    say(`pair ${pair + 1} of ${pairs}: peers`)
    note('append', await measurePeer(plan, 'append', 0, plan.rate))
    note('lowdb', await measurePeer(plan, 'lowdb', 1000, 10))
  }
  return report({ plan, sizes, runs })
}
