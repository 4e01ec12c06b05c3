import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitText } from '../../src/delivery/split-text'

it('loses nothing but the white space it breaks at, and keeps every part within the limit', () => {
  const bare = (text: string) => text.replace(/\s/g, '')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 20, max: 80 }), (text, limit) => {
      const parts = splitText(text, limit)
      expect(bare(parts.join(''))).toBe(bare(text))
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(limit)
        expect(/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(part)).toBe(false)
      }
    }),
  )
})

it('breaks between paragraphs where it can', () => {
  expect(splitText('第一段话在这里。\n\n第二段话在这里。', 14)).toEqual(['第一段话在这里。', '第二段话在这里。'])
})
