import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { personNameSchema, readPersonName } from '../../src/domain/person-name'
import { anyText } from '../support/any-text'
import { readCorpus } from './corpus'

describe('names as people give them', () => {
  it.each(readCorpus('names'))('line $line: $text → $expected', ({ text, expected }) => {
    const reading = readPersonName(text)
    expect(reading.ok ? reading.value : `ask:${reading.problem}`).toBe(expected)
    if (reading.ok) expect(personNameSchema.parse(reading.value)).toBe(expected)
  })
})

describe('reading a name', () => {
  it('answers every text, and only with names its schema accepts', () => {
    const pieces = fc.constantFrom(..."张三李阿·•. ‧-_🙂😭abT'1。，我叫")
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 25 }), anyText()), (text) => {
        const reading = readPersonName(text)
        if (!reading.ok) return
        expect(personNameSchema.safeParse(reading.value).success).toBe(true)
        expect([...reading.value].length).toBeLessThanOrEqual(20)
      }),
      { numRuns: 5000 },
    )
  })
  it('never keeps a phone number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }),
        fc.constantFrom('', '张三', '我叫李四 '),
        (phone, before) => {
          expect(readPersonName(`${before}${phone}`).ok).toBe(false)
        },
      ),
    )
  })
  it('refuses in its schema what it would not read', () => {
    for (const name of ['', ' ', '🙂', '13812345678', '张三，李四', '好'.repeat(21)]) {
      expect(personNameSchema.safeParse(name).success).toBe(false)
    }
  })
})
