import type { Complaint } from '../../../domain/complaint'
import type { Officer } from '../../../domain/officer'
import { complaints } from '../../../store/collections'
import { text } from '../../../text/text'
import { actionChoice, type Scene, type WorkbenchPart } from '../../feature'
import { today } from './case-words'
import { caseButton } from './list-cases'
import { belongsTo, type Filter, openCases } from './open-cases'

const firstShown = 3
const lists = ['urgent', 'new', 'mine', 'second', 'unowned', 'overdue', 'open'] as const satisfies readonly Filter[]

/** The caseworker's line of the workbench; an admin without case rights sees numbers and opens nothing. */
export async function casesOnWorkbench(scene: Scene, officer: Officer): Promise<WorkbenchPart | undefined> {
  if (officer.roles.includes('caseworker') || officer.roles.includes('supervisor')) return forCaseworker(scene, officer)
  return officer.roles.includes('admin') ? forAdmin(scene) : undefined
}

async function forCaseworker(scene: Scene, officer: Officer): Promise<WorkbenchPart> {
  const { language } = scene
  const day = today(scene)
  const cases = await openCases(scene.tx, officer, day)
  const count = (filter: Filter) => cases.filter((complaint) => belongsTo(filter, complaint, officer, day)).length
  const first = cases.filter((complaint: Complaint) =>
    (['urgent', 'new', 'mine', 'second', 'unowned', 'overdue'] as const).some((filter) =>
      belongsTo(filter, complaint, officer, day),
    ),
  )
  return {
    text: text(language, cases.length === 0 ? 'casework.bench-empty' : 'casework.bench', {
      urgent: count('urgent'),
      new: count('new'),
      mine: count('mine'),
      overdue: count('overdue'),
    }),
    choices: [
      ...first.slice(0, firstShown).map((complaint) => caseButton(language, complaint, day)),
      ...lists
        .filter((filter) => count(filter) > 0)
        .map((filter) =>
          actionChoice(
            text(language, 'casework.list-button', {
              title: text(language, `casework.list.${filter}`),
              count: count(filter),
            }),
            'case-list',
            filter,
          ),
        ),
      ...(cases.length === 0 ? [actionChoice(text(language, 'casework.by-state'), 'case-states')] : []),
    ],
  }
}

async function forAdmin(scene: Scene): Promise<WorkbenchPart> {
  const count = (state: Complaint['state']) => scene.tx.count(complaints, { index: 'state', equals: state })
  let open = 0
  for (const state of ['needs-info', 'accepted', 'handling', 'claimed-paid', 'resolved'] as const)
    open += await count(state)
  return {
    text: text(scene.language, 'casework.bench-admin', {
      new: await count('submitted'),
      open,
      closed: await count('closed'),
    }),
    choices: [],
  }
}
