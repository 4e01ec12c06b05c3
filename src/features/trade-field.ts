import { fixedOptions, namedIn, oneOf } from '../dialog/fields/choice'
import type { Field } from '../dialog/form'
import { type Trade, tradeSchema, trades } from '../domain/youth'
import { type PlainKey, phrase } from '../text/text'

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
  looking: [
    ...[
      '找工作',
      '没工作',
      '没有工作',
      '没活',
      '没有活',
      '没事做',
      '找活',
      '找事做',
      '失业',
      '待业',
      '下岗',
      '没上班',
      '没有上班',
    ],
    ...['looking', 'no job', 'no work', 'unemployed', 'out of work', 'jobless'],
  ],
  other: ['其他', '其它', '别的', 'other'],
}

const tradeLabels = Object.fromEntries(trades.map((trade) => [trade, `registration.trade-${trade}`])) as Record<
  Trade,
  PlainKey
>

export const tradeOptions = fixedOptions<Trade>(tradeLabels, tradeWords)

/** What somebody works as, also from a sentence. */
export const tradeField = oneOf<Trade>(tradeOptions, tradeSchema, { read: (typed) => readTrade(typed) })

/** 「在工地上干活」 names a trade when it holds words of exactly one. */
function readTrade(typed: string): ReturnType<Field<Trade>['read']> {
  const [trade, ...more] = tradesIn(typed)
  return trade && more.length === 0
    ? { kind: 'answer', value: trade }
    : { kind: 'again', say: phrase('dialog.pick-one') }
}

export function tradesIn(typed: string): Trade[] {
  return namedIn(typed, tradeSchema.options, tradeWords)
}
