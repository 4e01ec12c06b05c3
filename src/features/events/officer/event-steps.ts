import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { fixedOptions, namedIn, oneOf, severalOf } from '../../../dialog/fields/choice'
import { pictureField } from '../../../dialog/fields/files'
import { textField } from '../../../dialog/fields/text'
import { type Answers, type Context, type Facts, type Reading, step } from '../../../dialog/form'
import { eventInstants, isPast, type Moment, momentInstant } from '../../../domain/event-time'
import { type GatheringKind, gatheringKindSchema } from '../../../domain/gathering'
import type { Instant } from '../../../domain/instant'
import type { Language } from '../../../domain/language'
import type { Unit } from '../../../domain/unit'
import { type Trade, tradeSchema } from '../../../domain/youth'
import { type Phrase, type PlainKey, phrase, text } from '../../../text/text'
import { tradeOptions } from '../../trade-field'
import { startWord } from '../event-words'
import { eventAnswersSchema } from './event-answers'
import { agesField, type ClockFacts, leagueField, placesField, titleField, whenField } from './event-fields'
import { closesField, opensField } from './sign-up-fields'

/** What the forms about an event know besides the answers. */
export interface EventFacts extends ClockFacts {
  today: string
  units: Pick<Unit, 'id' | 'name'>[]
  hasBegun: boolean
  /** Sign-up has begun, when is known, and stays as it is. */
  isOpen: boolean
  /** When sign-up begins, as it stands. */
  opens: Moment | null
  /** Seats that are taken or offered. */
  taken: number
}

const factsOf = (facts: Facts) => ({ units: [], ...facts }) as unknown as EventFacts

const kinds = {
  tea: 'events.kind.tea',
  sports: 'events.kind.sports',
  karaoke: 'events.kind.karaoke',
  friends: 'events.kind.friends',
  visit: 'events.kind.visit',
  lecture: 'events.kind.lecture',
  training: 'events.kind.training',
  other: 'events.kind.other',
} as const satisfies Record<GatheringKind, PlainKey>

const kindWords: Partial<Record<GatheringKind, readonly string[]>> = {
  tea: ['茶话会', '茶会', '座谈', 'tea'],
  sports: [
    ...[
      '运动会',
      '趣味运动会',
      '运动',
      '打球',
      '篮球',
      '足球',
      '羽毛球',
      '乒乓',
      '球赛',
      '跑步',
      '长跑',
      '拔河',
      '爬山',
      '登山',
    ],
    ...['徒步', '骑行', '健身', 'sports'],
  ],
  karaoke: ['卡拉ok', 'k歌', 'ktv', '唱歌', '歌会', 'karaoke'],
  friends: ['交友', '青春有约', '联谊', '相亲', '脱单'],
  visit: ['参观', '走访', '研学', 'visit'],
  lecture: ['讲座', '宣讲', '普法', 'lecture', 'talk'],
  training: ['培训', '上课', '技能课', '考证', 'training'],
  other: ['其他', '其它', '别的', 'other'],
}

/** 「消防培训」 holds a word of one kind; what is of none is asked about, as something else. */
function readKind(typed: string): Reading<GatheringKind> {
  const [kind, ...more] = namedIn(typed, gatheringKindSchema.options, kindWords)
  // Longer words are no kind.
  if (more.length > 0 || !/\p{L}{2}/u.test(typed) || [...typed].length > 20)
    return { kind: 'again', say: phrase('dialog.pick-one') }
  return kind
    ? { kind: 'answer', value: kind }
    : { kind: 'unsure', value: 'other', say: phrase('holding.kind-is-other') }
}

export const kindStep = step({
  id: 'kind',
  ask: 'holding.kind',
  label: 'holding.kind.label',
  field: {
    ...oneOf<GatheringKind>(fixedOptions<GatheringKind>(kinds, kindWords), gatheringKindSchema, { read: readKind }),
    freeText: true,
  },
})

export const mainSteps = [
  step({
    id: 'title',
    ask: 'holding.title',
    explain: 'holding.title.explain',
    label: 'holding.title.label',
    field: titleField,
  }),
  step({
    id: 'when',
    ask: 'holding.when',
    explain: 'holding.when.explain',
    label: 'events.line.when',
    field: whenField,
    askIf: (_, facts) => !factsOf(facts).hasBegun,
  }),
  step({
    id: 'place',
    ask: 'holding.place',
    explain: 'holding.place.explain',
    label: 'events.line.place',
    field: textField({ min: 2, max: 60 }),
  }),
  step({
    id: 'places',
    ask: 'holding.places',
    explain: 'holding.places.explain',
    label: 'events.line.seats',
    field: placesField,
  }),
]

