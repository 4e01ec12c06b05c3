import type { Answers } from '../../dialog/form'
import { isOpen } from '../../domain/complaint-moves'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import type { Action, Flow, Scene } from '../feature'
import { keepFiles, refuseIfOver } from './add-evidence'
import { helpIfCry } from './cry-for-help'
import { type DetailsFacts, detailsForm } from './details-form'
import { ownCase, ownCaseToChange } from './own-cases'

/** Every answer goes to the case as it is given; who stops in the middle has told all of it. */
export const details: Flow = {
  form: detailsForm,
  hearsCries: true,
  refusal: refuseIfOver,

  async facts(scene, about): Promise<DetailsFacts> {
    return { kind: (await ownCase(scene, about))?.given.kind ?? null }
  },

  async answered(scene, turn, step, value) {
    if (step === 'evidence') return keepFiles(scene, turn.about, value)
    helpIfCry(scene, value)
    await keepDetails(scene, turn.about, { [step]: value })
  },

  async submit(scene, { evidence, ...answers }, turn) {
    await keepFiles(scene, turn.about, evidence)
    await keepDetails(scene, turn.about, answers)
    await sayKept(scene, turn.about)
  },
}

/** A skipped question leaves nothing. */
async function keepDetails(scene: Scene, about: string | null, answers: Answers): Promise<void> {
  const complaint = await ownCaseToChange(scene, about)
  if (!complaint || !isOpen(complaint)) return
  const told = Object.entries({ ...complaint.given.details, ...answers }).filter(
    ([, value]) => (value ?? null) !== null,
  )
  const given = { ...complaint.given, details: Object.fromEntries(told) }
  await scene.tx.put(complaints, { ...complaint, given })
}

async function sayKept(scene: Scene, about: string | null): Promise<void> {
  const complaint = await ownCase(scene, about)
  if (complaint) scene.say({ text: text(scene.language, 'complaints.details-kept', { number: complaint.number }) })
}

/** What the worker told on registering is not asked again: it stands in the read-back, where it can be changed. */
export async function openDetails(scene: Scene, id: string): Promise<void> {
  const youth = await scene.youth()
  const known = { ...(youth && { name: youth.name }), ...(youth?.phone && { phone: youth.phone }) }
  const told = (await ownCase(scene, id))?.given.details
  scene.open('complaint-details', { about: id, answers: { ...known, ...told } })
}

/** Goes on where it was left: what was told stays, what was skipped is asked again. */
export const detailsAction: Action = {
  id: 'my-details',
  async run(scene, id) {
    const refusal = await refuseIfOver(scene, id)
    if (refusal) return scene.say({ text: refusal })
    await openDetails(scene, id)
  },
}
