import { yesNo } from '../../dialog/fields/choice'
import { personNameField } from '../../dialog/fields/values'
import { step } from '../../dialog/form'
import type { Officer, Role } from '../../domain/officer'
import { officers } from '../../store/collections'
import { text } from '../../text/text'
import { actionChoice, type Flow } from '../feature'
import { codeHindrance, markCodeUsed } from './admin-command'
import { handlesCases, tellOtherAdmins } from './colleagues'

/** The first admin, or one who was let in by a new code. */
export const becomeAdmin: Flow = {
  form: {
    id: 'become-admin',
    title: 'officers.become-admin',
    steps: [
      step({
        id: 'name',
        ask: 'officers.your-name',
        explain: 'officers.your-name.explain',
        label: 'officers.name',
        field: personNameField,
      }),
      step({
        id: 'casework',
        ask: 'officers.also-casework',
        explain: 'officers.also-casework.explain',
        label: 'officers.role.caseworker',
        field: yesNo({ yes: 'officers.casework-yes', no: 'officers.casework-no' }),
      }),
    ],
  },
  async refusal(scene, about) {
    scene.lock('rule:admin-code')
    return codeHindrance(scene, about ?? '')
  },
  async submit(scene, answers) {
    const { tx, now, person, language } = scene
    const before = await scene.officer()
    const name = answers.name as string
    const stays: readonly Role[] = before?.unit === 'root' ? before.roles : []
    const given: readonly Role[] = answers.casework ? ['caseworker', 'admin'] : ['admin']
    const officer: Officer = {
      id: person.id,
      name,
      roles: [...new Set([...stays, ...given])],
      unit: 'root',
      onCall: before?.onCall ?? null,
      createdAt: before?.createdAt ?? now,
      leftAt: null,
    }
    await markCodeUsed(scene)
    await tx.put(officers, officer)
    await scene.record('became-admin', person.id)
    await tellOtherAdmins(scene, person.id, (theirs) => ({ text: text(theirs, 'officers.admin-joined', { name }) }))
    scene.say({
      text: text(language, answers.casework ? 'officers.is-admin-casework' : 'officers.is-admin', { name }),
      choices: [
        actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
        ...(handlesCases(officer) ? [actionChoice(text(language, 'officers.on-call'), 'officer-form', 'on-call')] : []),
        actionChoice(text(language, 'officers.invite'), 'officer-form', 'invite-officer'),
        actionChoice(text(language, 'officers.committee-name'), 'officer-form', 'rename-unit.root'),
      ],
    })
  },
}
