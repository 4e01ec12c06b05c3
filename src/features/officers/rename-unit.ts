import { textField } from '../../dialog/fields/text'
import { step } from '../../dialog/form'
import { canEditUnits } from '../../domain/permissions'
import type { Unit } from '../../domain/unit'
import { units } from '../../store/collections'
import { text } from '../../text/text'
import type { Flow, Scene } from '../feature'
import { sayUnit } from './units'

/** Gives a unit another name; the committee's own name is that of the root unit. */
export const renameUnit: Flow = {
  form: {
    id: 'rename-unit',
    title: 'officers.rename',
    withoutReview: true,
    steps: [
      step({
        id: 'name',
        ask: 'officers.rename.ask',
        explain: 'officers.rename.explain',
        label: 'officers.name',
        field: textField({ max: 40 }),
      }),
    ],
  },
  refusal: async (scene, about) =>
    (await editable(scene, about)) ? undefined : text(scene.language, 'bot.not-allowed'),
  async submit(scene, answers, { about }) {
    const unit = await editable(scene, about)
    if (!unit) return
    const renamed = { ...unit, name: answers.name as string }
    await scene.tx.put(units, renamed)
    await scene.record('unit-renamed', unit.id)
    await sayUnit(scene, renamed)
  },
}

async function editable(scene: Scene, about: string | null): Promise<Unit | undefined> {
  const unit = await scene.tx.get(units, about ?? '')
  return unit && !unit.closedAt && canEditUnits(await scene.officer(), unit) ? unit : undefined
}
