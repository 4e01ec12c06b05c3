import { isOverdue } from '../../../domain/case-clock'
import { type Complaint, complaintStates } from '../../../domain/complaint'
import type { Language } from '../../../domain/language'
import type { Choice } from '../../../domain/message'
import { text } from '../../../text/text'
import { type Action, actionChoice } from '../../feature'
import { kindWord, shortNumber, stateWord, today } from './case-words'
import { casesOf, filters, isFilter } from './open-cases'

const pageLength = 8

/** A list of cases in pages: `<filter>` or `<filter>.<from>`. */
export const listCases: Action = {
  id: 'case-list',
  async run(scene, argument) {
    const [filter = '', start] = argument.split('.')
    const officer = await scene.officer()
    const { language } = scene
    if (!officer || !isFilter(filter)) return scene.say({ text: text(language, 'casework.not-here') })
    await scene.record('case-list', null)
    const day = today(scene)
    const cases = await casesOf(scene.tx, officer, filter, day)
    const from = Number(start) || 0
    const next = from + pageLength
    const title = (filters as readonly string[]).includes(filter)
      ? text(language, `casework.list.${filter as (typeof filters)[number]}`)
      : stateWord(language, filter as Complaint['state'])
    scene.say({
      text: text(language, cases.length === 0 ? 'casework.list-empty' : 'casework.list-of', {
        title,
        count: cases.length,
      }),
      choices: [
        ...cases.slice(from, next).map((complaint) => caseButton(language, complaint, day)),
        ...(next < cases.length ? [actionChoice(text(language, 'dialog.more'), 'case-list', `${filter}.${next}`)] : []),
        actionChoice(text(language, 'casework.by-state'), 'case-states'),
        actionChoice(text(language, 'casework.workbench'), 'command', 'officer'),
      ],
    })
  },
}

/** The states, each as a list. */
export const caseStates: Action = {
  id: 'case-states',
  async run(scene) {
    const { language } = scene
    if (!(await scene.officer())) return scene.say({ text: text(language, 'casework.not-here') })
    scene.say({
      text: text(language, 'casework.which-state'),
      choices: complaintStates
        .filter((state) => state !== 'draft')
        .map((state) => actionChoice(stateWord(language, state), 'case-list', state)),
    })
  },
}

/** 急 · 1120-0001 · 拖欠工资 */
export function caseButton(language: Language, complaint: Complaint, day: string): Choice {
  const mark = complaint.urgent
    ? text(language, 'casework.mark.urgent')
    : isOverdue(complaint, day)
      ? text(language, 'casework.mark.overdue')
      : undefined
  const label = [mark, shortNumber(complaint), kindWord(language, complaint.given.kind)].filter(Boolean).join(' · ')
  return actionChoice(label, 'case-open', complaint.id)
}
