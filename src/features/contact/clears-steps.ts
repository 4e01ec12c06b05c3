import { fixedOptions, oneOf, yesNo } from '../../dialog/fields/choice'
import { textField } from '../../dialog/fields/text'
import { type Answers, type Facts, type Field, step } from '../../dialog/form'
import { type Clears, type Mood, moodSchema } from '../../domain/contact-record'
import type { Language } from '../../domain/language'
import type { Trade, Youth } from '../../domain/youth'
import { phrase, text } from '../../text/text'
import { tradeField } from '../trade-field'

/** What is known of a youth before they are asked. */
export type Known = Pick<Youth, 'livesAt' | 'trade' | 'worksAt'>

const knownOf = (facts: Facts) => facts as Partial<Known>

const placeField = textField({ max: 60 })

/** Where they live: as it stands by one tap, or in words. */
const livesField: Field<string> = {
  ...placeField,
  options({ facts, language }) {
    const { livesAt } = knownOf(facts)
    if (!livesAt) return []
    const label = text(language, 'contact.lives-same', { place: shorten(livesAt) })
    return [{ id: 'same', label, words: ['没变', '没搬', '还在', '还住', '一样', '老地方', '还是那里', 'same'] }]
  },
  pick: (_, { facts }) => ({ kind: 'answer', value: knownOf(facts).livesAt ?? '' }),
}

const moodField = oneOf<Mood>(
  fixedOptions<Mood>(
    { well: 'contact.mood-well', fine: 'contact.mood-fine', low: 'contact.mood-low', bad: 'contact.mood-bad' },
    {
      well: ['😊', '很好', '挺好', '好', '开心', 'well', 'good'],
      fine: ['🙂', '还行', '还好', '一般', '凑合', 'fine', 'ok'],
      low: ['😟', '不太好', '不好', '有点累', 'low', 'not so good'],
      bad: ['😢', '很难过', '难过', '很难', '很不好', '撑不住', 'bad'],
    },
  ),
  moodSchema,
)

const asks = {
  own: {
    livesAt: 'contact.lives-at',
    sameWork: 'contact.same-work',
    trade: 'registration.trade',
    worksAt: 'registration.works-at',
    mood: 'contact.mood',
    needsHelp: 'contact.needs-help',
  },
  theirs: {
    livesAt: 'contact.their-lives-at',
    sameWork: 'contact.their-same-work',
    trade: 'contact.their-trade',
    worksAt: 'contact.their-works-at',
    mood: 'contact.their-mood',
    needsHelp: 'contact.their-needs-help',
  },
} as const

const hasWork = (facts: Facts) => Boolean(knownOf(facts).trade ?? knownOf(facts).worksAt)
const worksElse = (answers: Answers, facts: Facts) => !hasWork(facts) || answers.sameWork === false

/** The three clears and whether help is needed, asked of themselves or of who spoke with them; all of it may be skipped. */
export function clearsSteps(whose: 'own' | 'theirs') {
  const ask = asks[whose]
  return [
    step({
      id: 'livesAt',
      ask: ask.livesAt,
      explain: 'contact.lives-explain',
      label: 'registration.lives-at-label',
      field: livesField,
      skippable: true,
    }),
    step({
      id: 'sameWork',
      ask: ask.sameWork,
      explain: ({ facts, language }) => phrase('contact.work-known', { work: workWords(language, knownOf(facts)) }),
      label: 'contact.same-work-label',
      field: yesNo({ yes: 'contact.same-work-yes', no: 'contact.same-work-no' }),
      askIf: (_, facts) => hasWork(facts),
      skippable: true,
    }),
    step({
      id: 'trade',
      ask: ask.trade,
      label: 'registration.trade-label',
      field: tradeField,
      askIf: worksElse,
      skippable: true,
    }),
    step({
      id: 'worksAt',
      ask: ask.worksAt,
      explain: 'registration.works-at-explain',
      label: 'registration.works-at-label',
      field: placeField,
      askIf: (answers, facts) => worksElse(answers, facts) && answers.trade !== 'looking',
      skippable: true,
    }),
    step({ id: 'mood', ask: ask.mood, label: 'contact.mood-label', field: moodField, skippable: true }),
    step({
      id: 'needsHelp',
      ask: ask.needsHelp,
      label: 'contact.needs-help-label',
      field: yesNo({ yes: 'contact.needs-help-yes', no: 'contact.needs-help-no' }),
      skippable: true,
    }),
  ]
}

/** What the answers make clear; the same work is what was known of it. */
export function clearsOf(answers: Answers, known: Known): Clears {
  return {
    livesAt: (answers.livesAt as string | null | undefined) ?? null,
    work: workOf(answers, known),
    mood: (answers.mood as Mood | null | undefined) ?? null,
    needsHelp: (answers.needsHelp as boolean | null | undefined) ?? null,
  }
}

function workOf({ sameWork, trade, worksAt }: Answers, known: Known): Clears['work'] {
  if (sameWork === true) return { trade: known.trade, worksAt: known.worksAt }
  const told = (trade ?? worksAt ?? null) !== null
  if (!told && sameWork !== false) return null
  const place = trade === 'looking' ? null : worksAt
  return { trade: (trade as Trade | null | undefined) ?? null, worksAt: (place as string | null | undefined) ?? null }
}

/** 工地、装修 · 样例路3号 */
function workWords(language: Language, { trade, worksAt }: Partial<Pick<Known, 'trade' | 'worksAt'>>): string {
  const words = [trade && text(language, `registration.trade-${trade}`), worksAt]
  return words.filter(Boolean).join(' · ')
}

function shorten(place: string): string {
  const signs = [...place.replace(/\s+/g, ' ')]
  return signs.length > 12 ? `${signs.slice(0, 11).join('')}…` : signs.join('')
}
