import type { Field } from '../../dialog/form'
import { text } from '../../text/text'
import { toldField } from './told-field'

/** An account of what happened, in words or as a voice message that is kept with the evidence. */
export function accountField(limits: { min?: number; max: number }): Field<string> {
  return { ...toldField(limits), tellsFrom: 12, byVoice: ({ language }) => text(language, 'complaints.by-voice') }
}
