import { z } from 'zod'
import { fixedOptions, oneOf, yesNo } from '../../dialog/fields/choice'
import { ageField, countField, dateField, moneyField, personNameField, phoneField } from '../../dialog/fields/values'
import { type Answers, type Facts, type Field, type Form, type Step, step } from '../../dialog/form'
import { type ComplaintKind, isAboutMoney } from '../../domain/complaint'
import { type PlainKey, phrase } from '../../text/text'
import { accountField } from './account-field'
import { evidenceStep } from './evidence-step'
import { toldField } from './told-field'

export interface DetailsFacts extends Facts {
  kind: ComplaintKind | null
}

type If = (answers: Answers, kind: ComplaintKind | null) => boolean

const always: If = () => true
const money: If = (_, kind) => kind !== null && isAboutMoney(kind)
const wages: If = (_, kind) => kind === 'own-wage' || kind === 'team-wage' || kind === 'overtime'
const work: If = (_, kind) => kind !== 'contract-price' && kind !== 'schooling' && kind !== 'other'
const injury: If = (_, kind) => kind === 'injury'
const forLetter: If = (answers) => answers.wish === 'refer'
const mayCall: If = (answers) => answers['may-call'] === true
const has =
  (id: string): If =>
  (answers) =>
    (answers[id] ?? null) !== null

/** Yes or no, also told in words that fit this question only. */
export function yesNoInWords(
  labels: { yes: PlainKey; no: PlainKey },
  words: { yes: RegExp; no: RegExp },
): Field<boolean> {
  return {
    ...yesNo(labels),
    read(typed) {
      const isYes = words.yes.test(typed)
      if (isYes === words.no.test(typed)) return { kind: 'again', say: phrase('dialog.pick-one') }
      return { kind: 'answer', value: isYes }
    },
  }
}

const counted = countField({ min: 1, max: 2000 })

const peopleField: Field<number> = {
  ...counted,
  read(typed, context, current) {
    const isOnlyMe = /^(?:就|只有|只)?(?:我|一)(?:一?个)?(?:人)?(?:自己)?[。.]?$|^(?:just|only) me$/i.test(typed.trim())
    return isOnlyMe ? { kind: 'answer', value: 1 } : counted.read(typed, context, current)
  },
}

function choice<Id extends string>(
  labels: Record<Id, PlainKey>,
  words: Partial<Record<Id, readonly string[]>> = {},
): Field<Id> {
  const ids = new Set<string>(Object.keys(labels))
  return oneOf(
    fixedOptions(labels, words),
    z.custom<Id>((id) => typeof id === 'string' && ids.has(id)),
  )
}

type DetailId =
  | 'facts'
  | 'name'
  | 'phone'
  | 'may-call'
  | 'safe-hours'
  | 'avoid-words'
  | 'still-working'
  | 'left-on'
  | 'role'
  | 'team-leader'
  | 'pay-basis'
  | 'pay-rate'
  | 'people-count'
  | 'last-demand'
  | 'promised'
  | 'contract'
  | 'hospital'
  | 'reported'
  | 'prior'
  | 'prior-where'
  | 'wish'
  | 'sex'
  | 'age'
  | 'address'
  | 'witness'

/** A question that may always be skipped. */
function detail<T>(id: DetailId, field: Field<T>, when: If, explain?: PlainKey): Step<T> {
  return step({
    id,
    ask: `complaints.ask-${id}`,
    label: `complaints.is-${id}`,
    field,
    askIf: (answers, facts) => when(answers, (facts as DetailsFacts).kind),
    skippable: true,
    ...(explain && { explain }),
  })
}

const payBases = {
  month: 'complaints.basis-month',
  day: 'complaints.basis-day',
  hour: 'complaints.basis-hour',
  piece: 'complaints.basis-piece',
} as const
const payWords = {
  month: ['月薪', '月结', '一个月', '每月'],
  day: ['日结', '日薪', '一天', '每天', '点工'],
  hour: ['小时工', '一小时', '每小时', '钟点'],
  piece: ['计件', '一件', '每件', '包工'],
}
const stillWorking = yesNoInWords(
  { yes: 'complaints.working-yes', no: 'complaints.working-no' },
  { yes: /还在|在干|还干|still/i, no: /走了|不干|没干|离开|离职|辞|不在|left|quit/i },
)
const contracts = {
  held: 'complaints.contract-held',
  'not-given': 'complaints.contract-not-given',
  oral: 'complaints.contract-oral',
  unknown: 'complaints.contract-unknown',
} as const
const contractWords = { oral: ['没签', '没有签', '没签合同', '没合同', '没有'], held: ['签了', '有'] }
const priorSteps = {
  none: 'complaints.prior-none',
  complained: 'complaints.prior-complained',
  arbitration: 'complaints.prior-arbitration',
  court: 'complaints.prior-court',
} as const
const priorWords = { none: ['没有', '没', '没去过'], complained: ['找过', '投诉过', '12345', '劳动局'] }
const wishes = {
  'get-pay': 'complaints.wish-get-pay',
  advice: 'complaints.wish-advice',
  refer: 'complaints.wish-refer',
  anonymous: 'complaints.wish-anonymous',
} as const
const sexes = { female: 'complaints.sex-female', male: 'complaints.sex-male' } as const

/** What helps beyond what a case needs: the photos first, then how to reach the worker, then what happened. */
export const detailsForm: Form = {
  id: 'complaint-details',
  title: 'complaints.details-title',
  submit: 'complaints.details-submit',
  keepsOnCancel: true,
  filesGoTo: evidenceStep.id,
  steps: [
    evidenceStep,
    detail('facts', accountField({ max: 2000 }), always, 'complaints.explain-facts'),
    detail('name', personNameField, always, 'complaints.explain-name'),
    detail('phone', phoneField, always, 'complaints.explain-phone'),
    detail('may-call', yesNo({ yes: 'complaints.call-yes', no: 'complaints.call-no' }), has('phone')),
    detail('safe-hours', toldField({ max: 40 }), mayCall, 'complaints.explain-safe-hours'),
    detail('avoid-words', toldField({ max: 60 }), mayCall, 'complaints.explain-avoid-words'),
    detail('still-working', stillWorking, work),
    detail('left-on', dateField('past', 'month'), (answers) => answers['still-working'] === false),
    detail('role', toldField({ max: 20 }), work, 'complaints.explain-role'),
    detail('team-leader', toldField({ max: 40 }), money),
    detail('pay-basis', choice(payBases, payWords), wages),
    detail('pay-rate', moneyField(), has('pay-basis'), 'complaints.explain-pay-rate'),
    detail('people-count', peopleField, money, 'complaints.explain-people-count'),
    detail('last-demand', dateField('past'), money, 'complaints.explain-last-demand'),
    detail('promised', toldField({ max: 100 }), money, 'complaints.explain-promised'),
    detail('contract', choice(contracts, contractWords), work),
    detail('hospital', toldField({ max: 100 }), injury),
    detail('reported', yesNo(), injury, 'complaints.explain-reported'),
    detail('prior', choice(priorSteps, priorWords), always),
    detail(
      'prior-where',
      toldField({ max: 200 }),
      (answers) => has('prior')(answers, null) && answers.prior !== 'none',
    ),
    detail('wish', choice(wishes), always),
    detail('sex', choice(sexes), forLetter, 'complaints.explain-letter'),
    detail('age', ageField, forLetter, 'complaints.explain-letter'),
    detail('address', toldField({ max: 100 }), forLetter, 'complaints.explain-letter'),
    detail('witness', toldField({ max: 80 }), work, 'complaints.explain-witness'),
  ],
}
