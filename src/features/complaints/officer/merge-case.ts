import { z } from 'zod'
import { oneOf } from '../../../dialog/fields/choice'
import { type Facts, type Option, step } from '../../../dialog/form'
import type { Complaint } from '../../../domain/complaint'
import { isOpen, movesOpenTo } from '../../../domain/complaint-moves'
import { canHandleCase } from '../../../domain/permissions'
import { complaints } from '../../../store/collections'
import { phrase, text } from '../../../text/text'
import type { Scene } from '../../feature'
import { addEntry, tellWorker } from '../case-record'
import { mergeQuestion } from '../merge'
import { caseFlow } from './case-flow'
import { kindWord } from './case-words'
import { type OfficerCase, sayStands } from './officer-case'
import { sayTold } from './reach-worker'
import { unitOfCase } from './who-is-told'

/** Proposes that a case goes on with another one of the same worker; the worker decides. */
export const mergeCase = caseFlow({
  form: {
    id: 'merge-case',
    title: 'casework.merge',
    submit: 'casework.merge.submit',
    steps: [
      step({
        id: 'into',
        ask: 'casework.merge.into',
        explain: 'casework.merge.into.explain',
        label: 'casework.merge.into.label',
        field: oneOf(({ facts }) => optionsIn(facts), z.string()),
      }),
    ],
    check: ({ into }, facts) =>
      optionsIn(facts).some(({ id }) => id === into) ? undefined : { step: 'into', say: phrase('casework.merge.none') },
  },
  facts: async (scene, mine) => ({
    others: (await mergeable(scene, mine)).map(({ id, number, given }) => ({
      id,
      label: `${number} ${kindWord(scene.language, given.kind)}`,
    })),
  }),
  async hindrance(scene, mine) {
    const { language } = scene
    if (!canBeMerged(mine.complaint)) {
      sayStands(scene, mine.complaint)
      return ''
    }
    if (mine.complaint.merging) return text(language, 'casework.merge.already')
    return (await mergeable(scene, mine)).length === 0 ? text(language, 'casework.merge.none') : undefined
  },
  async submit(scene, mine, answers) {
    const { officer, complaint } = mine
    const into = (await mergeable(scene, mine)).find(({ id }) => id === answers.into)
    if (!into) return scene.say({ text: text(scene.language, 'casework.merge.none') })
    const merging = { into: into.id, by: officer.id, at: scene.now }
    await scene.tx.put(complaints, { ...complaint, merging })
    await addEntry(scene, complaint, { kind: 'merge-proposed', text: into.number })
    await tellWorker(scene, complaint, (language) => mergeQuestion(language, complaint, merging, into))
    await sayTold(scene, complaint, text(scene.language, 'casework.merge.done'))
  },
})

function optionsIn(facts: Facts): readonly Option[] {
  return (facts.others as Option[] | undefined) ?? []
}

function canBeMerged(complaint: Complaint): boolean {
  return movesOpenTo(complaint, 'worker').includes('merge')
}

/** The worker's other open cases that this officer handles too. */
export async function mergeable({ tx }: Pick<Scene, 'tx'>, { officer, complaint }: OfficerCase): Promise<Complaint[]> {
  if (!canBeMerged(complaint)) return []
  const found: Complaint[] = []
  const all: Complaint[] = await tx.find(complaints, { index: 'person', equals: complaint.person, limit: 100 })
  for (const other of all) {
    if (other.id === complaint.id || other.state === 'draft' || !isOpen(other)) continue
    if (canHandleCase(officer, await unitOfCase(tx, other), other)) found.push(other)
  }
  return found
}
