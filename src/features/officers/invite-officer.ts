import { z } from 'zod'
import { fixedOptions, oneOf, severalOf } from '../../dialog/fields/choice'
import { type Answers, type Facts, type Option, step } from '../../dialog/form'
import { wallDate } from '../../domain/calendar'
import { after, day } from '../../domain/instant'
import { type Role, roleSchema } from '../../domain/officer'
import { canInvite } from '../../domain/permissions'
import { showDate } from '../../domain/spoken-date'
import type { Unit } from '../../domain/unit'
import { invitations, units } from '../../store/collections'
import { phrase, text } from '../../text/text'
import type { Flow, Scene } from '../feature'
import { unitOf } from './colleagues'
import { roleWords } from './officer-words'
import { unitsBelow } from './units-below'

const validDays = 7

export const rolesField = severalOf(
  fixedOptions<Role>({
    liaison: 'officers.role.liaison',
    caseworker: 'officers.role.caseworker',
    supervisor: 'officers.role.supervisor',
    admin: 'officers.role.admin',
  }),
  roleSchema,
)

export function unitsIn(facts: Facts): readonly Option[] {
  return (facts.units as Option[] | undefined) ?? []
}

/** At least one role, and a unit that was not closed meanwhile. */
export function rolesAndUnitWrong({ roles, unit }: Answers, facts: Facts) {
  if ((roles as Role[]).length === 0) return { step: 'roles', say: phrase('officers.one-role') }
  const isThere = unit === undefined || unitsIn(facts).some(({ id }) => id === unit)
  return isThere ? undefined : { step: 'unit', say: phrase('officers.unit-gone') }
}

/** Invites somebody into the team by a one-time code. */
export const inviteOfficer: Flow = {
  form: {
    id: 'invite-officer',
    title: 'officers.invite',
    submit: 'officers.invite.submit',
    steps: [
      step({
        id: 'roles',
        ask: 'officers.which-roles',
        explain: 'officers.which-roles.explain',
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
  refusal: async (scene) => ((await mayInvite(scene)) ? undefined : text(scene.language, 'bot.not-allowed')),
  facts: async (scene) => ({ units: await unitOptions(scene) }),
  async submit(scene, answers) {
    const officer = await scene.officer()
    if (!officer) return
    const { tx, now, language } = scene
    const unit = await openUnitOf(scene, answers, officer.unit)
    if (!unit || !canInvite(officer, unit)) {
      return askUnitAgain(scene, 'invite-officer', undefined, answers)
    }
    const code = scene.newDigits(8)
    const expiresAt = after(now, validDays * day)
    const roles = answers.roles as Role[]
    await tx.put(invitations, {
      id: scene.hashCode(code),
      roles,
      unit: unit.id,
      by: officer.id,
      createdAt: now,
      expiresAt,
      usedBy: null,
    })
    await scene.record('officer-invited', unit.id)
    const until = showDate(wallDate(expiresAt, scene.zone), language)
    const given = { roles: roleWords(language, roles), unit: unit.name, code: `i-${code}`, until }
    const links = scene.linksFor(given.code)
    scene.say({ text: text(language, 'officers.invited') })
    // By itself, so that it can be passed on as it is.
    scene.say({
      text:
        links.length > 0
          ? text(language, 'officers.invitation-link', { ...given, links: links.join('\n') })
          : text(language, 'officers.invitation', given),
    })
  },
}

/** The unit that was chosen, or the only one there was to choose; none when it was closed meanwhile. */
export async function openUnitOf(scene: Scene, answers: Answers, only: string): Promise<Unit | undefined> {
  const unit = await scene.tx.get(units, (answers.unit as string | undefined) ?? only)
  return unit?.closedAt === null ? unit : undefined
}

export function askUnitAgain(scene: Scene, form: string, about: string | undefined, { roles }: Answers): void {
  scene.say({ text: text(scene.language, 'officers.unit-gone') })
  scene.open(form, { ...(about && { about }), answers: { roles } })
}

async function mayInvite(scene: Scene): Promise<boolean> {
  const officer = await scene.officer()
  return canInvite(officer, await unitOf(scene.tx, officer?.unit ?? 'root'))
}

/** The units this person may give roles in. */
export async function unitOptions(scene: Scene): Promise<Option[]> {
  const officer = await scene.officer()
  if (!officer) return []
  const below = await unitsBelow(scene.tx, officer.unit)
  return below.map(({ id, name }) => ({ id, label: name }))
}
