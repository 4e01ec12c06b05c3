import { z } from 'zod'
import { oneOf } from '../../dialog/fields/choice'
import { step } from '../../dialog/form'
import type { Officer, Role } from '../../domain/officer'
import { canChangeOfficer } from '../../domain/permissions'
import { officers } from '../../store/collections'
import { phrase, text } from '../../text/text'
import type { Flow, Scene } from '../feature'
import { changeableOfficer, isLastAdmin, tellOtherAdmins } from './colleagues'
import { askUnitAgain, openUnitOf, rolesAndUnitWrong, rolesField, unitOptions, unitsIn } from './invite-officer'
import { roleWords } from './officer-words'
import { releaseCases } from './release-cases'

/** Gives an officer other roles, or the same in another unit. */
export const changeRoles: Flow = {
  form: {
    id: 'change-roles',
    title: 'officers.change-roles',
    submit: 'officers.change-roles.submit',
    steps: [
      step({
        id: 'roles',
        ask: 'officers.new-roles',
        explain: ({ facts }) =>
          phrase('officers.roles-now', { name: String(facts.name ?? ''), roles: String(facts.roles ?? '') }),
        label: 'officers.roles',
        field: rolesField,
      }),
      step({
        id: 'unit',
        ask: 'officers.which-unit',
        explain: 'officers.which-unit.explain',
        label: 'officers.unit',
        field: oneOf(({ facts }) => unitsIn(facts), z.string()),
        askIf: (_, facts) => unitsIn(facts).length > 1,
      }),
    ],
    check: rolesAndUnitWrong,
  },
  async refusal(scene, about) {
    scene.lock('rule:admins')
    return (await changeableOfficer(scene, about ?? '')) ? undefined : text(scene.language, 'bot.not-allowed')
  },
  async facts(scene, about) {
    const other = await changeableOfficer(scene, about ?? '')
    if (!other) return {}
    return { name: other.name, roles: roleWords(scene.language, other.roles), units: await unitOptions(scene) }
  },
  async submit(scene, answers, { about }) {
    const other = await changeableOfficer(scene, about ?? '')
    if (!other) return
    const unit = await openUnitOf(scene, answers, other.unit)
    if (!unit || !canChangeOfficer(await scene.officer(), unit)) {
      return askUnitAgain(scene, 'change-roles', other.id, answers)
    }
    await give(scene, other, { ...other, roles: answers.roles as Role[], unit: unit.id }, unit.name)
  },
}

async function give(scene: Scene, before: Officer, after: Officer, unitName: string): Promise<void> {
  const { language, tx } = scene
  const staysAdmin = after.roles.includes('admin') && after.unit === 'root'
  if (!staysAdmin && (await isLastAdmin(tx, before))) {
    return scene.say({ text: text(language, 'officers.last-admin') })
  }
  await tx.put(officers, after)
  await scene.record('roles-changed', after.id)
  const losesCases = !after.roles.includes('caseworker') || after.unit !== before.unit
  if (losesCases && before.roles.includes('caseworker')) await releaseCases(scene, before)
  const told = (theirs: typeof language) => ({
    text: text(theirs, 'officers.roles-told', {
      name: after.name,
      roles: roleWords(theirs, after.roles),
      unit: unitName,
    }),
  })
  if (after.id !== scene.person.id) await scene.notify(after.id, told)
  await tellOtherAdmins(scene, after.id, told)
  scene.say(told(language))
}
