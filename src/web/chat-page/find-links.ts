export type TextPart = { kind: 'text' | 'phone' | 'link' | 'code'; text: string }

const pattern = /https?:\/\/[^\s<>"'，。；！？、）」』”]+|[A-Z]{2}-\d{8}-\d+|\d[\d-]*\d/g
// Short public numbers (110, 12333 …); mobiles; numbers with an area code; 400 and 800 numbers.
const phone = /^(1(10|19|20|22)|12\d{3}|1[3-9]\d{9}|0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4}|[48]00-?\d{4}-?\d{3})$/
/** A case's number: read out over the telephone, so better not broken in two. */
const code = /^[A-Z]{2}-\d{8}-\d+$/
/** After these a number is an amount, a date or a measure and not a number to call. */
const unitAfter =
  /^\s*([元块天日月年号人岁个名次米小时分点秒条张%％¥.:：,]|万|千|百|公里|yuan|CNY|RMB|days?|hours?|people|km)/i
const amountBefore = /([¥￥$.:：,第]|No\.?|no\.)\s*$/

/** Cuts a text into plain parts, numbers to call, web addresses and codes. */
export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const start = found.index
    const word = found[0].replace(/[.,;:!?)]+$/, '')
    const kind = kindOf(text, start, word)
    if (kind === 'text') continue
    if (start > end) parts.push({ kind: 'text', text: text.slice(end, start) })
    parts.push({ kind, text: word })
    end = start + word.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

function kindOf(text: string, start: number, word: string): TextPart['kind'] {
  if (/^http/.test(word)) return 'link'
  if (code.test(word)) return 'code'
  return isPhone(text, start, word) ? 'phone' : 'text'
}

function isPhone(text: string, start: number, word: string): boolean {
  if (!phone.test(word)) return false
  const before = text.slice(0, start)
  const after = text.slice(start + word.length)
  if (/[A-Za-z0-9]$/.test(before) || /^[A-Za-z0-9]/.test(after)) return false
  // A sentence may well end after the number; a comma or point matters only between digits.
  if (/^[.,:：]/.test(after)) return !/^[.,:：]\d/.test(after)
  if (unitAfter.test(after)) return false
  return !(word.length <= 5 && amountBefore.test(before) && !/[:：]\s*$/.test(before))
}
