import { localMemory } from './local-memory'

export interface Settings {
  type: 'normal' | 'large' | 'huge'
  theme: 'system' | 'light' | 'dark'
  isReadAloud: boolean
}

export const plainSettings: Settings = { type: 'normal', theme: 'system', isReadAloud: false }

export function loadSettings(): Settings {
  try {
    const stored = JSON.parse(localMemory.get('settings') ?? '{}') as Partial<Record<keyof Settings, unknown>>
    return {
      type: stored.type === 'large' || stored.type === 'huge' ? stored.type : 'normal',
      theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : 'system',
      isReadAloud: stored.isReadAloud === true,
    }
  } catch {
    return plainSettings
  }
}

export function saveSettings(settings: Settings): void {
  localMemory.set('settings', JSON.stringify(settings))
}

const darkQuery = () => window.matchMedia('(prefers-color-scheme: dark)')

export function showSettings(settings: Settings): void {
  const isDark = settings.theme === 'dark' || (settings.theme === 'system' && darkQuery().matches)
  document.documentElement.setAttribute('data-type', settings.type)
  document.documentElement.setAttribute('data-theme', isDark ? 'dark' : 'light')
  document.body.setAttribute('data-weui-theme', isDark ? 'dark' : 'light')
}

/** Calls back when the phone turns dark or light; returns the way to stop. */
export function watchSystemTheme(onChange: () => void): () => void {
  const query = darkQuery()
  // addEventListener is missing on Safari 12's media queries.
  query.addListener(onChange)
  return () => query.removeListener(onChange)
}
