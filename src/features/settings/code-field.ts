import { z } from 'zod'
import type { Field } from '../../dialog/form'
import { halfWidth } from '../../domain/plain-text'
import { phrase } from '../../text/text'

/** A code of so many digits, with any spaces and hyphens between. */
export function codeField(length: number): Field<string> {
  return {
    schema: z.string().regex(new RegExp(`^\\d{${length}}$`)),
    freeText: false,
    read(typed) {
      const digits = digitsOf(typed)
      if (digits.length === length) return { kind: 'answer', value: digits }
      return { kind: 'again', say: phrase('settings.code-length', { length, count: digits.length }) }
    },
    show: (value) => value,
  }
}

export function digitsOf(typed: string): string {
  return halfWidth(typed).replace(/\D/g, '')
}
