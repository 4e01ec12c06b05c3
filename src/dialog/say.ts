import type { Language } from '../domain/language'
import { type Phrase, sayPhrase } from '../text/text'

/** A choice under a message; `number` is what may be typed for it, where it has one. */
export interface SayChoice {
  label: string
  value: string
  number?: number
}

/** One message as the dialog words it, before a channel's abilities shape it. */
export interface Say {
  text: string
  choices: SayChoice[]
  /** What the question asks for, where a channel can offer to give it by a tap. */
  asks?: 'phone'
  /** Another page of the message whose button was pressed. */
  inPlace?: true
}

/** Puts a sentence before the first message. */
export function withLead(says: readonly Say[], language: Language, lead: Phrase | undefined): Say[] {
  const [first, ...rest] = says
  if (!lead || !first) return [...says]
  return [{ ...first, text: `${sayPhrase(language, lead)}\n\n${first.text}` }, ...rest]
}

/** Another page of a list takes the place of the page that was looked at. */
export function inPlace(says: readonly Say[]): Say[] {
  return says.map((say) => ({ ...say, inPlace: true }))
}
