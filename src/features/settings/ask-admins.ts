import { showInstant } from '../../domain/calendar'
import { canBeConfirmed, type Side } from '../../domain/joining'
import type { Officer } from '../../domain/officer'
import { canConfirmJoining } from '../../domain/permissions'
import { joinings, officers, units } from '../../store/collections'
import { text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'
import { accountsOf, tellAccounts } from './tell-accounts'

/** Keeps the wish to join with an officer's account until an admin confirms it, and tells all who should know. */
export async function askAdmins(scene: Scene, into: Side, from: Side, officer: Officer): Promise<'waits' | 'refused'> {
  const { language, tx, now } = scene
  const waiting = await tx.find(joinings, { index: 'subject', equals: into.person.id })
  const asked = waiting.some((joining) => joining.from === from.person.id && canBeConfirmed(joining, now))
  const admins = await adminsFor(scene, officer)
  if (admins.length === 0) {
    scene.say({ text: text(language, 'settings.join-waits-nobody') })
    return 'refused'
  }
  scene.say({ text: text(language, 'settings.join-waits') })
  if (asked) return 'waits'
  const id = scene.newId()
  await tx.put(joinings, {
    id,
    into: into.person.id,
    from: from.person.id,
    accounts: [],
    before: [],
    at: now,
    undoneAt: null,
    waitsForAdmin: true,
  })
  await scene.record('ask-joining', id)
  for (const admin of admins) {
    await scene.notify(admin.id, (theirs) => ({
      text: text(theirs, 'settings.join-request', { name: officer.name }),
      choices: [
        actionChoice(text(theirs, 'settings.join-confirm'), 'join-confirm', id),
        actionChoice(text(theirs, 'settings.join-refuse'), 'join-refuse', id),
      ],
    }))
  }
  const told = [...(await accountsOf(scene, into.person.id)), ...(await accountsOf(scene, from.person.id))]
  await tellAccounts(scene, told, (theirs) => ({
    text: text(theirs, 'settings.joining-asked', { date: showInstant(now, scene.zone, theirs) }),
  }))
  return 'waits'
}

/** The admins who may confirm that this officer's account is joined. */
export async function adminsFor(scene: Scene, officer: Officer): Promise<Officer[]> {
  const unit = await scene.tx.get(units, officer.unit)
  if (!unit) return []
  const admins = await scene.tx.find(officers, { index: 'role', equals: 'admin' })
  const others = admins.filter((admin) => canConfirmJoining(admin, unit, officer, false))
  return others.length > 0 ? others : admins.filter((admin) => canConfirmJoining(admin, unit, officer, true))
}