/** What has a good default; `asked` says whether the officer wants to go into it. */
export function furtherSteps(asked: (answers: Answers) => boolean) {
  const ahead = (answers: Answers, facts: Facts) => asked(answers) && !factsOf(facts).hasBegun
  return [
    step({
      id: 'unit',
      ask: 'holding.unit',
      explain: 'holding.unit.explain',
      label: 'holding.unit.label',
      field: oneOf(({ facts }) => factsOf(facts).units.map(({ id, name }) => ({ id, label: name })), z.string()),
      skippable: true,
      skipped: 'holding.skipped.unit',
      askIf: (answers, facts) => ahead(answers, facts) && factsOf(facts).units.length > 1,
    }),
    step({
      id: 'trades',
      ask: 'holding.trades',
      explain: 'holding.trades.explain',
      label: 'holding.trades.label',
      field: severalOf<Trade>(tradeOptions, tradeSchema),
      skippable: true,
      skipped: 'holding.skipped.anybody',
      askIf: ahead,
    }),
    step({
      id: 'ages',
      ask: 'holding.ages',
      explain: 'holding.ages.explain',
      label: 'holding.ages.label',
      field: agesField,
      skippable: true,
      skipped: 'holding.skipped.anybody',
      askIf: ahead,
    }),
    step({
      id: 'league',
      ask: 'holding.league',
      label: 'holding.league.label',
      field: leagueField,
      skippable: true,
      skipped: 'holding.skipped.anybody',
      askIf: ahead,
    }),
    step({
      id: 'opens',
      ask: 'holding.opens',
      explain: ({ facts }) => phrase(factsOf(facts).isOpen ? 'holding.opens-stays' : 'holding.opens.explain'),
      label: 'holding.opens.label',
      field: opensField,
      skippable: true,
      skipped: opensAnyhow,
      askIf: ahead,
    }),
    step({
      id: 'closes',
      ask: 'holding.closes',
      explain: 'holding.closes.explain',
      label: 'holding.closes.label',
      field: closesField,
      skippable: true,
      skipped: 'holding.skipped.closes',
      askIf: ahead,
    }),
    step({
      id: 'text',
      ask: 'holding.text',
      explain: 'holding.text.explain',
      label: 'holding.text.label',
      field: textField({ max: 500 }),
      skippable: true,
      skipped: 'holding.skipped.nothing',
      askIf: asked,
    }),
    step({
      id: 'picture',
      ask: 'holding.picture',
      explain: 'holding.picture.explain',
      label: 'holding.picture.label',
      field: pictureField,
      skippable: true,
      skipped: 'holding.skipped.nothing',
      // A photo sent before it was asked for is kept too.
      askIf: (answers) => asked(answers) || Array.isArray(answers.picture),
    }),
  ]
}

/** A beginning that has come stays, whatever is answered. */
function opensAnyhow(context: Context): string {
  const { isOpen, opens } = factsOf(context.facts)
  return (isOpen && opens && opensField.show(opens, context)) || text(context.language, 'holding.skipped.opens')
}

/** Rules across the answers: nothing in the past, a sign-up that ends after it begins and before the event. */
export function checkEvent(
  answers: Answers,
  facts: Facts,
  language: Language,
): { step: string; say: Phrase } | undefined {
  const { when, places, opens, closes } = eventAnswersSchema.parse(answers)
  const { zone, today, time, taken, isOpen, hasBegun } = factsOf(facts)
  if (when && !hasBegun && isPast({ date: when.date, time: when.from }, { today, time })) {
    return { step: 'when', say: phrase('holding.when-past') }
  }
  if (typeof places === 'number' && places < taken) return { step: 'places', say: phrase('holding.too-few', { taken }) }
  if (isOpen && opens && !isDeepStrictEqual(opens, factsOf(facts).opens)) {
    return { step: 'opens', say: phrase('holding.opens-stays') }
  }
  const startsAt = when && eventInstants(when, zone).startsAt
  const closesAt = closes && momentInstant(closes, zone)
  const opensAt = opens && momentInstant(opens, zone)
  const word = (instant: Instant) => startWord(language, instant, zone)
  if (startsAt && opensAt && opensAt >= startsAt) {
    return { step: 'opens', say: phrase('holding.opens-late', { opens: word(opensAt), starts: word(startsAt) }) }
  }
  if (startsAt && closesAt && closesAt > startsAt) {
    return { step: 'closes', say: phrase('holding.closes-late', { closes: word(closesAt), starts: word(startsAt) }) }
  }
  if (!opensAt || !closesAt || closesAt > opensAt) return undefined
  return { step: 'closes', say: phrase('holding.closes-early', { closes: word(closesAt), opens: word(opensAt) }) }
}
