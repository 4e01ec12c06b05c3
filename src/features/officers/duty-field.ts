import { z } from 'zod'
import type { Field } from '../../dialog/form'
import { readDutyHours } from '../../domain/duty-hours'
import { type OnCall, onCallSchema } from '../../domain/officer'
import { phrase, text } from '../../text/text'
import { hoursWords } from './officer-words'

const workDays = [1, 2, 3, 4, 5]
const everyDay = [...workDays, 6, 7]
const usual: Record<string, OnCall> = {
  'office-hours': { weekdays: workDays, from: '09:00', to: '18:00' },
  'every-day': { weekdays: everyDay, from: '08:00', to: '22:00' },
  nights: { weekdays: everyDay, from: '18:00', to: '09:00' },
  always: { weekdays: everyDay, from: '00:00', to: '00:00' },
}

const hoursSchema = z.union([onCallSchema.refine(({ weekdays }) => weekdays.length > 0), z.literal('off')])

/** Hours on call, chosen or written: 「周一到周五 9点到18点」. */
export const dutyField: Field<z.infer<typeof hoursSchema>> = {
  schema: hoursSchema,
  freeText: false,
  options: ({ language }) => [
    ...Object.entries(usual).map(([id, hours]) => ({ id, label: hoursWords(language, hours) })),
    { id: 'off', label: text(language, 'officers.off'), words: ['不值班', '不值', '没有', 'off', 'none'] },
  ],
  pick: (option) => ({ kind: 'answer', value: usual[option] ?? 'off' }),
  read(typed, { language }) {
    const reading = readDutyHours(typed)
    if (!reading.ok) return { kind: 'again', say: phrase(`officers.hours-${reading.problem}`) }
    const { value, sure } = reading
    if (sure) return { kind: 'answer', value }
    return { kind: 'unsure', value, say: phrase('officers.hours-sure', { hours: hoursWords(language, value) }) }
  },
  show: (value, { language }) => (value === 'off' ? text(language, 'officers.off') : hoursWords(language, value)),
}
