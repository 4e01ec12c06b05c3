import { expect, test } from 'vitest'
import type { Context, Field } from '../../../src/dialog/form'
import { trades, type Youth, youthSchema } from '../../../src/domain/youth'
import { answersToProfile, youthToAnswers } from '../../../src/features/registration/profile'
import { profileSteps } from '../../../src/features/registration/profile-steps'

const youth: Youth = youthSchema.parse({
  id: 'a',
  name: '小李',
  birthYear: 2007,
  phone: '13812345678',
  homePlace: null,
  livesAt: '北村',
  worksAt: null,
  trade: 'building',
  employer: null,
  leagueMember: false,
  points: ['p1'],
  liaison: null,
  registeredAt: '2026-11-20T00:00:00.000Z',
  updatedAt: '2026-11-20T00:00:00.000Z',
  form: { id: 'register', questions: 'x' },
})
const context: Context = {
  now: '2026-11-20T02:00:00.000Z',
  today: '2026-11-20',
  language: 'zh-CN',
  facts: {},
  answers: {},
}
const fieldOf = <T>(id: string) => profileSteps.find((step) => step.id === id)!.field as Field<T>

test('a youth opened for correction and saved unchanged stays the same', () => {
  expect(youth).toMatchObject(answersToProfile(youthToAnswers(youth, 2026), 2026))
  const unknown = { ...youth, birthYear: null, phone: null, trade: null, points: [] }
  expect(unknown).toMatchObject(answersToProfile(youthToAnswers(unknown, 2026), 2026))
})

test('what was not asked or skipped is not known', () => {
  expect(answersToProfile({ name: '小李', age: null }, 2026)).toEqual({
    name: '小李',
    birthYear: null,
    phone: null,
    homePlace: null,
    livesAt: null,
    worksAt: null,
    trade: null,
    employer: null,
    leagueMember: null,
    points: [],
  })
})

test.each([
  ['在工地上干活', 'building'],
  ['我是送外卖的', 'delivery'],
  ['饭店后厨', 'restaurant'],
  ['仓库分拣', 'logistics'],
  ['还在找工作', 'looking'],
  ['其它', 'other'],
])('「%s」 is the trade %s', (said, trade) => {
  expect(fieldOf('trade').read(said, context, undefined)).toEqual({ kind: 'answer', value: trade })
})

test.each(['外星人', '白天工地晚上送外卖', ''])('「%s」 names no one trade and is asked again', (said) => {
  expect(fieldOf('trade').read(said, context, undefined).kind).toBe('again')
})

test('every trade can be chosen', () => {
  expect(
    fieldOf('trade')
      .options?.(context)
      .map((option) => option.id),
  ).toEqual([...trades])
})

test.each([
  ['13', 'unsure'],
  ['14', 'answer'],
  ['2013年', 'unsure'],
  ['十九', 'answer'],
])('the age 「%s」 is taken as %s', (said, kind) => {
  expect(fieldOf('age').read(said, context, undefined).kind).toBe(kind)
})
