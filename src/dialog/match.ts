import type { Language } from '../domain/language'
import { sayPhrase } from '../text/text'
import type { Option, Step } from './form'
import type { Offer } from './prompt'
import { plainWord, typedNumber } from './words'

/** The way back and past a question are understood after the answer, with the other navigation words. */
const navigation = ['+back', '+skip', '+cancel']

/** What a typed text chooses: something shown by label, word or number, or an option of another page. */
export function chosenToken(typed: string, offers: readonly Offer[], options: readonly Option[]): string | undefined {
  const word = plainWord(typed)
  const number = typedNumber(typed)
  const shown = offers.find(
    (offer) =>
      !navigation.includes(offer.token) &&
      (plainWord(offer.label.replace(/^✓ /, '')) === word ||
        offer.words.includes(word) ||
        (offer.number !== undefined && offer.number === number)),
  )
  if (shown) return shown.token
  const named = options.find((option) => plainWord(option.label) === word || option.words?.includes(word))
  const isNumbered = offers.some((offer) => offer.number !== undefined)
  return (named ?? (number === undefined || !isNumbered ? undefined : options[number - 1]))?.id
}

/** The answer that "3", "改3", "姓名", "改 姓名" or "change 3" wants changed. */
export function stepToChange(typed: string, steps: readonly Step[], language: Language): Step | undefined {
  const number = typedNumber(typed)
  if (number !== undefined) return steps[number - 1]
  const word = plainWord(typed)
  const wanted = word.match(/^(?:改|修改|change)\s*(?:第)?\s*(.+?)\s*(?:项|条)?$/)?.[1] ?? word
  return (
    steps[Number(wanted) - 1] ?? steps.find((step) => plainWord(sayPhrase(language, { key: step.label })) === wanted)
  )
}
