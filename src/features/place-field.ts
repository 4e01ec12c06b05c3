import { textField } from '../dialog/fields/text'
import type { Context, Field, Reading } from '../dialog/form'
import { readSaidPlace } from '../domain/said-place'
import { type PlainKey, phrase } from '../text/text'

const placeText = textField({ max: 60 })

/** What is said back to words that are no place, and to 「搬了」 alone. */
interface PlaceWords {
  again: PlainKey
  moved: PlainKey
}

/** Where somebody lives or works: `known` stands unless the words are a place; 「不想说」 passes the question. */
export function placeField(
  words: PlaceWords,
  known: (context: Context) => string | null = () => null,
): Field<string | null> {
  return {
    ...placeText,
    schema: placeText.schema.nullable(),
    read(typed, context): Reading<string | null> {
      const stands = known(context)
      const said = readSaidPlace(typed, { isKnown: stands !== null })
      switch (said.kind) {
        case 'same':
          return stands ? { kind: 'answer', value: stands } : { kind: 'again', say: phrase(words.again) }
        case 'unsaid':
        case 'no-roof':
          return { kind: 'answer', value: null }
        case 'moved':
          return { kind: 'again', say: phrase(words.moved) }
        case 'none':
          return { kind: 'again', say: phrase(words.again) }
        case 'place': {
          const reading = placeText.read(said.place, context, undefined)
          if (reading.kind !== 'answer' || said.isSure || !stands || reading.value === stands) return reading
          return { kind: 'unsure', value: reading.value, say: phrase('registration.place-sure', { place: said.place }) }
        }
      }
    },
    show: (value) => value ?? '',
  }
}

export const livesWords: PlaceWords = { again: 'registration.lives-where', moved: 'registration.lives-moved' }
export const worksWords: PlaceWords = { again: 'registration.works-where', moved: 'registration.works-moved' }
