import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesToInstant, instantText, textToInstant } from '../../../src/store/json/instants'
import { IntMap } from '../../../src/store/json/int-map'
import { Names, newSeed } from '../../../src/store/json/names'
import { SortedEntries } from '../../../src/store/json/sorted-entries'
import { compareEntries, type Entry } from '../../../src/store/order'
import { anyText } from '../../support/any-text'

test('whole numbers by whole numbers are as a map has them', () => {
  const key = fc.integer({ min: 1, max: 60 }).map((n) => n * 7919)
  const step = fc.record({ key, value: fc.option(fc.integer({ min: -9, max: 9 })) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const map = new Map<number, number>()
      const packed = new IntMap()
      for (const { key, value } of steps) {
        if (value === null) {
          map.delete(key)
          packed.delete(key)
        } else {
          map.set(key, value)
          packed.set(key, value)
        }
        expect(packed.size).toBe(map.size)
        // What no name stands for has no value, and taking it out takes out nothing.
        packed.delete(0)
        expect(packed.get(0)).toBe(0)
        for (let n = 1; n <= 60; n++) expect(packed.get(n * 7919)).toBe(map.get(n * 7919) ?? 0)
      }
    }),
    { numRuns: 50 },
  )
})

test('a name is the same text as long as it is held, and no longer than that', () => {
  const text = fc.oneof(
    anyText({ maxLength: 4 }),
    fc.constantFrom('', '"', '\\', '\\n', '\n', '\ud800', '中', '\udc00x', '\0', 'a'.repeat(700)),
  )
  fc.assert(
    fc.property(fc.array(fc.record({ text, holds: fc.boolean() }), { maxLength: 300 }), (steps) => {
      const names = new Names()
      const held = new Map<string, { number: number; times: number }>()
      for (const { text, holds } of steps) {
        const known = held.get(text)
        if (holds) {
          const number = names.hold(text)
          if (known) expect(number).toBe(known.number)
          held.set(text, { number, times: (known?.times ?? 0) + 1 })
        } else if (known) {
          names.release(known.number)
          known.times--
          if (known.times === 0) held.delete(text)
        }
        expect(names.find(text)).toBe(held.get(text)?.number ?? 0)
      }
      for (const [text, { number }] of held) expect(names.text(number)).toBe(text)
    }),
  )
})

test('names of another thread are held as often as they were there, beside those that are known', () => {
  const text = fc.oneof(anyText({ maxLength: 4 }), fc.constantFrom('', '"', '\\', '中', '\ud800', 'a'.repeat(700)))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), fc.array(text, { maxLength: 30 }), (before, theirs) => {
      const names = new Names()
      const others = new Names(names.seed)
      const held = new Map<string, number>()
      for (const one of before) names.hold(one)
      for (const one of [...before, ...theirs]) held.set(one, (held.get(one) ?? 0) + 1)
      const given = theirs.map((one) => others.hold(one))
      const numbers = names.take(structuredClone(others.packed()))
      expect(given.map((number) => names.text(numbers[number] as number))).toEqual(theirs)
      for (const [one, times] of held) {
        for (let left = times; left > 0; left--) {
          expect(names.text(names.find(one))).toBe(one)
          names.release(names.find(one))
        }
        expect(names.find(one)).toBe(0)
      }
    }),
  )
})

test('names that come and go take no more room', () => {
  const names = new Names()
  const kept = names.hold('kept')
  for (let i = 0; i < 100_000; i++) names.release(names.hold(`${i}`.padEnd(40, '-')))
  expect(names.text(kept)).toBe('kept')
  expect(names.hold('another')).toBeLessThan(4)
})

test('what texts take shrinks again when most of them have gone, and those that stay are what they were', () => {
  const names = new Names(newSeed(), 16)
  const text = (i: number) => `${i}`.padEnd(60, '中')
  const long = 'x'.repeat(3_000_000)
  names.hold(long)
  for (let i = 0; i < 60_000; i++) names.hold(text(i))
  const most = names.size
  expect(most).toBeGreaterThan(10_000_000)
  names.release(names.find(long))
  for (let i = 0; i < 60_000; i++) if (i % 10 > 0) names.release(names.find(text(i)))
  expect(names.size).toBeLessThan(most / 2)
  expect(names.find(long) + names.find(text(1))).toBe(0)
  const lost = (i: number) => names.text(names.find(text(i))) !== text(i)
  expect(Array.from({ length: 6_000 }, (_, i) => i * 10).filter(lost)).toEqual([])
  for (let i = 0; i < 60_000; i++) names.hold(text(i))
  expect(names.size).toBeLessThan(most * 1.2)
  expect(Array.from({ length: 60_000 }, (_, i) => i).filter(lost)).toEqual([])
})

