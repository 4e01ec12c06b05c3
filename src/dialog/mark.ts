/** A short mark of what was shown: a button of another showing is told by it. FNV-1a, 32 bits. */
export function markOf(shown: string): string {
  let hash = 0x811c9dc5
  for (const character of shown) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(36)
}
