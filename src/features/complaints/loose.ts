import { fileWord } from '../../dialog/file-word'
import type { Complaint } from '../../domain/complaint'
import { kindInWords, saysUnpaid } from '../../domain/complaint-signs'
import { cryIn } from '../../domain/danger-signs'
import type { FileRef } from '../../domain/message'
import { halfWidth } from '../../domain/plain-text'
import { holdsPrivateNumber } from '../../domain/private-number'
import { text } from '../../text/text'
import { answersTheMonth } from '../contact-question'
import { actionChoice, type Scene } from '../feature'
import { helpFor } from './cry-for-help'
import { runningCases } from './own-cases'

const mostOffered = 4

/** A sentence outside any form: for a running case it is offered to be passed on, else it may be the start of one. */
export async function takesLooseText(scene: Scene, said: string, isPaused: boolean): Promise<boolean> {
  const { language } = scene
  if (isReturnCode(said)) return false
  const cry = cryIn(said)
  const help = cry && helpFor(language, cry)
  if (holdsPrivateNumber(said)) {
    const refused = text(language, 'complaints.leave-number-out')
    scene.say(help ? { text: `${help.text}\n\n${refused}`, choices: [help.choice] } : { text: refused })
    return true
  }
  const running = await runningCases(scene)
  if (running.length > 0 && isPaused) return false
  if (running.length > 0 && !(await answersTheMonth(scene, scene.person.id, said))) {
    const pass = text(language, 'complaints.pass-on')
    const choices = caseChoices(scene, running, 'pass-on')
    // Danger goes before the question about the case: who is locked in must not wait for a caseworker to read it.
    scene.say(help ? { text: `${help.text}\n\n${pass}`, choices: [help.choice, ...choices] } : { text: pass, choices })
    return true
  }
  const complain = actionChoice(text(language, 'bot.start-complain'), 'complain')
  if (help) {
    scene.say({ text: help.text, choices: cry === 'help' ? [help.choice, complain] : [help.choice] })
    return true
  }
  if ((await scene.officer()) || !(kindInWords(said) || saysUnpaid(said))) return false
  scene.say({ text: text(language, 'complaints.sounds-like'), choices: [complain] })
  return true
}

/** Wages not paid, said as the reason of a no. */
export async function takesBeside(scene: Scene, said: string): Promise<boolean> {
  return saysUnpaid(said) && takesLooseText(scene, said, false)
}

/** Sixteen digits alone are somebody coming back. */
function isReturnCode(said: string): boolean {
  return /^\d{16}$/.test(halfWidth(said).replace(/[\s-]/g, ''))
}

export async function takesLooseFile(scene: Scene, file: FileRef): Promise<boolean> {
  const running = await runningCases(scene)
  if (running.length === 0) return false
  scene.say({
    text: text(scene.language, 'complaints.which-case-file', { what: fileWord(scene.language, file) }),
    choices: caseChoices(scene, running, 'add-file'),
  })
  return true
}

function caseChoices({ language }: Scene, running: readonly Complaint[], action: string) {
  const one = running.length === 1
  return [
    ...running
      .slice(0, mostOffered)
      .map(({ number, id }) => actionChoice(one ? text(language, 'complaints.give-it') : number, action, id)),
    actionChoice(text(language, 'complaints.give-it-not'), 'pass-on-no'),
  ]
}
