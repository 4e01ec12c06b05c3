import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/store'
import { type Letter, letterQueue, letters } from './samples'

/** What every engine must keep to when rows are claimed. */
export function claimContract(store: () => Store): void {
  describe('claims', () => {
    const letter = (id: string, over: Partial<Letter> = {}): Letter => {
      return { id, to: 'anna', place: 0, due: '2026-01-01T10', leaseUntil: null, done: false, ...over }
    }
    const putLetters = (...rows: Letter[]) =>
      store().write([], async (tx) => {
        for (const row of rows) await tx.put(letters, row)
      })
    const claim = async (now: string, until = '2026-01-01T12', limit = 10) =>
      (await store().claim(letterQueue, { now, until, limit })).map(({ id }) => id)

    test('one row of each recipient, in the order they fell due, up to the limit', async () => {
      await putLetters(letter('a1'), letter('a2', { place: 1 }), letter('b1', { to: 'ben', due: '2026-01-01T09' }))
      await putLetters(letter('c1', { to: 'carl', due: '2026-01-01T11' }))
      expect(await claim('2026-01-01T10', '2026-01-01T12', 1)).toEqual(['b1'])
      expect(await claim('2026-01-01T10')).toEqual(['a1'])
      expect(await claim('2026-01-01T10')).toEqual([])
      expect(await claim('2026-01-01T11')).toEqual(['c1'])
    })

    test('a row that is not yet due holds those behind it', async () => {
      await putLetters(letter('a1', { due: '2026-01-01T11' }), letter('a2', { place: 1, due: '2026-01-01T09' }))
      expect(await claim('2026-01-01T10')).toEqual([])
      expect(await claim('2026-01-01T11')).toEqual(['a1'])
    })

    test('the next follows when the first is done, and a lease that ran out is claimed again', async () => {
      await putLetters(letter('a1'), letter('a2', { place: 1 }))
      expect(await claim('2026-01-01T10')).toEqual(['a1'])
      expect(await claim('2026-01-01T12')).toEqual(['a1'])
      await putLetters(letter('a1', { done: true }))
      expect(await claim('2026-01-01T12')).toEqual(['a2'])
    })

    test('a claimed row blocks also one that was put in front of it', async () => {
      await putLetters(letter('a2', { place: 2 }))
      expect(await claim('2026-01-01T10')).toEqual(['a2'])
      await putLetters(letter('a1', { place: 1 }))
      expect(await claim('2026-01-01T11')).toEqual([])
      expect(await claim('2026-01-01T12', '2026-01-01T13')).toEqual(['a1'])
    })

    test('many recipients and many claimers: each row goes to one of them', async () => {
      await putLetters(...Array.from({ length: 200 }, (_, i) => letter(`l${i}`, { to: `r${i % 100}`, place: i })))
      const claimed = (
        await Promise.all(Array.from({ length: 12 }, () => claim('2026-01-01T10', undefined, 17)))
      ).flat()
      expect(claimed).toHaveLength(100)
      expect(new Set(claimed).size).toBe(100)
      expect(claimed.every((id) => Number(id.slice(1)) < 100)).toBe(true)
    })
  })
}
