import { textField } from '../../dialog/fields/text'
import type { Field } from '../../dialog/form'
import { holdsPrivateNumber } from '../../domain/private-number'
import { phrase } from '../../text/text'

/** Free text as told, but never an identity or card number. */
export function toldField(limits: { min?: number; max: number }): Field<string> {
  const words = textField(limits)
  return {
    ...words,
    schema: words.schema.refine((value) => !holdsPrivateNumber(value)),
    read(typed, context, current) {
      if (holdsPrivateNumber(typed)) return { kind: 'again', say: phrase('complaints.leave-number-out') }
      return words.read(typed, context, current)
    },
  }
}

/** Where it is: what names no place at all is asked again. */
export function whereField(limits: { min: number; max: number }): Field<string> {
  const told = toldField(limits)
  return {
    ...told,
    read(typed, context, current) {
      if (namesNoPlace(typed)) return { kind: 'again', say: phrase('complaints.which-county') }
      return told.read(typed, context, current)
    },
  }
}

function namesNoPlace(typed: string): boolean {
  return /^(?:就|在|我|们|的|这|那|里|边|儿|个|上|附近|工地|厂|公司|单位|店|老板|家|宿舍|不知道|不清楚|here|at|the|site|factory|there|\s|[。.,，])+$/i.test(
    typed.trim(),
  )
}
