import type { ChannelAbilities } from '../domain/account'
import type { Language } from '../domain/language'
import type { Body, Choice } from '../domain/message'
import { text } from '../text/text'
import { splitText } from './split-text'

/** A message before a channel's abilities shape it. */
export interface Draft {
  text: string
  /** `number` is what may be typed for a choice of a form; outside forms its place counts. */
  choices: readonly (Choice & { number?: number })[]
  file: Body['file']
  officer: string | null
  asks?: Body['asks']
  inPlace?: Body['inPlace']
}

/** Fits messages to a channel: numbers instead of buttons, one message where only one can be answered, none too long. */
export function shape(drafts: readonly Draft[], abilities: ChannelAbilities, language: Language): Body[] {
  const last = drafts.findLast((draft) => draft.choices.length > 0)
  const written =
    abilities.choices === 'numbers' ? drafts.map((draft) => withNumbers(draft, draft === last, language)) : drafts
  const bodies = written.map(draftToBody)
  return (abilities.replyInResponse ? joined(bodies) : bodies).flatMap((body) => split(body, abilities.textLimit))
}

function draftToBody({ text, choices, file, officer, asks, inPlace }: Draft): Body {
  return {
    from: officer === null ? 'bot' : 'officer',
    name: officer,
    text,
    choices: choices.map(({ label, value }) => ({ label, value })),
    file,
    ...(asks && { asks }),
    ...(inPlace && { inPlace }),
  }
}

/** The choices written out: numbers count for the last question only, everything else is answered by its word. */
function withNumbers(draft: Draft, isLast: boolean, language: Language): Draft {
  const lines: string[] = []
  const words: string[] = []
  const inForm = draft.choices.some(({ value }) => !value.startsWith('!'))
  draft.choices.forEach((choice, index) => {
    const number = inForm ? choice.number : index + 1
    if (isLast && number !== undefined) lines.push(`${number} ${choice.label}`)
    else words.push(choice.label)
  })
  if (lines.length > 0) lines.push(`（${text(language, 'bot.number-hint')}）`)
  if (words.length > 0) lines.push(`（${text(language, 'bot.word-hint', { words: words.join(' / ') })}）`)
  return { ...draft, text: [draft.text, ...lines].join('\n') }
}

/** Messages without files made one, the last choices kept. */
function joined(bodies: readonly Body[]): Body[] {
  const texts = bodies.filter((body) => !body.file)
  const files = bodies.filter((body) => body.file)
  const last = texts.at(-1)
  if (!last) return files
  const words = texts.map((body) => (body.name && texts.length > 1 ? `${body.name}：${body.text}` : body.text))
  const choices = texts.findLast((body) => body.choices.length > 0)?.choices ?? []
  return [{ ...last, text: words.join('\n\n'), choices }, ...files]
}

/** A text over the limit goes out in parts; the choices stand under the last. */
function split(body: Body, limit: number): Body[] {
  const parts = splitText(body.text, limit)
  return parts.map((part, index) => {
    const isLast = index === parts.length - 1
    if (isLast) return { ...body, text: part }
    const { asks: _, inPlace: __, ...rest } = body
    return { ...rest, text: part, choices: [], file: null }
  })
}

/** A queued message fitted to the channel it is about to leave by. */
export function shapeBody(body: Body, abilities: ChannelAbilities, language: Language): Body {
  if (abilities.choices !== 'numbers') return body
  const { text } = withNumbers({ ...body, officer: body.name }, true, language)
  return { ...body, text }
}
