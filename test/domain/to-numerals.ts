export const numerals = '零一二三四五六七八九'

/** An independent writer of numerals: 18050 → 一万八千零五十. */
export function toNumerals(value: number): string {
  if (value >= 1e8) return join(toNumerals(Math.floor(value / 1e8)), '亿', value % 1e8, 1e7)
  if (value >= 1e4) return join(toNumerals(Math.floor(value / 1e4)), '万', value % 1e4, 1e3)
  if (value >= 1000) return join(numerals[Math.floor(value / 1000)] ?? '', '千', value % 1000, 100)
  if (value >= 100) return join(numerals[Math.floor(value / 100)] ?? '', '百', value % 100, 10)
  if (value >= 10) return join(numerals[Math.floor(value / 10)] ?? '', '十', value % 10, 1)
  return numerals[value] ?? ''
}

function join(head: string, unit: string, rest: number, full: number): string {
  if (rest === 0) return head + unit
  return head + unit + (rest < full ? '零' : '') + toNumerals(rest)
}
