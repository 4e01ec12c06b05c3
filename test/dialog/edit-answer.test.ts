import { describe, expect, it } from 'vitest'
import { advance, type Input, type Outcome, type Surroundings } from '../../src/dialog/advance'
import type { Turn } from '../../src/domain/turn'
import { sampleForm } from '../support/sample-feature'

const now = '2026-11-20T02:00:00.000Z'
const surroundings: Surroundings = { now, today: '2026-11-20', language: 'zh-CN', facts: {} }

function turnWith(answers: Turn['answers'], pending: Turn['pending'] = null): Turn {
  const times = { startedAt: now, touchedAt: now }
  return { form: 'sample', run: 'run00000', about: null, answers, previous: {}, pending, ...times }
}

function take(turn: Turn, input: Input): Outcome & { kind: 'asking' } {
  const outcome = advance(sampleForm, turn, input, surroundings)
  if (outcome.kind !== 'asking') throw new Error(outcome.kind)
  return outcome
}

const labels = ({ says }: Outcome & { kind: 'asking' }) =>
  says.flatMap(({ choices }) => choices.map(({ label }) => label))

describe('changed words', () => {
  it('take the place of the answer, and the question after it is asked again', () => {
    const outcome = take(turnWith({ name: '小王' }), { kind: 'edit', step: 'name', text: '小李' })
    expect(outcome.turn.answers).toEqual({ name: '小李' })
    expect(outcome.answered).toEqual([{ step: 'name', value: '小李' }])
    expect(outcome.says[0]?.text).toMatch(/照你改的算.*\n\n进度/)
  })

  it('leave the question open when they are no answer to it, the old one at hand', () => {
    const before = turnWith({ name: '小李', sum: { fen: 500_000, about: false } })
    const outcome = take(before, { kind: 'edit', step: 'sum', text: '好多钱' })
    expect(outcome.turn.answers).toEqual({ name: '小李' })
    expect(outcome.answered).toBeUndefined()
    expect(outcome.says[0]?.text).toContain('没看懂是多少钱')
    expect(labels(outcome)).toContain('不变：5,000 元')
    expect(take(outcome.turn, { kind: 'text', text: '不变' }).turn.answers.sum).toEqual({ fen: 500_000, about: false })
  })

  it('answer what was skipped', () => {
    const outcome = take(turnWith({ name: '小李', sum: null }), { kind: 'edit', step: 'sum', text: '三千' })
    expect(outcome.turn.answers.sum).toEqual({ fen: 300_000, about: false })
  })

  it('change the last of several and leave the earlier ones', () => {
    const turn = turnWith({ name: '小李', sum: null, list: ['red', 'blue'] }, { kind: 'collecting', step: 'list' })
    const outcome = take(turn, { kind: 'edit', step: 'list', before: ['red'], text: '3' })
    expect(outcome.turn.answers.list).toEqual(['red', 'green'])
    expect(outcome.turn.pending).toMatchObject({ kind: 'collecting', step: 'list' })
  })

  it('are read afresh where the old ones were only a guess', () => {
    const guess = { kind: 'confirm', step: 'sum', value: { fen: 18_000_000, about: false } } as const
    const outcome = take(turnWith({ name: '小李' }, guess), { kind: 'edit', step: 'sum', text: '18000' })
    expect(outcome.turn.answers.sum).toEqual({ fen: 1_800_000, about: false })
    expect(outcome.turn.pending).toBeNull()
  })

  it('change nothing of a question that no longer stands', () => {
    const turn = turnWith({ name: '小李', sum: null })
    const outcome = take(turn, { kind: 'edit', step: 'sure', text: '是' })
    expect(outcome.turn.answers).toEqual(turn.answers)
    expect(outcome.says[0]?.text).toContain('没有动')
  })
})

describe('a page', () => {
  it('is turned in place by a press, and told anew to who types', () => {
    const pages = { ...sampleForm, steps: [{ ...sampleForm.steps[3]!, field: many }] }
    const turn = turnWith({})
    const pressed = advance(pages, turn, { kind: 'choice', value: 'run00000.list.+page1' }, surroundings)
    expect(pressed).toMatchObject({ kind: 'asking', says: [{ inPlace: true }] })
    const typed = advance(pages, turn, { kind: 'text', text: '更多' }, surroundings)
    expect(typed.kind === 'asking' && typed.says[0]?.inPlace).toBeUndefined()
    const chosen = advance(pages, turn, { kind: 'choice', value: 'run00000.list.p1' }, surroundings)
    expect(chosen, 'a tick changes the marks of the list only').toMatchObject({ says: [{ inPlace: true }] })
  })
})

const many = {
  ...sampleForm.steps[3]!.field,
  options: () => Array.from({ length: 20 }, (_, index) => ({ id: `p${index}`, label: `地方${index}` })),
}
