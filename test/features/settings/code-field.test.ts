import { expect, test } from 'vitest'
import { codeField } from '../../../src/features/settings/code-field'

const context = { now: '', today: '', language: 'zh-CN', facts: {}, answers: {} } as const

test.each([
  '1234567812345678',
  '1234-5678-1234-5678',
  ' 1234 5678 1234 5678 ',
  '１２３４－５６７８　1234－5678',
  '返回码：1234567812345678',
])('「%s」 is read as its digits', (said) => {
  expect(codeField(16).read(said, context, undefined)).toEqual({ kind: 'answer', value: '1234567812345678' })
})

test.each(['', '12345678', '12345678123456789', '不知道'])(
  '「%s」 is asked again, with how many digits arrived',
  (said) => {
    const reading = codeField(16).read(said, context, undefined)
    const count = said.replace(/\D/g, '').length
    expect(reading).toEqual({ kind: 'again', say: { key: 'settings.code-length', params: { length: 16, count } } })
  },
)
