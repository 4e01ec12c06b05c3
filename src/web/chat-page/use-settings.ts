import { useCallback, useEffect, useState } from 'react'
import { loadSettings, plainSettings, type Settings, saveSettings, showSettings, watchSystemTheme } from './settings'

export type ChangeSettings = (change: Partial<Settings> | null) => void

/** The settings and the way to change them; null puts them back and keeps nothing. */
export function useSettings(): [Settings, ChangeSettings] {
  const [settings, setSettings] = useState(loadSettings)
  useEffect(() => {
    showSettings(settings)
    return watchSystemTheme(() => showSettings(settings))
  }, [settings])
  const change = useCallback<ChangeSettings>(
    (change) => {
      if (change === null) return setSettings(plainSettings)
      const changed = { ...settings, ...change }
      saveSettings(changed)
      setSettings(changed)
    },
    [settings],
  )
  return [settings, change]
}
