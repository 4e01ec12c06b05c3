import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Context } from '../../../src/dialog/form'
import { type Owed, owedField } from '../../../src/features/complaints/arrears-field'

const field = owedField('owed')
const parts = [
  '3月',
  '4月',
  '去年12月',
  '到',
  '、',
  '，',
  ' ',
  '5000',
  '五千',
  '一万八',
  '0',
  '每月',
  '各',
  '元',
  '多',
  '3',
  '。',
  '\n',
  '合计',
]
const typed = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 9 }).map((words) => words.join(''))

it('whatever is typed, what is taken as the answer is accepted again, and nothing told before is lost', () => {
  fc.assert(
    fc.property(fc.array(typed, { minLength: 1, maxLength: 4 }), (lines) => {
      let current: Owed | undefined
      for (const line of lines) {
        const context: Context = {
          now: '2026-11-20T02:00:00.000Z',
          today: '2026-11-20',
          language: 'zh-CN',
          facts: {},
          answers: current ? { owed: current } : {},
        }
        const reading = field.read(line, context, current)
        if (reading.kind === 'again') continue
        if (reading.kind === 'answer') expect(field.schema.safeParse(reading.value).success).toBe(true)
        for (const option of field.options?.({ ...context, answers: { owed: reading.value } }) ?? []) {
          const picked = field.pick?.(option.id, context, reading.value)
          if (picked?.kind === 'answer') expect(field.schema.safeParse(picked.value).success).toBe(true)
        }
        expect(JSON.parse(JSON.stringify(reading.value))).toEqual(reading.value)
        current = reading.value
      }
    }),
    { numRuns: 500 },
  )
})
