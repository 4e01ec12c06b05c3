import type { ComplaintKind } from './complaint'

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
