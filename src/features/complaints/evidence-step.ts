import { filesField } from '../../dialog/fields/files'
import { type Step, step } from '../../dialog/form'
import type { FileRef } from '../../domain/message'
import { mostFiles } from './evidence'

/** One photo after another, the most useful named first. */
export const evidenceStep: Step<FileRef[]> = step({
  id: 'evidence',
  ask: 'complaints.evidence',
  explain: 'complaints.evidence-explained',
  label: 'complaints.evidence-label',
  field: filesField({ max: mostFiles }),
  skippable: true,
})

/** Files sent at other questions wait here: it is asked only once there are some. */
export const evidenceAside: Step<FileRef[]> = {
  ...evidenceStep,
  askIf: ({ evidence }) => Array.isArray(evidence),
}
