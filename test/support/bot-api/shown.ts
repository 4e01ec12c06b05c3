import type { Kept } from './chats'
import type { Button, KeyboardButton } from './shapes'
import type { StoredFile } from './stored-files'

/** A message of the bot as the person sees it now. */
export interface Shown {
  id: number
  text: string
  buttons: Button[][]
  /** What the message put in the place of the phone's own keyboard. */
  keyboard: KeyboardButton[][] | 'removed' | null
  file: StoredFile | null
  edited: boolean
}

export function shownOf({ message, markup, file }: Kept): Shown {
  return {
    id: message.message_id,
    text: message.text ?? message.caption ?? '',
    buttons: message.reply_markup?.inline_keyboard ?? [],
    keyboard: keyboardOf(markup),
    file,
    edited: message.edit_date !== undefined,
  }
}

function keyboardOf(markup: Kept['markup']): Shown['keyboard'] {
  if (!markup) return null
  if ('remove_keyboard' in markup) return 'removed'
  return 'keyboard' in markup ? markup.keyboard : null
}

/** The newest message with a button of these words; the one with no other words first. */
export function buttonIn(messages: readonly Shown[], label: string): { message: Shown; data: string } | null {
  for (const message of messages.toReversed()) {
    const pressable = message.buttons.flat().filter((button) => button.callback_data !== undefined)
    const button = pressable.find(({ text }) => text === label) ?? pressable.find(({ text }) => text.includes(label))
    if (button) return { message, data: button.callback_data! }
  }
  return null
}

/** The keyboard that stands now. */
export function keyboardIn(messages: readonly Shown[]): KeyboardButton[][] {
  const last = messages.findLast(({ keyboard }) => keyboard !== null)?.keyboard
  return Array.isArray(last) ? last : []
}

/** For a failing test to say what stood there instead. */
export function inWords(messages: readonly Shown[]): string {
  const lines = messages.slice(-5).map(({ text, buttons }) => {
    const labels = buttons.flat().map((button) => `[${button.text}]`)
    return `  ${JSON.stringify(text)} ${labels.join(' ')}`
  })
  return `the newest messages:\n${lines.join('\n') || '  none'}`
}
