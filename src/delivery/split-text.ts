/** Parts of at most `limit` UTF-16 units, broken at a paragraph, else a line, else between characters. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > limit) {
    const end = breakBefore(rest, limit)
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return [...parts, rest]
}

function breakBefore(text: string, limit: number): number {
  for (const mark of ['\n\n', '\n', '。', ' ']) {
    const at = text.lastIndexOf(mark, limit - mark.length)
    if (at > limit / 2) return at + mark.length
  }
  // Never between the halves of one character.
  const code = text.charCodeAt(limit)
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit
}
