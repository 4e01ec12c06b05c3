import { describe, expect, it } from 'vitest'
import { yesNoIn, yesNoWords } from '../../src/bot/yes-no'

describe('a yes or a no', () => {
  it.each(Object.entries(yesNoWords))('is read from each word of the table (%s)', (kind, words) => {
    const answer = kind === 'yes' || kind === 'nod' ? 'yes' : 'no'
    const isNod = kind === 'nod' || kind === 'shake'
    for (const word of words) expect([word, yesNoIn(word)]).toEqual([word, { answer, isNod, more: false }])
  })

  it('stands once in the table', () => {
    const all = Object.values(yesNoWords).flat()
    expect(all.filter((word, index) => all.indexOf(word) !== index)).toEqual([])
  })

  it.each([
    '我来',
    '来的',
    '来！',
    '我去',
    '我想去',
    '要去',
    '我肯定来',
    '好的，我来',
    '行，我去',
    '我来，谢谢',
    '报名',
    '参加吧',
    '我明天来',
    "I'm coming",
    'I’m coming',
    "Yes, I'll go",
    'yes, coming',
    'Going!',
    "OK, I'll be there",
  ])('「%s」 is a yes to whatever is in sight', (said) => {
    expect(yesNoIn(said)).toEqual({ answer: 'yes', isNod: false, more: false })
  })

  it.each(['好', '好的', '好啊', '行', '行吧', '可以的', '要', '我要', '要的', '嗯嗯', 'OK', 'yes please', '好，谢谢'])(
    '「%s」 is a nod',
    (said) => {
      expect(yesNoIn(said)).toEqual({ answer: 'yes', isNod: true, more: false })
    },
  )

  it.each([
    '来不了',
    '我去不了了',
    '明天来不了',
    '好的，来不了',
    '不去了',
    '对不起，来不了',
    "I can't come",
    'sorry, not coming',
  ])('「%s」 is a no', (said) => {
    expect(yesNoIn(said)).toEqual({ answer: 'no', isNod: false, more: false })
  })

  it.each([
    '来不了，要加班',
    '来不了要加班',
    '来不了 老板不让走',
    '我明天来不了，发烧了',
    '要加班，来不了',
    '去不了，老板不给钱',
    "can't come, working late",
    "I can't come because of work",
    '不好意思，来不了，家里有事',
    '不去了，太累',
  ])('「%s」 is a no with its reason', (said) => {
    expect(yesNoIn(said)).toEqual({ answer: 'no', isNod: false, more: true })
  })

  it.each([
    '来不了怎么办',
    '去不了会扣钱吗？',
    '我去，不去了',
    '去不了医院',
    '不去要扣钱',
    '我来深圳三年了',
    '去哪里',
    '老板不给钱',
    '好累',
    '不要打我',
    '不去，才怪，我来',
    '好不好',
    '行不行',
    '',
    '。',
    'can I bring a friend',
    'going to the doctor',
    'no money for three months',
  ])('「%s」 is neither', (said) => {
    expect(yesNoIn(said)).toBeUndefined()
  })
})
