import { describe, expect, test } from 'vitest'
import { findLinks } from '../../../src/web/chat-page/find-links'

const phonesIn = (text: string) =>
  findLinks(text)
    .filter((part) => part.kind === 'phone')
    .map((part) => part.text)

describe('numbers in a text', () => {
  test.each([
    ['先打 110 或 120。', ['110', '120']],
    ['拨打12333问工资的事', ['12333']],
    ['王老师：13800138000，或 0755-12345678', ['13800138000', '0755-12345678']],
    ['法律援助热线12348、12355。', ['12348', '12355']],
    ['Call 12333.', ['12333']],
    ['电话：110', ['110']],
  ])('can be called: %s', (text, expected) => expect(phonesIn(text)).toEqual(expected))

  test.each([
    '欠了 120 元',
    '一共110天',
    '¥120',
    '日期 2026-11-20',
    '返回码 1234 5678 9012 3456',
    '编号 A110',
    '金额是 12333.50 元',
    '第120号',
    '120万',
    '身份证 110101199001011234',
  ])('are no telephone: %s', (text) => expect(phonesIn(text)).toEqual([]))

  test('of a case stay whole', () =>
    expect(findLinks('收到了，编号 WQ-20261120-0001。')).toContainEqual({ kind: 'code', text: 'WQ-20261120-0001' }))

  test('a text is whole when its parts are put together again', () => {
    const text = '看 https://example.org/a?b=1。不行就打 12333，或者明天 9:30 来。'
    expect(
      findLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
    expect(findLinks(text)[1]).toEqual({ kind: 'link', text: 'https://example.org/a?b=1' })
  })
})
