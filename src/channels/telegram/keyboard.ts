import { menuCommandOf, menuFor } from '../../bot/menu'
import type { Recipient } from '../../delivery/messenger'
import type { Language } from '../../domain/language'
import type { Body, Choice } from '../../domain/message'
import { text } from '../../text/text'

/** As wide as a cheap phone shows without cutting, in half-width characters. */
const rowWidth = 26
const mostInRow = 3

/** The buttons under a message, short ones side by side; the ways past a question have a row of their own. */
function inlineRows(choices: readonly Choice[], language: Language) {
  const rows: { text: string; callback_data: string }[][] = []
  const ways = new Set([text(language, 'dialog.skip'), text(language, 'dialog.back'), text(language, 'dialog.cancel')])
  const firstWay = choices.find(({ label }) => ways.has(label))
  let room = 0
  for (const choice of choices) {
    const { label, value } = choice
    const width = widthOf(label) + 4
    const row = choice === firstWay ? undefined : rows.at(-1)
    if (row && row.length < mostInRow && width <= room) row.push({ text: label, callback_data: value })
    else {
      rows.push([{ text: label, callback_data: value }])
      room = rowWidth
    }
    room -= width
  }
  return firstAlone(rows)
}

/** Of three the last, such as 「以后别问」, must not be the widest: the first has the row. */
function firstAlone<T extends { text: string }>(rows: T[][]): T[][] {
  const [[first, second, ...more] = [], [third, ...beside] = [], ...others] = rows
  if (!first || !second || !third || more.length + beside.length + others.length > 0) return rows
  const fits = widthOf(second.text) + widthOf(third.text) + 8 <= rowWidth
  return fits ? [[first], [second, third]] : rows
}

function widthOf(label: string): number {
  return [...label].reduce((width, character) => width + (character.charCodeAt(0) > 0x2e80 ? 2 : 1), 0)
}

/**
 * What stands under a message: its choices, or a tap that gives the phone number. An answer with neither brings the menu to where the
 * keyboard is; a message has room for one only, so after `/start` Telegram's own menu button has to do until then. What was not asked for
 * brings nothing: it must not take away the keys of a question that stands open.
 */
export function markupFor(
  { choices, asks }: Body,
  { language, isOfficer }: Recipient,
  isAnswer: boolean,
): object | undefined {
  if (asks === 'phone') return contactKeyboard(choices, language)
  if (choices.length > 0) return { inline_keyboard: inlineRows(choices, language) }
  return isAnswer ? menuKeyboard(language, isOfficer) : undefined
}

/** One's own card can be given only by a button of the keyboard; what else could be chosen is then typed by it. */
function contactKeyboard(choices: readonly Choice[], language: Language): object {
  const share = [{ text: text(language, 'telegram.share-phone'), request_contact: true }]
  const others = choices.map(({ label }) => [{ text: label }])
  return { keyboard: [share, ...others], resize_keyboard: true, one_time_keyboard: true }
}

const mark = '☰ '

function menuKeyboard(language: Language, isOfficer: boolean): object {
  const entries = menuFor(language, undefined).map(({ label }) => ({ text: `${mark}${label}` }))
  const officer = isOfficer ? [[{ text: text(language, 'command.officer') }]] : []
  return { keyboard: [entries, ...officer], resize_keyboard: true, is_persistent: true }
}

/** The command behind a key of the menu, which arrives as a text; in any language, since keyboards stay as they were. */
export function entryCommand(typed: string): string | undefined {
  return typed.startsWith(mark) ? menuCommandOf(typed.slice(mark.length)) : undefined
}
