/** A typed word made comparable: width, case, space and closing punctuation do not matter. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s。.!！~～,，、;；]+$/u, '')
    .replace(/\s+/g, ' ')
}

/** What stands in quotes when the whole text is quoted: 「投诉」 means the word, not the command. */
export function literal(text: string): string | undefined {
  return text.trim().match(/^[「『“"‘'《](.+)[」』”"’'》]$/u)?.[1]
}

/** A whole number typed as digits, such as 3, ３ or "3、". */
export function typedNumber(text: string): number | undefined {
  const digits = plainWord(text).match(/^(\d{1,3})[)）:：]?$/)?.[1]
  return digits ? Number(digits) : undefined
}

/** Several numbers typed in a row: "1 3", "1、3". */
export function typedNumbers(text: string): number[] | undefined {
  const parts = plainWord(text).split(/[\s,，、和&+]+/)
  return parts.every((part) => /^\d{1,3}$/.test(part)) ? parts.map(Number) : undefined
}
