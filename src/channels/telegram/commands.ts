import { createHash } from 'node:crypto'
import { menuFor } from '../../bot/menu'
import type { Language } from '../../domain/language'
import { settings } from '../../store/collections'
import type { Store } from '../../store/store'
import { text } from '../../text/text'
import type { Api } from './api'

const setting = 'telegram-commands'

/** The commands that Telegram lists beside the line to write on, as the menu has them. */
function commandsIn(language: Language): { command: string; description: string }[] {
  const items = menuFor(language, undefined).flatMap((entry) => entry.items)
  const more = (['menu', 'cancel', 'back', 'skip'] as const).map((name) => ({
    label: text(language, `command.${name}`),
    command: `/${name}`,
  }))
  return [...items, ...more].map(({ command, label }) => ({ command: command.slice(1), description: label }))
}

/** Chinese for everybody, English for those whose Telegram is; told only when they have changed: the call is rate-limited. */
export async function tellCommands(api: Pick<Api, 'call'>, store: Store, bot: number): Promise<void> {
  const lists = [
    { commands: commandsIn('zh-CN') },
    { commands: commandsIn('zh-CN'), language_code: 'zh' },
    { commands: commandsIn('en'), language_code: 'en' },
  ]
  const value = createHash('sha256')
    .update(JSON.stringify([bot, lists]))
    .digest('hex')
  const told = await store.read((tx) => tx.get(settings, setting))
  if (told?.value === value) return
  for (const list of lists) await api.call('setMyCommands', list)
  await store.write(['rule:telegram-commands'], (tx) => tx.put(settings, { id: setting, value }))
}
