import type { Form } from '../../dialog/form'
import { isOpen } from '../../domain/complaint-moves'
import type { FileRef } from '../../domain/message'
import { text } from '../../text/text'
import type { Action, Flow, Scene } from '../feature'
import { addEvidence, mostFiles } from './evidence'
import { evidenceStep } from './evidence-step'
import { countFiles } from './file-arrival'
import { mergedAway } from './merge'
import { ownCase, ownCaseToChange } from './own-cases'

const addEvidenceForm: Form = {
  id: 'add-evidence',
  title: 'complaints.evidence-title',
  withoutReview: true,
  keepsOnCancel: true,
  steps: [evidenceStep],
}

/** Stores each file with the answer that brought it, so that who stops in the middle has given it. */
export async function keepFiles(scene: Scene, about: string | null, value: unknown): Promise<void> {
  const complaint = await ownCaseToChange(scene, about)
  if (!complaint || !isOpen(complaint) || !Array.isArray(value)) return
  const { refused } = await addEvidence(scene, complaint, value as FileRef[])
  if (refused > 0) scene.say({ text: text(scene.language, 'complaints.evidence-full', { max: mostFiles }) })
}

/** Why a case takes nothing more. */
export async function refuseIfOver(scene: Scene, about: string | null): Promise<string | undefined> {
  const complaint = await ownCase(scene, about)
  if (!complaint) return text(scene.language, 'complaints.no-such-case')
  if (isOpen(complaint)) return undefined
  return (await mergedAway(scene, complaint)) ?? text(scene.language, 'complaints.case-over')
}

export const addEvidenceFlow: Flow = {
  form: addEvidenceForm,
  refusal: refuseIfOver,
  answered: (scene, turn, _step, value) => keepFiles(scene, turn.about, value),
  async submit(scene, answers, turn) {
    if (!Array.isArray(answers.evidence)) return scene.say({ text: text(scene.language, 'complaints.evidence-none') })
    await keepFiles(scene, turn.about, answers.evidence)
    const complaint = await ownCase(scene, turn.about)
    const { count } = await countFiles(scene, complaint?.evidence ?? [])
    scene.say({ text: text(scene.language, 'complaints.evidence-thanks', { count }) })
  },
}

export const evidenceActions: readonly Action[] = [
  {
    id: 'my-evidence',
    async run(scene, id) {
      const refusal = await refuseIfOver(scene, id)
      if (refusal) return scene.say({ text: refusal })
      scene.open('add-evidence', { about: id })
    },
  },
  {
    id: 'add-file',
    async run(scene, id) {
      const files = scene.heldFiles()
      const refusal = await refuseIfOver(scene, id)
      if (refusal) return scene.say({ text: refusal })
      if (files.length === 0) return scene.say({ text: text(scene.language, 'complaints.file-gone') })
      await keepFiles(scene, id, [...files])
      const { count } = await countFiles(scene, (await ownCase(scene, id))?.evidence ?? [])
      scene.say({ text: text(scene.language, 'complaints.evidence-thanks', { count }) })
    },
  },
]
