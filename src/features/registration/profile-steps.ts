import { z } from 'zod'
import { fixedOptions, oneOf, severalOf, yesNo } from '../../dialog/fields/choice'
import { textField } from '../../dialog/fields/text'
import { ageField, mobileField, personNameField } from '../../dialog/fields/values'
import { type Answers, type Context, type Facts, type Field, step } from '../../dialog/form'
import { type Trade, tradeSchema } from '../../domain/youth'
import { phrase } from '../../text/text'
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

const tradeWords: Partial<Record<Trade, readonly string[]>> = {
  building: ['工地', '建筑', '装修', '水电', '钢筋', '木工', '瓦工', '电焊', '搬砖', 'building', 'construction'],
  restaurant: ['餐馆', '餐饮', '饭店', '酒店', '服务员', '厨师', '后厨', '奶茶', 'restaurant'],
  factory: ['工厂', '厂里', '车间', '流水线', '普工', 'factory'],
  delivery: ['外卖', '快递', '骑手', '跑单', '送餐', 'delivery'],
  cleaning: ['保洁', '清洁', '环卫', 'cleaning'],
  domestic: ['家政', '保姆', '月嫂', 'housework'],
  shop: ['商店', '超市', '店员', '收银', '导购', 'shop'],
  security: ['保安', 'security'],
  hairdressing: ['美发', '理发', '美容', '美甲', 'hair'],
  logistics: ['物流', '仓库', '司机', '货车', '分拣', 'driver'],
  office: ['办公室', '文员', '客服', 'office'],
  looking: ['找工作', '没工作', '失业', '待业', 'looking'],
  other: ['其他', '其它', '别的', 'other'],
}

const tradeField = oneOf<Trade>(
  fixedOptions<Trade>(
    {
      building: 'registration.trade-building',
      restaurant: 'registration.trade-restaurant',
      factory: 'registration.trade-factory',
      delivery: 'registration.trade-delivery',
      cleaning: 'registration.trade-cleaning',
      domestic: 'registration.trade-domestic',
      shop: 'registration.trade-shop',
      security: 'registration.trade-security',
      hairdressing: 'registration.trade-hairdressing',
      logistics: 'registration.trade-logistics',
      office: 'registration.trade-office',
      looking: 'registration.trade-looking',
      other: 'registration.trade-other',
    },
    tradeWords,
  ),
  tradeSchema,
  { read: (typed) => readTrade(typed) },
)

/** 「在工地上干活」 names a trade when it holds words of exactly one. */
function readTrade(typed: string): ReturnType<Field<Trade>['read']> {
  const said = typed.normalize('NFKC').toLowerCase()
  const named = tradeSchema.options.filter((trade) => tradeWords[trade]?.some((word) => said.includes(word)))
  const [trade] = named
  return trade && named.length === 1
    ? { kind: 'answer', value: trade }
    : { kind: 'again', say: phrase('dialog.pick-one') }
}

function pointsOf(facts: Facts): readonly PointFact[] {
  return (facts.points as readonly PointFact[] | undefined) ?? []
}

const pointsField = severalOf(
  ({ facts }: Context) => pointsOf(facts).map(({ id, name }) => ({ id, label: name })),
  z.string(),
)

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
    field: textField({ max: 60 }),
    skippable: true,
    askIf: asked,
  }),
  step({
    id: 'worksAt',
    ask: 'registration.works-at',
    explain: 'registration.works-at-explain',
    label: 'registration.works-at-label',
    field: textField({ max: 60 }),
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
    field: yesNo({ yes: 'registration.league-yes', no: 'registration.league-no' }),
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
