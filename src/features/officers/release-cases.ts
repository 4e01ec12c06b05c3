import { isOpen } from '../../domain/complaint-moves'
import type { Officer } from '../../domain/officer'
import { canSeeCase } from '../../domain/permissions'
import { complaints } from '../../store/collections'
import { caseEntries } from '../../store/logs'
import { text } from '../../text/text'
import { actionChoice, type Scene } from '../feature'
import { allOfficers, tellOtherAdmins, unitOf } from './colleagues'

/** Gives back the open cases of an officer who handles none any more, and tells who could take them; gives how many. */
export async function releaseCases(scene: Scene, leaving: Officer): Promise<number> {
  const { tx, now } = scene
  const owned = await tx.find(complaints, { index: 'owner', equals: leaving.id })
  const open = owned.filter(isOpen)
  const others = (await allOfficers(tx)).filter((other) => other.id !== leaving.id)
  const countByOfficer = new Map<string, number>()
  let unseen = 0
  for (const complaint of open) {
    await tx.put(complaints, { ...complaint, owner: null })
    await tx.append(caseEntries, complaint.id, {
      at: now,
      case: complaint.id,
      actor: scene.person.id,
      kind: 'note',
      from: null,
      to: null,
      text: text('zh-CN', 'officers.case-released', { name: leaving.name }),
    })
    const unit = await unitOf(tx, complaint.unit)
    const seers = others.filter((other) => canSeeCase(other, unit, complaint))
    if (seers.length === 0) unseen += 1
    for (const seer of seers) countByOfficer.set(seer.id, (countByOfficer.get(seer.id) ?? 0) + 1)
  }
  for (const [officer, count] of countByOfficer) {
    await scene.notify(officer, (language) => ({
      text: text(language, 'officers.cases-released', { name: leaving.name, count }),
      choices: [actionChoice(text(language, 'officers.see-cases'), 'case-list', 'unowned')],
    }))
  }
  if (unseen > 0) {
    await tellOtherAdmins(scene, leaving.id, (language) => ({
      text: text(language, 'officers.cases-unseen', { name: leaving.name, count: unseen }),
    }))
  }
  return open.length
}