test('an instant comes back as it was written, and nothing else passes for one', () => {
  const instants = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(instants, (date) => {
      const text = date.toISOString()
      expect(textToInstant(text)).toBe(date.getTime())
      expect(bytesToInstant(Buffer.from(`"${text}"`), 1)).toBe(date.getTime())
      expect(instantText(date.getTime())).toBe(text)
    }),
  )
  const not = ['2026-02-29T', '2026-13-01T', '2026-00-01T', '0999-01-01T', '2026-04-31T'].map(
    (d) => `${d}00:00:00.000Z`,
  )
  for (const text of [...not, '2026-01-01T24:00:00.000Z', '2026-01-01T00:00:00.000z', '2026-01-01T00:00:00.00中', '']) {
    expect(textToInstant(text), text).toBeUndefined()
  }
})

test('entries are in order whatever their orders are', () => {
  const instant = fc.integer({ min: 0, max: 5 }).map((n) => new Date(n * 1e12).toISOString())
  const order = fc.oneof({ weight: 9, arbitrary: instant }, fc.constantFrom<string | number>(0, 3, '', '2001-0', 'z'))
  const entry = fc.record({ order, id: fc.constantFrom('a', 'b', 'c', 'd', '中') })
  const steps = fc.array(fc.record({ entry, adds: fc.boolean() }), { maxLength: 60 })
  fc.assert(
    fc.property(fc.array(entry), steps, entry, (loaded, steps, probe) => {
      const names = new Names()
      const sorted = new SortedEntries(names)
      let model: Entry[] = []
      const without = ({ order, id }: Entry) => model.filter((other) => other.order !== order || other.id !== id)
      for (const one of loaded) {
        if (without(one).length < model.length) continue
        const instant = textToInstant(one.order)
        sorted.load(instant ?? one.order, instant !== undefined, names.hold(one.id))
        model.push(one)
      }
      sorted.settle()
      for (const { entry, adds } of steps) {
        const number = names.hold(entry.id)
        if (adds) sorted.add(entry.order, number)
        else sorted.remove(entry.order, number)
        model = adds ? [...without(entry), entry] : without(entry)
      }
      model.sort(compareEntries)
      expect([...sorted.ascending(0, model.length)]).toEqual(model)
      expect([...sorted.descending(0, model.length)]).toEqual(model.toReversed())
      const before = model.filter((one) => compareEntries(one, probe) < 0).length
      expect(sorted.before(probe.order, probe.id)).toBe(before)
      expect(sorted.upTo(probe.order, probe.id)).toBe(model.filter((one) => compareEntries(one, probe) <= 0).length)
    }),
  )
})

test('many of one order are in order of their ids, whatever letters these begin with', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'ab01/-~中\n\t\\"é\u{1f600}\ud800\u007f'), maxLength: 9 })
  const beginnings = [[''], ['case-2026-'], ['a中'], ['x\\'], ['\n', '\t', '\r', '\u0001'], ['-\n', '-\t', '-\u001f']]
  const ids = fc.uniqueArray(letters, { minLength: 17, maxLength: 60 })
  fc.assert(
    fc.property(ids, fc.constantFrom(...beginnings), fc.boolean(), (ids, begin, isPlain) => {
      const names = new Names()
      const sorted = new SortedEntries(names)
      const own = (isPlain ? ids.map((id) => id.replace(/[^a-z0-9/~-]/g, 'q')) : ids).map(
        (id, i) => begin[i % begin.length] + id,
      )
      const different = [...new Set(own)]
      for (const id of different) sorted.load(7, true, names.hold(id))
      sorted.settle()
      expect([...sorted.ascending(0, different.length)].map(({ id }) => id)).toEqual(different.sort())
    }),
  )
})

test('names compare as their texts do', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '"',
    '\\',
    '\n',
    '\t',
    '\ud800',
    '\udc00',
    '\ue000',
    '𠀀',
    '中',
    'é',
    '\0',
    '1',
  )
  const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, text, (one, other) => {
      const names = new Names()
      const comes = Math.sign(names.compare(names.hold(one), names.hold(other)))
      expect(comes).toBe(one === other ? 0 : one < other ? -1 : 1)
    }),
    { numRuns: 500 },
  )
})
