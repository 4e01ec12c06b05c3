import { fixedOptions, oneOf } from '../../dialog/fields/choice'
import { type ComplaintKind, complaintKindSchema } from '../../domain/complaint'
import type { Language } from '../../domain/language'
import { type PlainKey, phrase, text } from '../../text/text'

/** In the order asked: what comes most often stands first. */
const labels = {
  'own-wage': 'complaints.kind-own-wage',
  'team-wage': 'complaints.kind-team-wage',
  injury: 'complaints.kind-injury',
  'no-contract': 'complaints.kind-no-contract',
  'contract-price': 'complaints.kind-contract-price',
  overtime: 'complaints.kind-overtime',
  insurance: 'complaints.kind-insurance',
  minor: 'complaints.kind-minor',
  women: 'complaints.kind-women',
  schooling: 'complaints.kind-schooling',
  other: 'complaints.kind-other',
} as const satisfies Record<ComplaintKind, PlainKey>

const words = {
  'own-wage': ['工资', '欠薪', '讨薪', '拖欠工资', '欠工资', '我的工资', 'wages', 'wage', 'pay'],
  'team-wage': ['班组', '班组工资', '大家的工资', 'team'],
  injury: ['工伤', '受伤', 'injury'],
  'no-contract': ['没合同', '合同', '没签合同', 'contract'],
  'contract-price': ['工程款', '材料款', '包工款', 'project money'],
  overtime: ['加班', '加班费', 'overtime'],
  insurance: ['社保', '保险', '五险', 'insurance'],
  minor: ['未成年', '童工', 'minor'],
  women: ['怀孕', '产假', '女工', 'women'],
  schooling: ['上学', '学校', 'school'],
  other: ['其他', '其它', '别的', 'other'],
} satisfies Record<ComplaintKind, readonly string[]>

/** What a sentence is most likely about; the first that fits, so what is told apart stands before what is common. */
const signs: readonly [RegExp, ComplaintKind][] = [
  [/工程款|材料款|包工款|承包款|project money/i, 'contract-price'],
  [/工伤|受伤|摔|砸|骨折|职业病|injur/i, 'injury'],
  [/加班|overtime/i, 'overtime'],
  [/社保|五险|保险|insurance/i, 'insurance'],
  [/(?:我们|大家|班组|工友|几个人|所有人).*(?:工资|工钱|薪|钱)|our wages/i, 'team-wage'],
  [/工资|工钱|欠薪|讨薪|不给钱|没给钱|不发钱|拖欠|血汗钱|wage|salary|unpaid/i, 'own-wage'],
  [/怀孕|产假|哺乳|pregnan/i, 'women'],
  [/童工|未成年|minor/i, 'minor'],
  [/上学|入学|转学|school/i, 'schooling'],
  [/合同|contract/i, 'no-contract'],
]

export function kindInWords(typed: string): ComplaintKind | undefined {
  return signs.find(([sign]) => sign.test(typed))?.[1]
}

const unpaid =
  /(?:不|没|没有|未)(?:给|发|付|结|到)[^，。,]{0,4}(?:钱|款|薪|工资|工钱)|(?:钱|款|薪|工资|工钱)[^，。,]{0,6}(?:不给|没给|不发|没发|不结|没结|没付|没到|拖|欠)|(?:拖|欠|扣)(?:着|了)?(?:我们?|大家)?(?:的)?(?:钱|薪|工资|工钱)|讨薪|血汗钱|unpaid|(?:not|n't|never) (?:been |get |got )?(?:paid?|paying)|owes? (?:me|us)/i

/** Whether it is clearly about wages that were not paid; 「要领工资」 is not. */
export function saysUnpaid(typed: string): boolean {
  return unpaid.test(typed)
}

export const kindField = oneOf(fixedOptions(labels, words), complaintKindSchema, {
  read(typed, { language }) {
    const kind = kindInWords(typed)
    if (!kind) return { kind: 'again', say: phrase('dialog.pick-one') }
    return { kind: 'unsure', value: kind, say: phrase('complaints.is-it', { kind: showKind(kind, language) }) }
  },
})

export function showKind(kind: ComplaintKind | null, language: Language): string {
  return text(language, kind ? labels[kind] : 'complaints.kind-open')
}
