import type { Officer } from '../../domain/officer'
import { officers } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Scene } from '../feature'
import { changeableOfficer, isLastAdmin, sayNotAllowed, tellOtherAdmins } from './colleagues'
import { releaseCases } from './release-cases'

/** Asks whether an officer is really to go. */
const letGo: Action = {
  id: 'let-go',
  async run(scene, id) {
    const other = await changeableOfficer(scene, id)
    if (!other || id === scene.person.id) return sayNotAllowed(scene)
    const { language } = scene
    scene.say({
      text: text(language, 'officers.let-go.sure', { name: other.name }),
      choices: [
        actionChoice(text(language, 'officers.let-go.yes'), 'let-go-yes', id),
        actionChoice(text(language, 'officers.let-go.no'), 'officer-open', id),
      ],
    })
  },
}

const letGoSurely: Action = {
  id: 'let-go-yes',
  async run(scene, id) {
    scene.lock('rule:admins')
    const other = await changeableOfficer(scene, id)
    if (!other || id === scene.person.id) return sayNotAllowed(scene)
    const count = await leave(scene, other)
    await scene.notify(id, (language) => ({ text: text(language, 'officers.let-go.told') }))
    scene.say({ text: text(scene.language, 'officers.let-go.done', { name: other.name, count }) })
  },
}

/** Asks whether the officer really wants to stop. */
const stepDown: Action = {
  id: 'step-down',
  async run(scene) {
    const me = await scene.officer()
    if (!me) return sayNotAllowed(scene)
    const { language } = scene
    if (await isLastAdmin(scene.tx, me)) return scene.say({ text: text(language, 'officers.last-admin') })
    scene.say({
      text: text(language, 'officers.step-down.sure'),
      choices: [
        actionChoice(text(language, 'officers.step-down.yes'), 'step-down-yes'),
        actionChoice(text(language, 'officers.step-down.no'), 'my-duties'),
      ],
    })
  },
}

const stepDownSurely: Action = {
  id: 'step-down-yes',
  async run(scene) {
    scene.lock('rule:admins')
    const me = await scene.officer()
    if (!me) return sayNotAllowed(scene)
    if (await isLastAdmin(scene.tx, me)) return scene.say({ text: text(scene.language, 'officers.last-admin') })
    await leave(scene, me)
    scene.say({ text: text(scene.language, 'officers.step-down.done') })
  },
}

/** From now on no officer: their open cases are given back. */
async function leave(scene: Scene, officer: Officer): Promise<number> {
  await scene.tx.put(officers, { ...officer, leftAt: scene.now, onCall: null })
  await scene.record('officer-left', officer.id)
  const count = await releaseCases(scene, officer)
  await tellOtherAdmins(scene, officer.id, (language) => ({
    text: text(language, 'officers.left', { name: officer.name }),
  }))
  return count
}

export const leaving: readonly Action[] = [letGo, letGoSurely, stepDown, stepDownSurely]
