import { isPushable } from '../../domain/account'
import type { Choice } from '../../domain/message'
import type { Officer } from '../../domain/officer'
import { canInvite, isRootAdmin } from '../../domain/permissions'
import { accounts } from '../../store/collections'
import { text } from '../../text/text'
import { alertTitle } from '../alert-words'
import { actionChoice, type Scene, type WorkbenchPart } from '../feature'
import { standingAlerts } from '../operator-alerts'
import { allOfficers, onCallNow, unitOf } from './colleagues'

/** The team's part of the workbench: what is not in order, then the ways in. */
export async function teamOnWorkbench(scene: Scene, me: Officer): Promise<WorkbenchPart> {
  const { language, tx } = scene
  const warnings: string[] = []
  const choices: Choice[] = []
  if (isRootAdmin(me)) {
    for (const alert of await standingAlerts(tx))
      warnings.push(text(language, 'alerts.warning', { title: alertTitle(language, alert) }))
    choices.push(actionChoice(text(language, 'alerts.see'), 'how-it-runs'))
  }
  if (!(await canBePushedTo(scene))) warnings.push(text(language, 'officers.warn-push'))
  const ready = await onCallNow(scene)
  if (ready.length === 0) warnings.push(text(language, 'officers.warn-on-call'))
  const team = text(language, 'officers.team', {
    count: (await allOfficers(tx)).length,
    names: ready.map((officer) => officer.name).join('、') || text(language, 'officers.nobody'),
  })
  if (canInvite(me, await unitOf(tx, me.unit))) {
    choices.push(
      actionChoice(text(language, 'officers.invite'), 'officer-form', 'invite-officer'),
      actionChoice(text(language, 'officers.people'), 'officer-list'),
      actionChoice(text(language, 'officers.units'), 'unit-list'),
    )
  }
  choices.push(actionChoice(text(language, 'officers.my-duties'), 'my-duties'))
  return { text: [team, ...warnings].join('\n'), choices }
}

/** Alerts reach an officer only where something can be sent to without their looking. */
async function canBePushedTo(scene: Scene): Promise<boolean> {
  const mine = await scene.tx.find(accounts, { index: 'subject', equals: scene.person.id })
  return mine.some(isPushable)
}
