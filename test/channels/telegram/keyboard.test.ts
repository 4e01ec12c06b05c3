import { expect, test } from 'vitest'
import { markupFor } from '../../../src/channels/telegram/keyboard'
import type { Body } from '../../../src/domain/message'

const body = (labels: readonly string[], more: Partial<Body> = {}): Body => ({
  from: 'bot',
  name: null,
  text: '?',
  choices: labels.map((label, index) => ({ label, value: `r.s.${index}` })),
  file: null,
  ...more,
})
const to = (isOfficer = false, language: 'zh-CN' | 'en' = 'zh-CN') => ({ account: {} as never, language, isOfficer })
type Inline = { inline_keyboard: { text: string; callback_data: string }[][] }
type Reply = { keyboard: { text: string; request_contact?: boolean }[][]; is_persistent?: boolean }

test('short choices stand side by side, at most three, long ones alone; none is lost or moved', () => {
  const labels = [
    '是',
    '不是',
    '拖欠我的工资',
    '班组一起的工资',
    '返回',
    '跳过',
    '取消',
    '很长很长的一个选择要单独一行',
  ]
  const { inline_keyboard: rows } = markupFor(body(labels), to(), true) as Inline
  expect(rows.flat().map(({ text }) => text)).toEqual(labels)
  expect(rows.flat().map(({ callback_data }) => callback_data)).toEqual(labels.map((_, index) => `r.s.${index}`))
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(3)
  expect(rows[0]?.map(({ text }) => text)).toEqual(['是', '不是'])
  expect(rows.at(-1)).toHaveLength(1)
})

test('the ways past a question never stand beside an answer', () => {
  const { inline_keyboard: rows } = markupFor(body(['保安', '更多…', '跳过', '返回']), to(), true) as Inline
  expect(rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['保安', '更多…'],
    ['跳过', '返回'],
  ])
})

test('an answer without choices brings the menu, for an officer with the workbench', () => {
  const worker = markupFor(body([]), to(), true) as Reply
  expect(worker.keyboard.map((row) => row.map(({ text }) => text))).toEqual([['☰ 维权', '☰ 帮助', '☰ 我的']])
  expect((markupFor(body([]), to(true), true) as Reply).keyboard.flat().map(({ text }) => text)).toContain('工作台')
  expect((markupFor(body([]), to(false, 'en'), true) as Reply).keyboard.flat()[0]?.text).toMatch(/^☰ [A-Z]/)
})

test('where a phone number is asked a tap gives it, and the other ways stay', () => {
  const { keyboard } = markupFor(body(['跳过', '返回'], { asks: 'phone' }), to(), true) as Reply
  expect(keyboard[0]).toEqual([{ text: '📱 发我的手机号', request_contact: true }])
  expect(
    keyboard
      .slice(1)
      .flat()
      .map(({ text }) => text),
  ).toEqual(['跳过', '返回'])
})

test('what was not asked for has its own buttons and leaves the keyboard as it is', () => {
  expect(markupFor(body([]), to(), false)).toBeUndefined()
  expect(markupFor(body(['打开']), to(), false)).toHaveProperty('inline_keyboard')
})
