import type { Choice } from '../../domain/message'
import type { Officer } from '../../domain/officer'
import { canInvite, isRootAdmin } from '../../domain/permissions'
import { accounts, settings } from '../../store/collections'
import type { WriteTx } from '../../store/store'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene, type WorkbenchPart } from '../feature'
import { allOfficers, onCallNow, sayNotAllowed, unitOf } from './colleagues'

const savedKey = 'key-saved'

/** The team's part of the workbench: what is not in order, then the ways in. */
export async function teamOnWorkbench(scene: Scene, me: Officer): Promise<WorkbenchPart> {
  const { language, tx } = scene
  const warnings: string[] = []
  const choices: Choice[] = []
  if (isRootAdmin(me) && !(await tx.get(settings, savedKey))) {
    warnings.push(text(language, 'officers.warn-key'))
    choices.push(actionChoice(text(language, 'officers.key-saved'), 'key-saved'))
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
  return mine.some((account) => !account.unreachable && account.abilities.push !== 'when-open')
}

/** Another master key has taken over: it lies nowhere else yet. */
export async function forgetKeySaved(tx: WriteTx): Promise<void> {
  await tx.delete(settings, savedKey)
}

/** The admin says that the master key lies somewhere else too. */
export const keySaved: Action = {
  id: 'key-saved',
  async run(scene) {
    if (!isRootAdmin(await scene.officer())) return sayNotAllowed(scene)
    await scene.tx.put(settings, { id: savedKey, value: { by: scene.person.id, at: scene.now } })
    await scene.record('key-saved', null)
    scene.say({ text: text(scene.language, 'officers.key-saved.done') })
  },
}
