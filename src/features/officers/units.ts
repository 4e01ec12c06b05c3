import { canEditUnits } from '../../domain/permissions'
import { kindsBelow, type Unit } from '../../domain/unit'
import { units } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { sayNotAllowed, unitOf } from './colleagues'
import { unitsBelow } from './units-below'

const pageLength = 8

/** The admin's unit and what lies below it, in pages. */
const listUnits: Action = {
  id: 'unit-list',
  async run(scene, start) {
    const me = await scene.officer()
    if (!me || !canEditUnits(me, await unitOf(scene.tx, me.unit))) return sayNotAllowed(scene)
    const { language } = scene
    const found = await unitsBelow(scene.tx, me.unit)
    const depth = found[0]?.path.length ?? 1
    const from = Number(start) || 0
    const next = from + pageLength
    const shown = found.slice(from, next)
    scene.say({
      text: [
        text(language, 'officers.units-list', { count: found.length }),
        ...shown.map((unit) => `${'　'.repeat(unit.path.length - depth)}· ${unit.name}`),
      ].join('\n'),
      choices: [
        ...shown.map((unit) => actionChoice(unit.name.slice(0, 20), 'unit-open', unit.id)),
        ...(next < found.length ? [actionChoice(text(language, 'dialog.more'), 'unit-list', String(next))] : []),
        ...(found[0] && kindsBelow(found[0].kind).length > 0
          ? [actionChoice(text(language, 'officers.new-unit'), 'officer-form', 'new-unit')]
          : []),
      ],
    })
  },
}

const openUnit: Action = {
  id: 'unit-open',
  async run(scene, id) {
    const unit = await editableUnit(scene, id)
    if (unit) await sayUnit(scene, unit)
  },
}

const closeUnit: Action = {
  id: 'unit-close',
  async run(scene, id) {
    const unit = await editableUnit(scene, id)
    if (!unit || !(await mayClose(scene, unit))) return
    const { language } = scene
    scene.say({
      text: text(language, 'officers.unit-close.sure', { name: unit.name }),
      choices: [
        actionChoice(text(language, 'officers.unit-close.yes'), 'unit-close-yes', id),
        actionChoice(text(language, 'officers.unit-close.no'), 'unit-open', id),
      ],
    })
  },
}

const closeUnitSurely: Action = {
  id: 'unit-close-yes',
  async run(scene, id) {
    const unit = await editableUnit(scene, id)
    if (!unit || !(await mayClose(scene, unit))) return
    await scene.tx.put(units, { ...unit, closedAt: scene.now })
    await scene.record('unit-closed', id)
    scene.say({ text: text(scene.language, 'officers.unit-closed', { name: unit.name }) })
  },
}

export const unitActions: readonly Action[] = [listUnits, openUnit, closeUnit, closeUnitSurely]

/** A unit with its poster link. */
export async function sayUnit(scene: Scene, unit: Unit): Promise<void> {
  const { language } = scene
  const links = scene.linksFor(unit.code)
  const site = unit.site ? `（${text(language, `officers.site.${unit.site}`)}）` : ''
  scene.say({
    text: [
      `${unit.name} · ${text(language, `officers.kind.${unit.kind}`)}${site}`,
      links.length > 0
        ? text(language, 'officers.poster', { links: links.join('\n') })
        : text(language, 'officers.poster-code', { code: unit.code }),
    ].join('\n'),
    choices: [
      actionChoice(text(language, 'officers.rename'), 'officer-form', `rename-unit.${unit.id}`),
      ...(unit.id === 'root' ? [] : [actionChoice(text(language, 'officers.unit-close'), 'unit-close', unit.id)]),
      actionChoice(text(language, 'officers.units'), 'unit-list'),
    ],
  })
}

/** An open unit this person may change; says so otherwise. */
async function editableUnit(scene: Scene, id: string): Promise<Unit | undefined> {
  const unit = await scene.tx.get(units, id)
  if (unit && !unit.closedAt && canEditUnits(await scene.officer(), unit)) return unit
  sayNotAllowed(scene)
  return undefined
}

async function mayClose(scene: Scene, unit: Unit): Promise<boolean> {
  const isLeaf = (await unitsBelow(scene.tx, unit.id)).length === 1
  if (isLeaf && unit.id !== 'root') return true
  scene.say({ text: text(scene.language, 'officers.unit-not-empty') })
  return false
}
