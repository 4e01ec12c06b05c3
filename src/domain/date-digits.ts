import { readDigits, readInteger } from './chinese-number'

const named = /^(?:五一|六一|三八|八一|七一|五四)/

/** Numerals of a plain text as digits wherever they may belong to a date: 二零二五年三月十五 → 2025年3月15, 三四月 → 3、4月. */
export function dateDigits(plain: string): string {
  return plain
    .replace(/(?<=\d)。(?=\d)/g, '.')
    .replace(/(?<=[^\p{ASCII}])\s+|\s+(?=[^\p{ASCII}])/gu, '')
    .replace(/(?<![\d零一二三四五六七八九十百])十一(?=期间|长假|放假|假期|国庆)/g, '国庆')
    .replace(/[零一二三四五六七八九十百千万两]+/g, (run: string, at: number, whole: string) => {
      const before = whole[at - 1] ?? ''
      const after = whole.slice(at + run.length)
      return toDigits(run, before, after)
    })
}

function toDigits(run: string, before: string, after: string): string {
  if (named.test(run) && run.length === 2 && !/^[年月号日个天周]/.test(after)) return run
  if (/^[零一二三四五六七八九两]{2,}$/.test(run)) {
    if (/^年/.test(after) || run.length >= 4) return readDigits(run) ?? run
    return run.length === 2 && /^[月号日个天周年星礼]/.test(after)
      ? `${readDigits(run[0] ?? '')}、${readDigits(run[1] ?? '')}`
      : run
  }
  if (
    run.length === 1 &&
    run !== '十' &&
    !/[月年初期拜周双号到至或、和-]/.test(before) &&
    !/^[年月日号天个周星礼季点时、到至或和-]/.test(after)
  ) {
    return before === '' && after === '' ? (readDigits(run) ?? run) : run
  }
  const value = readInteger(run)
  return value === undefined ? run : `${value}`
}
