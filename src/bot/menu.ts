import type { Language } from '../domain/language'
import type { Officer } from '../domain/officer'
import { actionChoice, type Scene } from '../features/feature'
import { allTexts, type PlainKey, text } from '../text/text'

interface MenuEntry {
  label: PlainKey
  items: readonly { label: PlainKey; command: string }[]
}

/** The menu an Official Account can have: three entries of at most five. Language and privacy stand in the settings. */
const menu: readonly MenuEntry[] = [
  {
    label: 'menu.rights',
    items: [
      { label: 'command.complain', command: 'complain' },
      { label: 'command.cases', command: 'cases' },
      { label: 'command.hotlines', command: 'hotlines' },
      { label: 'command.urgent', command: 'urgent' },
      { label: 'command.help', command: 'help' },
    ],
  },
  {
    label: 'menu.events',
    items: [
      { label: 'command.events', command: 'events' },
      { label: 'command.signups', command: 'signups' },
      { label: 'command.checkin', command: 'checkin' },
      { label: 'command.contact', command: 'contact' },
    ],
  },
  {
    label: 'menu.mine',
    items: [
      { label: 'command.register', command: 'register' },
      { label: 'command.me', command: 'me' },
      { label: 'command.return', command: 'return' },
      { label: 'command.settings', command: 'settings' },
    ],
  },
]

/** The menu as a channel shows it; an officer's last entry begins with the workbench. */
export function menuFor(language: Language, officer: Officer | undefined) {
  return menu.map((entry, index) => ({
    label: text(language, entry.label),
    items: [
      ...(officer && index === menu.length - 1 ? [{ label: 'command.officer' as const, command: 'officer' }] : []),
      ...entry.items,
    ].map(({ label, command }) => ({ label: text(language, label), command: `/${command}` })),
  }))
}

/** The menu in words, for channels and people that have no buttons. */
export function menuText(language: Language, officer: Officer | undefined): string {
  const lines = menuFor(language, officer).map(
    ({ label, items }) => `【${label}】${items.map((item) => item.label).join(' · ')}`,
  )
  return [text(language, 'bot.menu'), ...lines].join('\n')
}

/** The whole menu, or with `/menu 2` one entry with its items as buttons. */
export function sayMenu(scene: Scene, officer: Officer | undefined, number: string): void {
  const { language } = scene
  const entry = menuFor(language, officer)[Number(number) - 1]
  scene.say({
    text: entry ? text(language, 'bot.menu-entry', { entry: entry.label }) : menuText(language, officer),
    choices: (entry?.items ?? []).map(({ label, command }) => actionChoice(label, 'command', command.slice(1))),
  })
}

/** The command behind a key of a channel that shows the three entries as a keyboard; undefined for any other text. */
export function menuCommandOf(key: string): string | undefined {
  const index = menu.findIndex(({ label }) => Object.values(allTexts).some((texts) => texts[label] === key.trim()))
  return index < 0 ? undefined : `/menu ${index + 1}`
}
