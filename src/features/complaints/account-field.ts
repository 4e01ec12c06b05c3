import type { Field } from '../../dialog/form'
import { toldByVoice } from '../../domain/told-by-voice'
import { sayWords } from './said-words'
import { toldField } from './told-field'

/** An account of what happened, in words or as a voice message that is kept with the evidence. */
export function accountField(limits: { min?: number; max: number }): Field<string> {
  return {
    ...toldField(limits),
    tellsFrom: 12,
    byVoice: () => toldByVoice,
    show: (words, { language }) => sayWords(words, language),
  }
}
