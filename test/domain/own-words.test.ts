import { describe, expect, it, test } from 'vitest'
import { isNod, ownWords } from '../../src/domain/own-words'
import { readCorpus } from './corpus'

describe('how somebody is, in their own words', () => {
  it.each(readCorpus('own-words'))('line $line: $text → $expected', ({ text, expected }) => {
    const { mood, work, needsHelp, isAll } = ownWords(text)
    const said = [mood, work, needsHelp && 'help'].filter(Boolean)
    const more = said.length > 0 && !isAll ? ['+'] : []
    expect([...said, ...more].join(' ') || 'none').toBe(expected)
  })
})

test('a nod says nothing of how somebody is', () => {
  for (const words of ['好', '好的', '嗯嗯', 'OK', '收到']) expect(isNod(words), words).toBe(true)
  for (const words of ['还好', '挺好的', '不好']) expect(isNod(words), words).toBe(false)
})
