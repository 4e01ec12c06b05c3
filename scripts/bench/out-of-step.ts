import { text } from '../../src/text/text'

const beginnings = (
  [
    'bot.parked',
    'bot.not-understood',
    'dialog.past',
    'dialog.past-idle',
    'dialog.pick-one',
    'dialog.yes-or-no',
  ] as const
).map((key) => text('zh-CN', key).slice(0, 8))

/** An answer that shows the script and the forms to have parted. */
export function isOutOfStep(answer: string): boolean {
  return beginnings.some((beginning) => answer.startsWith(beginning))
}
