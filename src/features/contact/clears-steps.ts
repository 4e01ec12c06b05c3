import { z } from 'zod'
import { fixedOptions, oneOf, yesNo } from '../../dialog/fields/choice'
import { type Answers, type Facts, type Field, step } from '../../dialog/form'
import { type Clears, type Mood, moodSchema } from '../../domain/contact-record'
import type { Language } from '../../domain/language'
import { asksForHelp, ownWords } from '../../domain/own-words'
import { readSaidPlace } from '../../domain/said-place'
import { type Trade, tradeSchema, type Youth } from '../../domain/youth'
import { phrase, text } from '../../text/text'
import { livesWords, placeField, worksWords } from '../place-field'
import { tradeField, tradesIn } from '../trade-field'

/** What is known of a youth before they are asked. */
export type Known = Pick<Youth, 'livesAt' | 'trade' | 'worksAt'>

const knownOf = (facts: Facts) => facts as Partial<Known>

const livesIn = placeField(livesWords, ({ facts }) => knownOf(facts).livesAt ?? null)
const worksIn = placeField(worksWords, ({ facts }) => knownOf(facts).worksAt ?? null)

/** Where they live: as it stands by one tap, or in words. */
const livesField: Field<string | null> = {
  ...livesIn,
  options({ facts, language }) {
    const { livesAt } = knownOf(facts)
    if (!livesAt) return []
    return [{ id: 'same', label: text(language, 'contact.lives-same', { place: shorten(livesAt) }) }]
  },
  pick: (_, { facts }) => ({ kind: 'answer', value: knownOf(facts).livesAt ?? null }),
  read(typed, context, current) {
    const reading = livesIn.read(typed, context, current)
    // How they are is no address.
    const isPlace =
      reading.kind === 'answer' && reading.value !== null && reading.value !== knownOf(context.facts).livesAt
    const isMood = (isPlace || reading.kind === 'unsure') && ownWords(typed).isAll
    return isMood ? { kind: 'again', say: phrase(livesWords.again) } : reading
  },
}

const moodField = oneOf<Mood>(
  fixedOptions<Mood>({
    well: 'contact.mood-well',
    fine: 'contact.mood-fine',
    low: 'contact.mood-low',
    bad: 'contact.mood-bad',
  }),
  moodSchema,
  {
    read(typed) {
      const { mood } = ownWords(typed)
      return mood ? { kind: 'answer', value: mood } : { kind: 'again', say: phrase('dialog.pick-one') }
    },
  },
)

const workOrNot = yesNo({ yes: 'contact.same-work-yes', no: 'contact.same-work-no' })
/** Whether the work is the same; of who says what they do now, that, once they were asked. */
const sameWorkField: Field<boolean | Trade | null> = {
  ...workOrNot,
  schema: z.union([workOrNot.schema, tradeSchema]).nullable(),
  show: (value, context) =>
    typeof value === 'boolean' ? workOrNot.show(value, context) : value === null ? '' : tradeField.show(value, context),
  read(typed, context) {
    if (readSaidPlace(typed, { isKnown: true }).kind === 'unsaid') return { kind: 'answer', value: null }
    const { work } = ownWords(typed)
    const trade = work === 'same' ? undefined : newTradeIn(typed)
    if (trade && trade !== knownOf(context.facts).trade) {
      const say = phrase('contact.works-now', { trade: tradeField.show(trade, context) })
      return { kind: 'unsure', value: trade, say }
    }
    return work ? { kind: 'answer', value: work === 'same' } : { kind: 'again', say: phrase('dialog.yes-or-no') }
  },
}

