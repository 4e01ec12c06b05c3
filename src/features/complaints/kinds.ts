import { fixedOptions, oneOf } from '../../dialog/fields/choice'
import { type ComplaintKind, complaintKindSchema } from '../../domain/complaint'
import { kindInWords } from '../../domain/complaint-signs'
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
