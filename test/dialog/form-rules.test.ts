import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildBot } from '../../src/bot/bot'
import { toolsFrom } from '../../src/bot/tools'
import { meaningOf } from '../../src/bot/understand'
import { applicableAnswers, type Context, type Form, type Option } from '../../src/dialog/form'
import { choiceSchema } from '../../src/domain/message'
import { actionChoice } from '../../src/features/feature'
import { allTexts } from '../../src/text/text'

const { catalog } = buildBot({ store: undefined as never, tools: undefined as never, onParked: () => undefined })
const flows = [...catalog.flows.values()]
const context = (language: 'zh-CN' | 'en'): Context => ({
  now: '2026-11-20T02:00:00.000Z',
  today: '2026-11-20',
  language,
  facts: {},
  answers: {},
})
const chineseWidth = (text: string) =>
  [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0xff ? 1 : 0.5), 0)

describe.each(flows.map((flow) => [flow.form.id, flow.form] as const))('the form %s', (_, form: Form) => {
  it('has steps with ids of their own that fit into a choice', () => {
    const ids = form.steps.map((step) => step.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-zA-Z0-9-]{0,23}$/)
    for (const reserved of ['review', 'change', 'resume', 'cancel']) expect(ids).not.toContain(reserved)
  })

  it('asks in at most 40 Chinese characters, in both languages', () => {
    for (const step of form.steps) {
      expect(chineseWidth(allTexts['zh-CN'][step.ask]), `${step.id} zh`).toBeLessThanOrEqual(40)
      expect(allTexts.en[step.ask].length, `${step.id} en`).toBeGreaterThan(0)
      expect(chineseWidth(allTexts['zh-CN'][step.label]), `${step.id} label`).toBeLessThanOrEqual(12)
    }
  })

  it('offers choices with values of at most 64 bytes and labels of at most 20 Chinese characters', () => {
    for (const step of form.steps) {
      for (const language of ['zh-CN', 'en'] as const) {
        const options = optionsOf(step.field, context(language))
        if (options === 'from facts') continue
        for (const option of options) {
          expect(Buffer.byteLength(`12345678.${step.id}.${option.id}`), step.id).toBeLessThanOrEqual(64)
          expect(option.id, step.id).not.toMatch(/^[+!]|\./)
          expect(chineseWidth(option.label), `${step.id} ${option.label}`).toBeLessThanOrEqual(20)
        }
        expect(new Set(options.map((option) => option.label)).size, step.id).toBe(options.length)
      }
    }
  })

  it('accepts the output of its own fields again, whatever is typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        '一万八',
        '18000',
        '去年三月',
        '13812345678',
        '小李',
        '是',
        '1',
        '1 3',
        '19',
        '在工地',
        '3月 5000',
        '没有',
      ),
    )
    for (const step of form.steps) {
      if (optionsOf(step.field, context('zh-CN')) === 'from facts') continue
      fc.assert(
        fc.property(typed, (text) => {
          const reading = step.field.read(text, context('zh-CN'), undefined)
          if (reading.kind === 'again') return
          expect(step.field.schema.safeParse(reading.value).success, `${step.id} ${text}`).toBe(true)
          const passed = JSON.parse(JSON.stringify(reading.value))
          expect(step.field.schema.parse(passed)).toEqual(passed)
          expect(typeof step.field.show(passed, context('zh-CN'))).toBe('string')
        }),
        { numRuns: 60 },
      )
    }
  })

  it('accepts what a voice message answers, in both languages', () => {
    for (const step of form.steps) {
      for (const language of ['zh-CN', 'en'] as const) {
        const value: unknown = step.field.byVoice?.(context(language))
        if (value === undefined) continue
        expect(form.steps.map(({ id }) => id)).toContain(form.filesGoTo)
        expect(step.field.schema.safeParse(value).success, step.id).toBe(true)
        expect(step.field.show(value, context(language))).not.toBe('')
      }
    }
  })

  it('reads back under names that are no commands, so that a name alone picks its line', () => {
    if (form.withoutReview === true) return
    for (const step of form.steps) {
      for (const language of ['zh-CN', 'en'] as const) {
        expect(meaningOf(allTexts[language][step.label], catalog.commands).kind, step.id).toBe('other')
      }
    }
  })

  it('drops answers of steps that do not apply when it is submitted', () => {
    const answers = applicableAnswers(form, { 'no-such-step': 1 }, {})
    expect(answers).toEqual({})
  })
})

describe('the value of a button outside forms', () => {
  const longId = 'x'.repeat(24)
  /** Actions that name two documents. */
  const pairs = ['my-merge-yes', 'my-merge-no']
  const fits = (value: string) => expect(choiceSchema.safeParse({ label: 'x', value }).success, value).toBe(true)

  it('fits whatever the action is about: a document and a page of it, two documents, a form, a command', () => {
    for (const id of catalog.actions.keys()) {
      fits(actionChoice('x', id).value)
      fits(actionChoice('x', id, `${longId}.9999`).value)
    }
    for (const id of pairs) fits(actionChoice('x', id, `${longId}.${longId}`).value)
    for (const form of catalog.flows.keys()) {
      for (const id of ['case-form', 'officer-form']) fits(actionChoice('x', id, `${form}.${longId}`).value)
    }
    for (const { name } of catalog.commands) fits(actionChoice('x', 'command', name).value)
  })

  it('is made of ids as long as ours', () => {
    expect(toolsFrom({ secret: Buffer.alloc(32), zone: 'UTC', publicUrl: null }).newId()).toMatch(/^[0-9a-f]{24}$/)
  })
})

/** Options that come from facts have none, or no labels, without them; the conversations of their feature try those. */
function optionsOf(field: Form['steps'][number]['field'], given: Context): readonly Option[] | 'from facts' {
  try {
    const options = field.options?.(given) ?? []
    return options.every((option) => typeof option.label === 'string') ? options : 'from facts'
  } catch {
    return 'from facts'
  }
}