const clause = /[^，,。.、；;！!\s]+[，,。.、；;！!\s]*/g
/** What they do no more, do not do, or only wish for or plan. */
const notNow =
  /[不没别未想还]|离开|走了|辞|开除|倒闭|完工|停工|关门|打算|准备|考虑|可能|也许|以前|之前|原来|下个?月|明年|年后|以后|叫我|\b(?:no|not|never|quit|left|fired|want|will|may|might|maybe|used)\b|n['’]t\b/i
const isAsked = /[?？吗]/

/** 「不做了，去送外卖了」 names the one trade of what is neither denied nor wished for. */
function newTradeIn(typed: string): Trade | undefined {
  if (isAsked.test(typed)) return undefined
  const said = (typed.match(clause) ?? []).filter((part) => !notNow.test(part)).join('')
  const [trade, ...more] = tradesIn(said).filter((one) => one !== 'other' && one !== 'looking')
  return more.length === 0 ? trade : undefined
}

const wants = /^(?:要|需要|想|有|有事|要你?们?帮|有一?个?事)[的啊呀吧呢！!。.]*$/
const wantsNot =
  /^(?:我|暂时|现在|目前|也|都)*(?:(?:不用|不需要|不要|不必|别)再?(?:你们?|人|来)*(?:(?:帮忙?|帮助|麻烦|联系|打电话)(?:给?我们?)?)?|没有?(?:什么|啥)?(?:事情?)?(?:(?:要|需要)(?:你们?|人)?(?:帮忙?|帮助)?)?|没事|都好|很好|挺好)[了的啊吧呢事]*(?:[，, ]?谢谢.{0,3})?[！!。.]*$|^(?:no,? thanks?(?: you)?|no need|nothing|not now|none|no help)[.!]*$/i

/** Asked of themselves or, `theirs`, of who spoke with them: each has words of their own on the buttons. */
function needsHelpField(whose: 'own' | 'theirs'): Field<boolean> {
  const own = whose === 'own'
  return {
    ...yesNo(
      own
        ? { yes: 'contact.needs-help-yes', no: 'contact.needs-help-no' }
        : { yes: 'contact.their-needs-help-yes', no: 'contact.their-needs-help-no' },
    ),
    read(typed) {
      const said = typed.trim()
      if (wantsNot.test(said)) return { kind: 'answer', value: false }
      if (asksForHelp(said) || wants.test(said)) return { kind: 'answer', value: true }
      return { kind: 'again', say: phrase(own ? 'contact.needs-help-which' : 'contact.their-needs-help-which') }
    },
  }
}

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

export const hasWork = (facts: Facts) => Boolean(knownOf(facts).trade ?? knownOf(facts).worksAt)
const saidTrade = ({ sameWork, trade }: Answers) =>
  (typeof sameWork === 'string' ? sameWork : trade) as Trade | undefined
const worksElse = ({ sameWork }: Answers, facts: Facts) =>
  !hasWork(facts) || sameWork === false || typeof sameWork === 'string'

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
      field: sameWorkField,
      askIf: (_, facts) => hasWork(facts),
      skippable: true,
    }),
    step({
      id: 'trade',
      ask: ask.trade,
      label: 'registration.trade-label',
      field: tradeField,
      askIf: (answers, facts) => worksElse(answers, facts) && typeof answers.sameWork !== 'string',
      skippable: true,
    }),
    step({
      id: 'worksAt',
      ask: ask.worksAt,
      explain: 'registration.works-at-explain',
      label: 'registration.works-at-label',
      field: worksIn,
      askIf: (answers, facts) => worksElse(answers, facts) && answers.trade !== 'looking',
      skippable: true,
    }),
    step({ id: 'mood', ask: ask.mood, label: 'contact.mood-label', field: moodField, skippable: true }),
    step({
      id: 'needsHelp',
      ask: ask.needsHelp,
      label: 'contact.needs-help-label',
      field: needsHelpField(whose),
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
    words: null,
  }
}

function workOf(answers: Answers, known: Known): Clears['work'] {
  const { sameWork, worksAt } = answers
  if (sameWork === true) return { trade: known.trade, worksAt: known.worksAt }
  const trade = saidTrade(answers) ?? null
  const told = (trade ?? worksAt ?? null) !== null
  if (!told && sameWork !== false) return null
  const place = trade === 'looking' ? null : worksAt
  return { trade, worksAt: (place as string | null | undefined) ?? null }
}

/** 工地、装修 · 样例路3号 */
export function workWords(language: Language, { trade, worksAt }: Partial<Pick<Known, 'trade' | 'worksAt'>>): string {
  const words = [trade && text(language, `registration.trade-${trade}`), worksAt]
  return words.filter(Boolean).join(' · ')
}

function shorten(place: string): string {
  const signs = [...place.replace(/\s+/g, ' ')]
  return signs.length > 12 ? `${signs.slice(0, 11).join('')}…` : signs.join('')
}
