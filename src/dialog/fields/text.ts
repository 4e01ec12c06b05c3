import { z } from 'zod'
import { phrase } from '../../text/text'
import type { Field } from '../form'

/** Free text of so many characters, kept as told. */
export function textField({ min = 1, max }: { min?: number; max: number }): Field<string> {
  const schema = z.string().refine((value) => {
    const { length } = [...value]
    return length >= min && length <= max && value === value.trim()
  })
  return {
    schema,
    freeText: true,
    read(typed) {
      const value = typed.trim()
      const { length } = [...value]
      if (length > max) return { kind: 'again', say: phrase('dialog.too-long', { max, length }) }
      if (length < min) return { kind: 'again', say: phrase(length === 0 ? 'dialog.empty' : 'dialog.too-short') }
      return { kind: 'answer', value }
    },
    show: (value) => value,
  }
}
