import type { FormScript } from './form-scripts'
import { Player } from './form-scripts-player'
import { recordOf } from './form-scripts-record'
import { type Channel, openWorld } from './world'

/** What a straight run stored, and which step each group of messages answered. */
export interface Straight {
  before: Awaited<ReturnType<typeof recordOf>>
  record: Awaited<ReturnType<typeof recordOf>>
  steps: readonly (string | undefined)[]
}

export async function playStraight(script: FormScript, channel: Channel): Promise<Straight> {
  const world = await openWorld({ channel })
  const player = new Player(world, script.form, await script.setup(world, 'a'))
  await player.opens()
  const before = await recordOf(world)
  const steps: (string | undefined)[] = []
  for (const group of player.cast.answers) {
    const asked = await player.step()
    const known = (await player.turn())?.answers ?? {}
    await player.gives(group)
    const told = (await player.turn())?.answers ?? known
    const changed = Object.keys(told).find((id) => JSON.stringify(told[id]) !== JSON.stringify(known[id]))
    steps.push(changed ?? asked?.id)
  }
  const record = await recordOf(world)
  await player.cast.stored()
  await world.close()
  return { before, record, steps }
}
