import { plainWord } from '../dialog/words'
import type { Account } from '../domain/account'
import type { Choice, HistoryEntry } from '../domain/message'
import { type Action, actionChoice, actionIn } from '../features/feature'
import type { ReadTx } from '../store/store'
import { newestLines } from './newest-lines'
import { type YesNo, yesNoIn } from './yes-no'

/** So many lines back a button still stands before somebody's eyes. */
const most = 30

/** So many may have come since somebody last wrote. */
const mostUnanswered = 8

/** The buttons a number means: the bot may have written by itself since it answered, then those of that. */
export async function numberedButtons(tx: ReadTx, account: Account, offered: readonly Choice[]) {
  const newest = actionsOf((await newestLines(tx, account, 1)).at(-1))
  const isNew = newest.length > 0 && !newest.some(({ value }) => offered.some((choice) => choice.value === value))
  return isNew ? newest : offered
}

/** What a text answers: `more`: with something else beside it. */
export interface InSight {
  value: string
  more: boolean
}

/**
 * The value of the button that somebody typed instead of pressing it, or nearly, or answered in other words. The bot's last answer was
 * looked at before; here are the messages that it sent by itself too, whose buttons are answered hours later.
 */
export async function buttonInSight(
  tx: ReadTx,
  account: Account,
  typed: string,
  actions: Actions,
): Promise<InSight | undefined> {
  const lines = await newestLines(tx, account, most)
  const exact = labelled(lines, typed)
  if (exact) return exact
  const word = core(typed)
  const said = yesNoIn(typed)
  const meant = ({ label }: Choice) => namesOf(label).some((name) => core(name) === word)
  for (const [back, line] of lines.toReversed().entries()) {
    const buttons = actionsOf(line)
    const named = buttons.find(meant)
    if (named) return { value: named.value, more: false }
    if (!said || (back > 0 && said.isNod)) continue
    const value = answerAmong(buttons, said, actions)
    if (value !== undefined) return { value, more: said.more }
    // It was said to this, and to nothing older that stands under another thing.
    if (buttons.some((button) => isAboutOne(actionOf(button, actions)))) return undefined
  }
  return undefined
}

/** What a yes or no is to the newest message, if that asks for one: it goes before words that mean something of their own elsewhere. */
export async function answerToNewest(
  tx: ReadTx,
  account: Account,
  typed: string,
  actions: Actions,
): Promise<InSight | undefined> {
  const said = yesNoIn(typed)
  if (!said) return undefined
  const lines = await newestLines(tx, account, mostUnanswered)
  const exact = labelled(lines, typed)
  if (exact) return exact
  const value = answerAmong(actionsOf(lines.at(-1)), said, actions)
  return value === undefined ? undefined : { value, more: said.more }
}

/**
 * The button that bears exactly these words, on one of the messages that came since the person last wrote: 「要」 under a seat that is offered
 * is no yes to the invitation that came after it.
 */
function labelled(lines: readonly HistoryEntry[], typed: string): InSight | undefined {
  const word = plainWord(typed)
  for (const line of lines.toReversed()) {
    if (line.from === 'me') return undefined
    const button = actionsOf(line).find(({ label }) => plainWord(label) === word)
    if (button) return { value: button.value, more: false }
  }
  return undefined
}

type Actions = ReadonlyMap<string, Pick<Action, 'answers' | 'unlessNot'>>

/**
 * The button for a yes or a no. Where one could only be undone, or looked at, a yes is said in place of it and a shake of the head is about
 * something else; of several to choose from none is meant.
 */
function answerAmong(buttons: readonly Choice[], said: YesNo, actions: Actions): string | undefined {
  let otherwise: string | undefined
  for (const button of buttons) {
    const { id, argument, answers, unlessNot } = actionOf(button, actions)
    if (answers === said.answer && !(unlessNot && said.isNod)) return button.value
    const isOnly = buttons.every((other) => other === button || actionOf(other, actions).id !== id)
    // A nod is enough to stay, and not to begin something.
    const isSaid = said.answer === 'yes' && (answers !== undefined || !said.isNod)
    if (unlessNot && isSaid && isOnly) otherwise ??= actionChoice('', unlessNot, argument).value
  }
  return otherwise
}

function actionOf({ value }: Choice, actions: Actions) {
  const { id = '', argument } = actionIn(value)
  return { id, argument, ...actions.get(id) }
}

function isAboutOne({ answers, unlessNot }: ReturnType<typeof actionOf>): boolean {
  return answers !== undefined || unlessNot !== undefined
}

/** The whole, or a part of 「去不了，取消报名」; not the nod that begins 「好，转给他」. */
function namesOf(label: string): string[] {
  return [label, ...label.split(/[，,]/).filter((part) => [...part.trim()].length > 2)]
}

function actionsOf(line: HistoryEntry | undefined): Choice[] {
  return line === undefined || line.from === 'me' ? [] : line.choices.filter(({ value }) => value.startsWith('!'))
}

/** Without what is said around it: 「我想去」 and 「去吧」 are 「去」. */
function core(words: string): string {
  const plain = plainWord(words).replace(/\?$/, '')
  return plain.replace(/(?<=.)[了的吧啊呀哦呢嘛]+$/u, '').replace(/^我?(要|想|会)?(?=.)/u, '')
}
