import type { SayChoice } from '../dialog/say'
import type { ChannelAbilities } from '../domain/account'
import type { Language } from '../domain/language'
import type { Body, Choice } from '../domain/message'
import { text } from '../text/text'

/** A message before a channel's abilities shape it. */
export interface Draft {
  text: string
  choices: readonly (Choice & Pick<SayChoice, 'number'>)[]
  file: Body['file']
  officer: string | null
}

/** Fits messages to a channel: numbers instead of buttons, one message where only one can be answered. */
export function shape(drafts: readonly Draft[], abilities: ChannelAbilities, language: Language): Body[] {
  const numbered = drafts.map((draft) => (abilities.choices === 'numbers' ? withNumbers(draft, language) : draft))
  const bodies = numbered.map(
    (draft): Body => ({
      from: draft.officer === null ? 'bot' : 'officer',
      name: draft.officer,
      text: draft.text,
      choices: draft.choices.map(({ label, value }) => ({ label, value })),
      file: draft.file,
    }),
  )
  return abilities.replyInResponse ? joined(bodies) : bodies
}

/** The choices written out: those with a number of their own by it, the others by their word. */
function withNumbers(draft: Draft, language: Language): Draft {
  if (draft.choices.length === 0) return draft
  const own = draft.choices.some((choice) => choice.number !== undefined || !choice.value.startsWith('!'))
  const numbered = own
    ? draft.choices.filter((choice) => choice.number !== undefined)
    : draft.choices.map((choice, index) => ({ ...choice, number: index + 1 }))
  const words = own ? draft.choices.filter((choice) => choice.number === undefined).map((choice) => choice.label) : []
  const lines = numbered.map((choice) => `${choice.number} ${choice.label}`)
  if (numbered.length > 0) lines.push(`（${text(language, 'bot.number-hint')}）`)
  if (words.length > 0) lines.push(`（${text(language, 'bot.word-hint', { words: words.join(' / ') })}）`)
  return { ...draft, text: [draft.text, ...lines].join('\n') }
}

/** Messages without files made one, the last choices kept. */
function joined(bodies: readonly Body[]): Body[] {
  const texts = bodies.filter((body) => !body.file)
  const files = bodies.filter((body) => body.file)
  const last = texts.at(-1)
  if (!last) return files
  return [
    { ...last, text: texts.map((body) => (body.name ? `${body.name}：${body.text}` : body.text)).join('\n\n') },
    ...files,
  ]
}
