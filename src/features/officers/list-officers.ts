import { wallDate } from '../../domain/calendar'
import { canChangeOfficer, canInvite } from '../../domain/permissions'
import { showDate } from '../../domain/spoken-date'
import { invitations } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { changeableOfficer, officersBelow, sayNotAllowed, unitOf } from './colleagues'
import { hoursWords, roleWords } from './officer-words'
import { unitsBelow } from './units-below'

const pageLength = 8

/** The officers of the admin's unit in pages. */
export const listOfficers: Action = {
  id: 'officer-list',
  async run(scene, start) {
    const me = await scene.officer()
    if (!me || !canChangeOfficer(me, await unitOf(scene.tx, me.unit))) return sayNotAllowed(scene)
    await scene.record('officer-list', null)
    const { language } = scene
    const found = await officersBelow(scene.tx, me.unit)
    const from = Number(start) || 0
    const next = from + pageLength
    const shown = found.slice(from, next)
    scene.say({
      text: [
        text(language, 'officers.list', { count: found.length }),
        ...shown.map(
          (officer) =>
            `· ${text(language, 'dialog.line', { label: officer.name, value: roleWords(language, officer.roles) })}`,
        ),
      ].join('\n'),
      choices: [
        ...shown.map((officer) => actionChoice(officer.name, 'officer-open', officer.id)),
        ...(next < found.length ? [actionChoice(text(language, 'dialog.more'), 'officer-list', String(next))] : []),
        actionChoice(text(language, 'officers.invite'), 'officer-form', 'invite-officer'),
        actionChoice(text(language, 'officers.invitations'), 'invitation-list'),
      ],
    })
  },
}

/** One officer: what they do, where, when they are on call. */
export const openOfficer: Action = {
  id: 'officer-open',
  async run(scene, id) {
    const other = await changeableOfficer(scene, id)
    if (!other) return sayNotAllowed(scene)
    await scene.record('officer-open', id)
    const { language } = scene
    const unit = await unitOf(scene.tx, other.unit)
    const hours = other.onCall ? hoursWords(language, other.onCall) : text(language, 'officers.no-hours')
    scene.say({
      text: [
        other.name,
        text(language, 'officers.does', { roles: roleWords(language, other.roles), unit: unit.name }),
        text(language, 'officers.hours', { hours }),
      ].join('\n'),
      choices: [
        actionChoice(text(language, 'officers.change-roles'), 'officer-form', `change-roles.${id}`),
        ...(id === scene.person.id ? [] : [actionChoice(text(language, 'officers.let-go'), 'let-go', id)]),
        actionChoice(text(language, 'officers.people'), 'officer-list'),
      ],
    })
  },
}

/** Invitations that are still open, to be taken back. */
export const listInvitations: Action = {
  id: 'invitation-list',
  async run(scene) {
    const { language } = scene
    const open = await openInvitations(scene)
    if (!open) return sayNotAllowed(scene)
    const lines = open.map(({ roles, unitName, expiresAt }, index) =>
      text(language, 'officers.invitation-line', {
        n: index + 1,
        roles: roleWords(language, roles),
        unit: unitName,
        until: showDate(wallDate(expiresAt, scene.zone), language),
      }),
    )
    scene.say({
      text: open.length === 0 ? text(language, 'officers.no-invitations') : lines.join('\n'),
      choices: open.map(({ id }, index) =>
        actionChoice(text(language, 'officers.take-back', { n: index + 1 }), 'invitation-drop', id),
      ),
    })
  },
}

export const dropInvitation: Action = {
  id: 'invitation-drop',
  async run(scene, id) {
    const open = await openInvitations(scene)
    if (!open) return sayNotAllowed(scene)
    const found = open.find((invitation) => invitation.id === id)
    if (!found) return scene.say({ text: text(scene.language, 'officers.invitation-gone') })
    await scene.tx.delete(invitations, id)
    await scene.record('invitation-dropped', found.unit)
    scene.say({ text: text(scene.language, 'officers.invitation-dropped') })
  },
}

async function openInvitations(scene: Scene) {
  const me = await scene.officer()
  if (!me || !canInvite(me, await unitOf(scene.tx, me.unit))) return undefined
  const found = []
  for (const unit of await unitsBelow(scene.tx, me.unit)) {
    for (const invitation of await scene.tx.find(invitations, { index: 'unit', equals: unit.id })) {
      if (!invitation.usedBy && invitation.expiresAt > scene.now) found.push({ ...invitation, unitName: unit.name })
    }
  }
  return found
}
