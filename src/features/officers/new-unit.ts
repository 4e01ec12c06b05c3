import { z } from 'zod'
import { fixedOptions, oneOf } from '../../dialog/fields/choice'
import { textField } from '../../dialog/fields/text'
import { type Answers, type Context, type Facts, type Option, step } from '../../dialog/form'
import { canEditUnits } from '../../domain/permissions'
import { kindsBelow, type Unit } from '../../domain/unit'
import { units } from '../../store/collections'
import { phrase, text } from '../../text/text'
import type { Flow, Scene } from '../feature'
import { unitOf } from './colleagues'
import { sayUnit } from './units'
import { unitsBelow } from './units-below'

type Kind = Unit['kind']
type Site = NonNullable<Unit['site']>
type UnitFact = Pick<Unit, 'id' | 'kind' | 'name' | 'parent'>

const unitFacts = (facts: Facts) => (facts.units as UnitFact[] | undefined) ?? []

/** The units a new one of the chosen kind may stand below. */
function parents(answers: Answers, facts: Facts): UnitFact[] {
  return unitFacts(facts).filter((unit) => kindsBelow(unit.kind).includes(answers.kind as Kind))
}

function kindOptions({ facts, language }: Context): Option[] {
  const top = unitFacts(facts)[0]
  return (top ? kindsBelow(top.kind) : []).map((kind) => ({ id: kind, label: text(language, `officers.kind.${kind}`) }))
}

/** A street, area or liaison point below one's own unit. */
export const newUnit: Flow = {
  form: {
    id: 'new-unit',
    title: 'officers.new-unit',
    submit: 'officers.new-unit.submit',
    steps: [
      step({
        id: 'kind',
        ask: 'officers.new-unit.kind',
        label: 'officers.new-unit.kind.label',
        field: oneOf<Kind>(kindOptions, z.enum(['district', 'street', 'area', 'point'])),
      }),
      step({
        id: 'name',
        ask: 'officers.new-unit.name',
        explain: 'officers.new-unit.name.explain',
        label: 'officers.name',
        field: textField({ max: 40 }),
      }),
      step({
        id: 'parent',
        ask: 'officers.new-unit.parent',
        label: 'officers.new-unit.parent.label',
        field: oneOf(
          ({ answers, facts }) => parents(answers, facts).map(({ id, name }) => ({ id, label: name })),
          z.string(),
        ),
        askIf: (answers, facts) => parents(answers, facts).length > 1,
      }),
      step({
        id: 'site',
        ask: 'officers.new-unit.site',
        label: 'officers.new-unit.site.label',
        field: oneOf<Site>(
          fixedOptions({ village: 'officers.site.village', enterprise: 'officers.site.enterprise' }),
          z.enum(['village', 'enterprise']),
        ),
        askIf: ({ kind }) => kind === 'point',
      }),
    ],
    check(answers, facts) {
      const above = parents(answers, facts)
      if (answers.parent !== undefined && !above.some(({ id }) => id === answers.parent)) {
        return { step: 'parent', say: phrase('officers.unit-gone') }
      }
      const isTaken = unitFacts(facts).some(
        ({ name, parent }) => name === answers.name && parent === (answers.parent ?? above[0]?.id),
      )
      return isTaken ? { step: 'name', say: phrase('officers.new-unit.taken') } : undefined
    },
  },
  refusal: async (scene) => ((await mine(scene)).length > 0 ? undefined : text(scene.language, 'bot.not-allowed')),
  facts: async (scene) => ({ units: await mine(scene) }),
  async submit(scene, answers) {
    const facts = { units: await mine(scene) }
    const parent = (answers.parent as string | undefined) ?? parents(answers, facts)[0]?.id
    const above = parent === undefined ? undefined : await scene.tx.get(units, parent)
    if (!above || above.closedAt || !canEditUnits(await scene.officer(), above)) {
      return scene.say({ text: text(scene.language, 'officers.unit-gone') })
    }
    const id = scene.newId()
    const unit: Unit = {
      id,
      kind: answers.kind as Kind,
      site: (answers.site as Site | undefined) ?? null,
      name: answers.name as string,
      parent: above.id,
      path: [...above.path, id],
      code: await freeCode(scene),
      createdAt: scene.now,
      closedAt: null,
    }
    await scene.tx.put(units, unit)
    await scene.record('unit-made', id)
    await sayUnit(scene, unit)
  },
}

/** The units below one's own, if one may change them. */
async function mine(scene: Scene): Promise<UnitFact[]> {
  const officer = await scene.officer()
  if (!officer || !canEditUnits(officer, await unitOf(scene.tx, officer.unit))) return []
  const below = await unitsBelow(scene.tx, officer.unit)
  return below.map(({ id, kind, name, parent }) => ({ id, kind, name, parent }))
}

/** A poster code that no unit has yet. */
async function freeCode(scene: Scene): Promise<string> {
  for (;;) {
    const code = scene.newDigits(6)
    if ((await scene.tx.count(units, { index: 'code', equals: code })) === 0) return code
  }
}
