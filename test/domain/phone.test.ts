import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskPhone, mobileSchema, phoneSchema, readMobile, readPhone } from '../../src/domain/phone'
import { anyText } from '../support/any-text'
import { readCorpus } from './corpus'

const anyMobile = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([second, rest]) => `1${second}${String(rest).padStart(9, '0')}`)
const anyLandline = fc
  .tuple(fc.constantFrom('010', '021', '0755', '0379'), fc.integer({ min: 20_000_000, max: 89_999_999 }))
  .map(([area, local]) => `${area}-${local}`)

describe('phone numbers as people type them', () => {
  it.each(readCorpus('phones'))('line $line: $text → $expected', ({ text, expected }) => {
    const reading = readPhone(text)
    expect(reading.ok ? reading.value : `ask:${reading.problem}`).toBe(expected)
    if (!reading.ok) return
    expect(phoneSchema.parse(reading.value)).toBe(expected)
    expect(reading.kind).toBe(expected.startsWith('1') ? 'mobile' : 'landline')
  })
})

describe('reading a phone number', () => {
  it('reads any number however it is spaced, and what it has read before', () => {
    fc.assert(
      fc.property(
        anyMobile,
        fc.constantFrom('', ' ', '-', '.'),
        fc.constantFrom('', '+86 ', '86', '电话'),
        (mobile, gap, before) => {
          const spaced = [mobile.slice(0, 3), mobile.slice(3, 7), mobile.slice(7)].join(gap)
          expect(readPhone(`${before}${spaced}`)).toEqual({ ok: true, value: mobile, kind: 'mobile' })
        },
      ),
    )
    fc.assert(
      fc.property(anyLandline, (landline) => {
        expect(readPhone(landline)).toEqual({ ok: true, value: landline, kind: 'landline' })
        expect(readPhone(landline.replace('-', ''))).toEqual({ ok: true, value: landline, kind: 'landline' })
      }),
    )
  })
  it('never reads two numbers as one', () => {
    fc.assert(
      fc.property(anyMobile, anyMobile, fc.constantFrom(' ', '/', '、', '，', '或者'), (one, two, sign) => {
        fc.pre(one !== two)
        expect(readPhone(`${one}${sign}${two}`)).toEqual({ ok: false, problem: 'several' })
      }),
    )
  })
  it('answers every text, and only with numbers its schema accepts', () => {
    const pieces = fc.constantFrom(...'0123456789013+86-() .转一三八幺')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 20 }), anyText()), (text) => {
        const reading = readPhone(text)
        if (reading.ok) expect(phoneSchema.safeParse(reading.value).success).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
  it('takes no landline for a mobile', () => {
    expect(readMobile('0755-82345678')).toEqual({ ok: false, problem: 'not-mobile' })
    expect(readMobile('138 1234 5678')).toEqual({ ok: true, value: '13812345678', kind: 'mobile' })
    expect(mobileSchema.safeParse('0755-82345678').success).toBe(false)
    expect(readMobile('138')).toEqual({ ok: false, problem: 'too-short' })
  })
})

describe('a masked phone number', () => {
  it('shows its beginning and its last four digits', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
    expect(maskPhone('0755-82345678-801')).toBe('0755-****5678')
  })
  it('hides at least three digits of any number', () => {
    fc.assert(
      fc.property(fc.oneof(anyMobile, anyLandline), (phone) => {
        const shown = maskPhone(phone).replace(/\D/g, '')
        expect(phone.replace(/\D/g, '').length - shown.length).toBeGreaterThanOrEqual(3)
        expect(readPhone(maskPhone(phone)).ok).toBe(false)
      }),
    )
  })
})
