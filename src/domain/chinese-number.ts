const digitByNumeral = new Map([...'零一二三四五六七八九'].map((numeral, digit) => [numeral, digit]))
digitByNumeral.set('两', 2)

const units = [
  { sign: '亿', zeros: 8 },
  { sign: '万', zeros: 4 },
  { sign: '千', zeros: 3 },
  { sign: '百', zeros: 2 },
  { sign: '十', zeros: 1 },
] as const

/** 「二零二五」 → "2025": a number spelt digit by digit. */
export function readDigits(text: string): string | undefined {
  let digits = ''
  for (const character of text) {
    const digit = /\d/.test(character) ? Number(character) : digitByNumeral.get(character)
    if (digit === undefined) return undefined
    digits += digit
  }
  return digits === '' ? undefined : digits
}

/**
 * A whole number in plain text (see plainText), in digits, numerals or both: 18000, 一万八, 1万8, 三千零五, 一八零零零.
 * Undefined where the text is no number or can be read in two ways (一万八五, 1万85).
 */
export function readInteger(text: string): number | undefined {
  if (/^\d+$/.test(text)) return text.length > 15 ? undefined : Number(text)
  if (/^[零一二三四五六七八九]{3,12}$/.test(text)) return Number(readDigits(text))
  return readFrom(text, 0)
}

function readFrom(text: string, level: number): number | undefined {
  const unit = units[level]
  if (!unit) return text.length === 1 || /^\d{1,8}$/.test(text) ? toNumber(readDigits(text)) : undefined
  const at = text.indexOf(unit.sign)
  if (at < 0) return readFrom(text, level + 1)
  const head = readHead(text.slice(0, at), level, unit.zeros)
  const tail = readTail(text.slice(at + 1), level, unit.zeros)
  return head === undefined || tail === undefined ? undefined : head * 10 ** unit.zeros + tail
}

function readHead(text: string, level: number, zeros: number): number | undefined {
  if (text === '') return zeros === 1 ? 1 : undefined
  if (/[百千][一二三四五六七八九]$/.test(text)) return undefined
  const head = readFrom(text, level + 1)
  if (head === undefined || head === 0) return undefined
  const limit = zeros >= 4 ? 9999 : 9
  return head <= limit || (zeros > 1 && /^\d+$/.test(text)) ? head : undefined
}

function readTail(text: string, level: number, zeros: number): number | undefined {
  if (text === '') return 0
  if (/^[零0]/.test(text)) {
    const rest = text.replace(/^[零0]+/, '')
    if (/^\d+$/.test(text) && text.length > zeros) return undefined
    const value = readFrom(rest, level + 1)
    return value !== undefined && value > 0 && value < 10 ** (zeros - 1) ? value : undefined
  }
  if (/^\d{2,}$/.test(text)) {
    // 1万8500 and 1万800 are plain; 1万85 may be 10,085 or 18,500
    const isPlain = text.length === zeros || (zeros === 4 && text.length === 3)
    return isPlain ? Number(text) : undefined
  }
  const value = readFrom(text, level + 1)
  if (value === undefined || value >= 10 ** zeros) return undefined
  return text.length === 1 ? value * 10 ** (zeros - 1) : value
}

function toNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits)
}
