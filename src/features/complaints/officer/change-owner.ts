import { z } from 'zod'
import { oneOf } from '../../../dialog/fields/choice'
import { textField } from '../../../dialog/fields/text'
import { type Facts, type Option, step } from '../../../dialog/form'
import type { Complaint } from '../../../domain/complaint'
import { isOpen } from '../../../domain/complaint-moves'
import { canHandleCase } from '../../../domain/permissions'
import { complaints } from '../../../store/collections'
import { phrase, text } from '../../../text/text'
import type { Action, Scene } from '../../feature'
import { addEntry } from '../case-record'
import { caseFlow } from './case-flow'
import { caseFor, type OfficerCase, openButton, sayDone, sayStands } from './officer-case'
import { unitOfCase, whoSees } from './who-is-told'

/** Takes a case over; who had it until now is told. */
export const takeCase: Action = {
  id: 'case-take',
  async run(scene, id) {
    scene.lock(`case:${id}`)
    const mine = await caseFor(scene, id, 'handle', 'case-take')
    if (!mine) return
    const { officer, complaint } = mine
    if (!canChangeOwner(complaint) || complaint.owner === officer.id) return sayStands(scene, complaint)
    await giveTo(scene, complaint, officer.id, text(scene.language, 'casework.taken-note', { officer: officer.name }))
    if (complaint.owner) {
      await scene.notify(complaint.owner, (language) => ({
        text: text(language, 'casework.taken', { officer: officer.name, number: complaint.number }),
      }))
    }
    sayDone(scene, complaint, text(scene.language, 'casework.taken-done', { number: complaint.number }))
  },
}

/** Passes a case on to another caseworker, with a word to them if wanted. */
export const passOnCase = caseFlow({
  form: {
    id: 'pass-on-case',
    title: 'casework.pass-on',
    submit: 'casework.pass-on.submit',
    steps: [
      step({
        id: 'to',
        ask: 'casework.pass-on.to',
        label: 'casework.pass-on.to.label',
        field: oneOf(({ facts }) => colleaguesIn(facts), z.string()),
      }),
      step({
        id: 'words',
        ask: 'casework.pass-on.words',
        label: 'casework.pass-on.words.label',
        field: textField({ max: 500 }),
        skippable: true,
      }),
    ],
    check: ({ to }, facts) =>
      colleaguesIn(facts).some(({ id }) => id === to)
        ? undefined
        : { step: 'to', say: phrase('casework.pass-on.gone') },
  },
  facts: async (scene, mine) => ({ colleagues: await colleagues(scene, mine) }),
  async hindrance(scene, mine) {
    if (!canChangeOwner(mine.complaint)) {
      sayStands(scene, mine.complaint)
      return ''
    }
    return (await colleagues(scene, mine)).length === 0 ? text(scene.language, 'casework.pass-on.nobody') : undefined
  },
  async submit(scene, mine, answers) {
    const { officer, complaint } = mine
    const to = answers.to as string
    const name = (await colleagues(scene, mine)).find((option) => option.id === to)?.label
    if (name === undefined) {
      scene.say({ text: text(scene.language, 'casework.pass-on.gone') })
      return scene.open('pass-on-case', { about: complaint.id })
    }
    const passed = text(scene.language, 'casework.passed-note', { officer: officer.name, to: name })
    await giveTo(scene, complaint, to, [passed, ...(answers.words ? [answers.words as string] : [])].join('\n'))
    await scene.notify(to, (language) => ({
      text: text(language, 'casework.passed', { officer: officer.name, number: complaint.number }),
      choices: [openButton(language, complaint)],
    }))
    sayDone(scene, complaint, text(scene.language, 'casework.passed-done', { to: name }))
  },
})

function colleaguesIn(facts: Facts): readonly Option[] {
  return (facts.colleagues as Option[] | undefined) ?? []
}

/** A new case gets its owner by being accepted; a finished one needs none. */
export function canChangeOwner(complaint: Complaint): boolean {
  return isOpen(complaint) && complaint.state !== 'draft' && complaint.state !== 'submitted'
}

async function giveTo(scene: Scene, complaint: Complaint, owner: string, note: string): Promise<void> {
  await scene.tx.put(complaints, { ...complaint, owner })
  await addEntry(scene, complaint, { kind: 'note', text: note })
}

async function colleagues(scene: Scene, { officer, complaint }: OfficerCase): Promise<Option[]> {
  const unit = await unitOfCase(scene.tx, complaint)
  const seers = await whoSees(scene.tx, complaint)
  return seers
    .filter((other) => other.id !== officer.id && other.id !== complaint.owner && canHandleCase(other, unit, complaint))
    .map((other) => ({ id: other.id, label: other.name }))
}
