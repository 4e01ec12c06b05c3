const prefix = 'lianxin.'

/** localStorage under our prefix; where it is blocked or full the page goes on without. */
export const localMemory = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(prefix + key)
    } catch {
      return null
    }
  },
  /** True when it is kept. */
  set(key: string, value: string): boolean {
    try {
      localStorage.setItem(prefix + key, value)
      return true
    } catch {
      return false
    }
  },
  delete(key: string): void {
    try {
      localStorage.removeItem(prefix + key)
    } catch {
      // Nothing was kept there.
    }
  },
  keys(): string[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
    } catch {
      return []
    }
  },
}
