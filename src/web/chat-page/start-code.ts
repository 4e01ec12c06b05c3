/** The code of the poster that was scanned, from `?start=CODE`. */
export function readStartCode(search: string): string | null {
  const found = /[?&]start=([A-Za-z0-9_-]{1,64})(&|$)/.exec(search)
  return found?.[1] ?? null
}

/** So that a reload does not offer the same code again. */
export function dropStartCode(): void {
  history.replaceState(null, '', location.pathname)
}
