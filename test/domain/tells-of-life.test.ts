import { describe, expect, it } from 'vitest'
import { isNod } from '../../src/domain/own-words'
import { mayBePlace, tellsClearly, tellsOfLife } from '../../src/domain/tells-of-life'
import { readCorpus } from './corpus'

function readingOf(text: string): string {
  if (isNod(text)) return 'nod'
  if (tellsClearly(text)) return 'clear'
  if (tellsOfLife(text)) return 'told'
  return mayBePlace(text) ? 'place' : 'nothing'
}

describe('what the first words after the question of the month tell', () => {
  it.each(readCorpus('month-answers'))('line $line: $text → $expected', ({ text, expected }) => {
    expect(readingOf(text)).toBe(expected)
  })
})
