import { z } from 'zod'
import { oneOf, yesNo } from '../../dialog/fields/choice'
import { dateField } from '../../dialog/fields/values'
import { type Answers, type Context, type Facts, type Form, step } from '../../dialog/form'
import { type AccountGiven, type ComplaintKind, isAboutMoney } from '../../domain/complaint'
import type { FileRef } from '../../domain/message'
import { phrase, text } from '../../text/text'
import { type Owed, owedField } from './arrears-field'
import { dangersField } from './dangers'
import { evidenceAside } from './evidence-step'
import { kindField } from './kinds'
import { toldField, whereField } from './told-field'

/** What is known before the questions: `openByKind` holds the numbers of cases that still run. */
export interface ComplainFacts extends Facts {
  agreed: boolean
  committee: string
  openByKind: Partial<Record<ComplaintKind, string>>
}

interface Given extends Answers {
  consent?: boolean
  safety?: AccountGiven['dangers']
  kind?: ComplaintKind
  again?: 'same' | 'new'
  against?: string
  place?: string
  since?: AccountGiven['since']
  'injured-on'?: AccountGiven['since']
  'since-about'?: AccountGiven['since']
  owed?: Owed
  evidence?: FileRef[]
}

/** A refused consent, or "go on with the case I have", ends the form. */
export function endsEarly(answers: Given): boolean {
  return answers.consent === false || answers.again === 'same'
}

function isKind(answers: Given, test: (kind: ComplaintKind) => boolean): boolean {
  return !endsEarly(answers) && answers.kind !== undefined && test(answers.kind)
}

const runsSince = (kind: ComplaintKind) => isAboutMoney(kind) || kind === 'insurance'

/** The number of the running case of the kind told. */
function runningCase({ answers, facts }: Pick<Context, 'answers' | 'facts'>): string | undefined {
  const { kind } = answers as Given
  return kind && (facts as ComplainFacts).openByKind[kind]
}

/** From nothing to a case's number: eight answers for wages, the last of them "submit". */
export const complainForm: Form = {
  id: 'complain',
  title: 'complaints.title',
  submit: 'complaints.submit',
  withoutReview: endsEarly,
  filesGoTo: evidenceAside.id,
  steps: [
    step({
      id: 'consent',
      ask: 'complaints.consent',
      explain: ({ facts }) => phrase('complaints.consent-explained', { committee: (facts as ComplainFacts).committee }),
      label: 'complaints.consent-label',
      field: yesNo({ yes: 'complaints.consent-yes', no: 'complaints.consent-no' }),
      askIf: (_, facts) => !(facts as ComplainFacts).agreed,
      silent: true,
    }),
    step({
      id: 'safety',
      ask: 'complaints.safety',
      explain: 'complaints.safety-explained',
      label: 'complaints.safety-label',
      field: dangersField,
      askIf: (answers: Given) => answers.consent !== false,
    }),
    step({
      id: 'kind',
      ask: 'complaints.kind',
      explain: 'complaints.kind-explained',
      label: 'complaints.kind-label',
      field: kindField,
      askIf: (answers: Given) => answers.consent !== false,
    }),
    step({
      id: 'again',
      ask: 'complaints.again',
      explain: (context) => phrase('complaints.again-explained', { number: runningCase(context) ?? '' }),
      label: 'complaints.again-label',
      field: oneOf(
        ({ language }) => [
          { id: 'same', label: text(language, 'complaints.again-same'), words: ['接着', '接着办', '继续'] },
          { id: 'new', label: text(language, 'complaints.again-new'), words: ['新的', '另一件', '不是'] },
        ],
        z.enum(['same', 'new']),
      ),
      askIf: (answers: Given, facts) => answers.consent !== false && runningCase({ answers, facts }) !== undefined,
      silent: true,
    }),
    step({
      id: 'against',
      ask: 'complaints.against',
      explain: 'complaints.against-explained',
      label: 'complaints.against-label',
      field: toldField({ min: 2, max: 80 }),
      askIf: (answers) => !endsEarly(answers),
    }),
    step({
      id: 'place',
      ask: 'complaints.place',
      explain: 'complaints.place-explained',
      label: 'complaints.place-label',
      field: whereField({ min: 2, max: 100 }),
      askIf: (answers) => !endsEarly(answers),
    }),
    step({
      id: 'since',
      ask: 'complaints.since',
      explain: 'complaints.since-explained',
      label: 'complaints.since-label',
      field: dateField('past', 'month'),
      askIf: (answers) => isKind(answers, runsSince),
    }),
    step({
      id: 'injured-on',
      ask: 'complaints.injured-on',
      explain: 'complaints.injured-on-explained',
      label: 'complaints.injured-on-label',
      field: dateField('past', 'day'),
      askIf: (answers) => isKind(answers, (kind) => kind === 'injury'),
    }),
    step({
      id: 'since-about',
      ask: 'complaints.since-about',
      explain: 'complaints.since-about-explained',
      label: 'complaints.since-about-label',
      field: dateField('past', 'month'),
      askIf: (answers) => isKind(answers, (kind) => kind !== 'injury' && !runsSince(kind)),
      skippable: true,
    }),
    step({
      id: 'owed',
      ask: 'complaints.owed',
      explain: 'complaints.owed-explained',
      label: 'complaints.owed-label',
      field: owedField('owed'),
      askIf: (answers) => isKind(answers, isAboutMoney),
    }),
    // Asked with the details; a photo that comes before then waits here.
    evidenceAside,
  ],
}

/** The answers so far, as a case keeps them. */
export function givenOf(answers: Given): AccountGiven {
  return {
    dangers: answers.safety ?? [],
    kind: answers.kind ?? null,
    against: answers.against ?? null,
    place: answers.place ?? null,
    since: answers.since ?? answers['injured-on'] ?? answers['since-about'] ?? null,
    amount: answers.owed?.amount ?? null,
    arrears: answers.owed?.arrears ?? [],
    details: {},
  }
}
