import { expect, it } from 'vitest'
import { formScripts } from '../support/form-scripts'
import { openWorld } from '../support/world'

it('every form of the bot is played in every way', async () => {
  const world = await openWorld()
  const forms = [...world.bot.catalog.flows.keys()].sort()
  await world.close()
  expect(formScripts.map(({ form }) => form).sort()).toEqual(forms)
})
