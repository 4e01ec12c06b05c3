import { z } from 'zod'
import { severalOf, yesNo } from '../../dialog/fields/choice'
import { textField } from '../../dialog/fields/text'
import { ageField, mobileField, personNameField } from '../../dialog/fields/values'
import { type Answers, type Context, type Facts, type Field, step } from '../../dialog/form'
import { phrase } from '../../text/text'
import { livesWords, placeField, worksWords } from '../place-field'
import { tradeField } from '../trade-field'
import type { PointFact } from './points'

/** Nobody younger is registered. */
const youngest = 14

export function isTooYoung(answers: Answers): boolean {
  return typeof answers.age === 'number' && answers.age < youngest
}

/** Under fourteen ends the form, so a slip of the finger is asked about first. */
const ageWithCare: Field<number> = {
  ...ageField,
  read(typed, context, current) {
    const reading = ageField.read(typed, context, current)
    if (reading.kind !== 'answer' || reading.value >= youngest) return reading
    return { kind: 'unsure', value: reading.value, say: phrase('registration.age-sure', { age: reading.value }) }
  },
}

function pointsOf(facts: Facts): readonly PointFact[] {
  return (facts.points as readonly PointFact[] | undefined) ?? []
}

const pointsField = severalOf(
  ({ facts }: Context) => pointsOf(facts).map(({ id, name }) => ({ id, label: name })),
  z.string(),
)

const knownOf = (facts: Facts) => (facts.known ?? {}) as { livesAt?: string | null; worksAt?: string | null }
const livesNow = ({ facts }: Context) => knownOf(facts).livesAt ?? null
const worksNow = ({ facts }: Context) => knownOf(facts).worksAt ?? null

const leagueYesNo = yesNo(
  { yes: 'registration.league-yes', no: 'registration.league-no' },
  {
    yes: ['团员', '是团员', '共青团员', '我是团员', '入团了', '入了', 'member', 'league member'],
    no: ['群众', '不是团员', '非团员', '没入团', '没入', '没有入团', '退团了', '少先队员', 'not a member'],
  },
)
/** Who joins the Party stays in the league until then. */
const leagueEnds = 28
const leagueField: Field<boolean> = {
  ...leagueYesNo,
  read(typed, context, current) {
    const { age } = context.answers
    if (/^(?:我)?是?(?:中共)?(?:预备)?党员[了啊的。.!！]*$/.test(typed.trim()))
      return { kind: 'answer', value: typeof age !== 'number' || age <= leagueEnds }
    return leagueYesNo.read(typed, context, current)
  },
}

const asked = (answers: Answers) => answers.consent !== false && !isTooYoung(answers)

/** What is asked about a youth, at registration and when it is corrected; everything but the name may be skipped. */
export const profileSteps = [
  step({
    id: 'name',
    ask: 'registration.name',
    explain: 'registration.name-explain',
    label: 'registration.name-label',
    field: personNameField,
    askIf: (answers) => answers.consent !== false,
  }),
  step({
    id: 'age',
    ask: 'registration.age',
    explain: 'registration.age-explain',
    label: 'registration.age-label',
    field: ageWithCare,
    skippable: true,
    askIf: (answers) => answers.consent !== false,
  }),
  step({
    id: 'phone',
    ask: 'registration.phone',
    explain: 'registration.phone-explain',
    label: 'registration.phone-label',
    field: mobileField,
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'homePlace',
    ask: 'registration.home-place',
    explain: 'registration.home-place-explain',
    label: 'registration.home-place-label',
    field: textField({ max: 60 }),
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'livesAt',
    ask: 'registration.lives-at',
    explain: 'registration.lives-at-explain',
    label: 'registration.lives-at-label',
    field: placeField(livesWords, livesNow),
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'worksAt',
    ask: 'registration.works-at',
    explain: 'registration.works-at-explain',
    label: 'registration.works-at-label',
    field: placeField(worksWords, worksNow),
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'trade',
    ask: 'registration.trade',
    label: 'registration.trade-label',
    field: tradeField,
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'employer',
    ask: 'registration.employer',
    explain: 'registration.employer-explain',
    label: 'registration.employer-label',
    field: textField({ max: 60 }),
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'leagueMember',
    ask: 'registration.league-member',
    label: 'registration.league-member-label',
    field: leagueField,
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'points',
    ask: 'registration.points',
    explain: 'registration.points-explain',
    label: 'registration.points-label',
    field: pointsField,
    skippable: true,
    askIf: (answers, facts) => asked(answers) && pointsOf(facts).length > 0,
  }),
]
