import { plainWord } from '../dialog/words'
import type { Account } from '../domain/account'
import type { Choice, HistoryEntry } from '../domain/message'
import type { ReadTx } from '../store/store'
import { newestLines } from './newest-lines'

/** So many lines back a button still stands before somebody's eyes. */
const most = 30

/** What people say instead of the word on the button. */
const same: Readonly<Record<string, string>> = { 去不: '不去', 来不: '不来', 能去: '去', 能来: '来', 参加: '去' }

/** The buttons of the newest message, which is what a number is meant for. */
export async function newestButtons(tx: ReadTx, account: Account): Promise<readonly Choice[]> {
  return actionsOf((await newestLines(tx, account, 1)).at(-1))
}

/**
 * The value of the button that somebody typed instead of pressing it, or nearly. The bot's last answer was looked at before; here are
 * the messages that it sent by itself too, whose buttons are answered hours later.
 */
export async function buttonInSight(tx: ReadTx, account: Account, typed: string): Promise<string | undefined> {
  const lines = await newestLines(tx, account, most)
  const word = core(typed)
  const meant = ({ label }: Choice) => namesOf(label).some((name) => core(name) === word)
  for (const line of lines.toReversed()) {
    const found = actionsOf(line).find(meant)
    if (found) return found.value
  }
  return undefined
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
  const bare = plain.replace(/(?<=.)[了的吧啊呀哦呢嘛]+$/u, '').replace(/^我?(要|想|会)?(?=.)/u, '')
  return same[bare] ?? bare
}
