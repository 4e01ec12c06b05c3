import { yesNo } from '../../dialog/fields/choice'
import { personNameField } from '../../dialog/fields/values'
import { step } from '../../dialog/form'
import type { Invitation, Officer } from '../../domain/officer'
import { invitations, officers } from '../../store/collections'
import { phrase, text } from '../../text/text'
import { type Action, actionChoice, type Flow, type Scene } from '../feature'
import { handlesCases, isLastAdmin, tellOtherAdmins, unitOf } from './colleagues'
import { roleWords } from './officer-words'
import { releaseCases } from './release-cases'

/** Comes from the link or the code of an invitation. */
export const acceptInvitation: Action = {
  id: 'accept-invitation',
  async run(scene, code) {
    const { language } = scene
    if (!(await scene.tryCode('invitation', 100))) return scene.say({ text: text(language, 'officers.too-many-tries') })
    const id = scene.hashCode(code.trim())
    const why = await hindrance(scene, await scene.tx.get(invitations, id))
    if (why) return scene.say({ text: why })
    scene.open('accept-invitation', { about: id })
  },
}

/** An invitation code typed as it stands in the letter. */
export async function takesInvitationCode(scene: Scene, typed: string): Promise<boolean> {
  const code = typed
    .normalize('NFKC')
    .trim()
    .match(/^i\s*-?\s*(\d{4}\s?\d{4})$/i)?.[1]
  if (!code) return false
  await acceptInvitation.run(scene, code.replace(/\s/g, ''))
  return true
}

/** What the person is invited to, with the yes that makes them an officer. */
export const acceptInvitationForm: Flow = {
  form: {
    id: 'accept-invitation',
    title: 'officers.join',
    submit: 'officers.join.submit',
    withoutReview: ({ agreed }) => agreed === false,
    steps: [
      step({
        id: 'agreed',
        ask: 'officers.join.agreed',
        explain: ({ facts }) =>
          phrase('officers.join.explain', { roles: String(facts.roles ?? ''), unit: String(facts.unit ?? '') }),
        label: 'officers.join.agreed.label',
        field: yesNo({ yes: 'officers.join.yes', no: 'officers.join.no' }),
      }),
      step({
        id: 'name',
        ask: 'officers.your-name',
        explain: 'officers.your-name.explain',
        label: 'officers.name',
        field: personNameField,
        askIf: ({ agreed }) => agreed === true,
      }),
    ],
  },
  async refusal(scene, about) {
    scene.lock('rule:admins')
    return hindrance(scene, await scene.tx.get(invitations, about ?? ''))
  },
  async facts(scene, about) {
    const invitation = await scene.tx.get(invitations, about ?? '')
    if (!invitation) return {}
    const unit = await unitOf(scene.tx, invitation.unit)
    return { roles: roleWords(scene.language, invitation.roles), unit: unit.name }
  },
  async submit(scene, answers, { about }) {
    const invitation = await scene.tx.get(invitations, about ?? '')
    if (!invitation) return
    if (answers.agreed !== true) return scene.say({ text: text(scene.language, 'officers.join.declined') })
    await join(scene, invitation, answers.name as string)
  },
}

async function hindrance(scene: Scene, invitation: Invitation | undefined): Promise<string | undefined> {
  const { language, now } = scene
  if (!invitation) return text(language, 'officers.invitation-wrong')
  if (invitation.usedBy) return text(language, 'officers.invitation-used')
  if (invitation.expiresAt <= now) return text(language, 'officers.invitation-expired')
  const me = await scene.officer()
  const loses = me && me.unit !== invitation.unit
  return loses && (await isLastAdmin(scene.tx, me)) ? text(language, 'officers.last-admin') : undefined
}

/** Roles of the same unit add up; those of another unit take the place of the old ones. */
async function join(scene: Scene, invitation: Invitation, name: string): Promise<void> {
  const { tx, now, person, language } = scene
  const before = await scene.officer()
  const stays = before?.unit === invitation.unit ? before.roles : []
  const officer: Officer = {
    id: person.id,
    name,
    roles: [...new Set([...stays, ...invitation.roles])],
    unit: invitation.unit,
    onCall: before?.onCall ?? null,
    createdAt: before?.createdAt ?? now,
    leftAt: null,
  }
  await tx.put(invitations, { ...invitation, usedBy: person.id })
  await tx.put(officers, officer)
  if (before && before.unit !== invitation.unit) await releaseCases(scene, before)
  await scene.record('officer-joined', person.id)
  const unit = await unitOf(tx, officer.unit)
  const told = (theirs: typeof language) => ({
    text: text(theirs, 'officers.joined', { name, roles: roleWords(theirs, officer.roles), unit: unit.name }),
  })
  if (invitation.by !== person.id) await scene.notify(invitation.by, told)
  await tellOtherAdmins(scene, invitation.by, told)
  scene.say({
    text: text(language, 'officers.welcome', { name, roles: roleWords(language, officer.roles), unit: unit.name }),
    choices: [
      actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
      ...(handlesCases(officer) ? [actionChoice(text(language, 'officers.on-call'), 'officer-form', 'on-call')] : []),
    ],
  })
}
