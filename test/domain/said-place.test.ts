import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { hasNoRoof, readSaidPlace } from '../../src/domain/said-place'
import { readCorpus } from './corpus'

const rows = readCorpus('places')

describe('where somebody lives, in their own words', () => {
  it.each(rows)('line $line: $text → $expected', ({ text, expected }) => {
    const said = readSaidPlace(text, { isKnown: true })
    expect(said.kind === 'place' ? (said.isSure ? 'sure' : 'ask') : said.kind).toBe(expected)
  })
})

test('a nod leaves nothing as it is where nothing is known', () => {
  for (const words of ['嗯', '对', '是的', 'yes'])
    expect(readSaidPlace(words, { isKnown: false }).kind, words).toBe('none')
})

test('no words that say no place become one by signs, faces or spaces around them', () => {
  const noPlaces = rows.filter(({ expected }) => expected !== 'sure' && expected !== 'ask').map(({ text }) => text)
  const besides = fc.constantFrom('', ' ', '。', '！', '~', '😢', '…', '，')
  fc.assert(
    fc.property(besides, fc.constantFrom(...noPlaces), besides, (before, words, after) => {
      expect(readSaidPlace(`${before}${words}${after}`, { isKnown: true }).kind).not.toBe('place')
    }),
  )
})

test('numbers, signs and faces are no place', () => {
  const sign = fc.constantFrom(...'0123456789零一二三四五六七八九十百千万两半元块.,，。！？ ~-+😀👍🙏')
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      expect(readSaidPlace(signs.join(''), { isKnown: true }).kind).toBe('none')
    }),
  )
})

test('who has a roof, or asks, does not say that there is none', () => {
  for (const words of ['不是没地方住', '你们有没有地方住？', '住公园旁边的小区', '车站附近']) {
    expect(hasNoRoof(words), words).toBe(false)
  }
})
