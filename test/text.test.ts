import { describe, expect, it } from 'vitest'
import { allTexts, type TextKey } from '../src/text/text'

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('the texts', () => {
  const keys = Object.keys(allTexts['zh-CN']) as TextKey[]

  it('stand in both languages with the same placeholders', () => {
    for (const key of keys) {
      expect(placeholders(allTexts.en[key]), key).toEqual(placeholders(allTexts['zh-CN'][key]))
    }
  })

  it('are Chinese in Chinese and hold no Chinese sentence in English', () => {
    for (const key of keys) {
      const chinese = allTexts.en[key].match(/[\u4e00-\u9fff]/g) ?? []
      expect(chinese.length, `${key}: ${allTexts.en[key]}`).toBeLessThanOrEqual(8)
    }
  })

  it('blame nobody', () => {
    for (const key of keys) expect(allTexts['zh-CN'][key], key).not.toMatch(/系统|非法|无效|错误代码/)
  })
})
