import { useRef, useState } from 'react'
import type { Language } from '../../domain/language'
import { ForgetDialog } from './ForgetDialog'
import { CloseIcon, PhoneIcon } from './icons'
import { OptionGroup } from './OptionGroup'
import { usePageText } from './page-text'
import type { Settings } from './settings'
import { canSpeak } from './speech'
import { useModalFocus } from './use-modal-focus'

interface SettingsPanelProps {
  settings: Settings
  language: Language
  unsent: number
  canReturn: boolean
  onSettings: (change: Partial<Settings>) => void
  onLanguage: (language: Language) => void
  onReturn: () => void
  onForget: () => Promise<boolean>
  onClose: () => void
}

export function SettingsPanel(props: SettingsPanelProps) {
  const { settings, language, unsent, canReturn, onSettings, onLanguage, onReturn, onForget, onClose } = props
  const text = usePageText()
  const panel = useRef<HTMLDivElement>(null)
  const [isForgetting, setForgetting] = useState(false)
  const onKeyDown = useModalFocus(panel, onClose)
  return (
    <div className="overlay">
      <button type="button" className="overlay__mask" tabIndex={-1} aria-hidden="true" onClick={onClose} />
      <div
        ref={panel}
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby="settings-title"
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div className="sheet__head">
          <h2 className="sheet__title" id="settings-title">
            {text('page.settings')}
          </h2>
          <button type="button" className="icon-button" aria-label={text('page.close')} onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        <div className="sheet__body">
          <div className="hotlines">
            <a className="hotline" href="tel:110">
              <PhoneIcon />
              {text('page.hotlines.police')}
            </a>
            <a className="hotline" href="tel:120">
              <PhoneIcon />
              {text('page.hotlines.ambulance')}
            </a>
          </div>
          <OptionGroup
            name="language"
            legend={text('page.settings.language')}
            options={[
              ['zh-CN', '中文'],
              ['en', 'English'],
            ]}
            value={language}
            onChoose={onLanguage}
          />
          <OptionGroup
            name="type"
            legend={text('page.settings.type')}
            options={(['normal', 'large', 'huge'] as const).map((size) => [size, text(`page.settings.type.${size}`)])}
            value={settings.type}
            onChoose={(type) => onSettings({ type })}
          />
          <OptionGroup
            name="theme"
            legend={text('page.settings.theme')}
            options={(['system', 'light', 'dark'] as const).map((name) => [name, text(`page.settings.theme.${name}`)])}
            value={settings.theme}
            onChoose={(theme) => onSettings({ theme })}
          />
          {canSpeak && (
            <label className="switch-line">
              <span>
                {text('page.settings.aloud')}
                <small>{text('page.settings.aloud.hint')}</small>
              </span>
              <input
                type="checkbox"
                role="switch"
                className="weui-switch"
                checked={settings.isReadAloud}
                aria-checked={settings.isReadAloud}
                onChange={(event) => onSettings({ isReadAloud: event.target.checked })}
              />
            </label>
          )}
          {canReturn && (
            <button type="button" className="sheet__action" onClick={onReturn}>
              {text('page.settings.return')}
            </button>
          )}
          {canReturn && (
            <button
              type="button"
              className="sheet__action sheet__action_warn"
              aria-haspopup="dialog"
              onClick={() => setForgetting(true)}
            >
              {text('page.settings.forget')}
            </button>
          )}
        </div>
      </div>
      {isForgetting && <ForgetDialog unsent={unsent} onForget={onForget} onClose={() => setForgetting(false)} />}
    </div>
  )
}
