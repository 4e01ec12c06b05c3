import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Query, type ReadTx, UniqueViolation } from '../../src/store/store'
import type { OpenedStore } from './contract'
import { applyStep, emptyModel, entriesInModel, findInModel, type Model, type Step } from './model'
import { friends, notes } from './samples'

/** Random transactions, side by side, against the naive model. */
export function modelContract(open: () => Promise<OpenedStore>, numRuns: number): void {
  test('agrees with a naive model over transactions, in them and after them', async () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd')
    const order = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('', 'k', 'z', '中'))
    const doc = fc.record({
      id: fc.constantFrom('1', '2', '3', '4', '5', '6'),
      person: word,
      phone: fc.option(fc.constantFrom('p', 'q', 'r', 's', 't')),
      groups: fc.uniqueArray(word, { maxLength: 3 }),
      rank: order,
      text: word,
    })
    const at = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2025-12-31T00:00:00.000Z')
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), doc }) },
      fc.record({ do: fc.constant('delete' as const), id: fc.constantFrom('1', '2', '3', '4', '5', '6') }),
      fc.record({
        do: fc.constant('append' as const),
        key: word,
        entry: fc.record({ at, person: word, text: word }),
      }),
      fc.record({ do: fc.constant('add' as const), counter: word, by: fc.integer({ min: -3, max: 3 }) }),
    )
    const query: fc.Arbitrary<Query> = fc
      .record({
        index: fc.constantFrom('subject', 'phone', 'group', 'text'),
        equals: fc.constantFrom('a', 'b', 'c', 'd', 'p', 'q'),
        from: fc.option(order, { nil: undefined }),
        to: fc.option(order, { nil: undefined }),
        after: fc.option(fc.record({ order, id: fc.constantFrom('2', '4', 'x') }), { nil: undefined }),
        limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
        order: fc.constantFrom('ascending', 'descending', undefined),
      })
      .map((found) => JSON.parse(JSON.stringify(found)) as Query)
    const range = fc
      .record({
        after: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
        before: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
        limit: fc.integer({ min: 0, max: 4 }),
      })
      .map((found) => JSON.parse(JSON.stringify(found)) as { after?: number; before?: number; limit: number })
    const transaction = fc.record({
      steps: fc.array(step, { maxLength: 4 }),
      queries: fc.array(query, { maxLength: 3 }),
      ranges: fc.array(range, { maxLength: 2 }),
      fails: fc.boolean(),
      waits: fc.boolean(),
    })

    const check = async (tx: ReadTx, model: Model, queries: readonly Query[], ranges: readonly { limit: number }[]) => {
      for (const asked of queries) {
        const found = findInModel(model, asked)
        expect(await tx.find(friends, asked)).toEqual(found)
        expect(await tx.count(friends, asked)).toBe(found.length)
      }
      for (const asked of ranges) {
        for (const key of ['a', 'b'])
          expect(await tx.entries(notes, { key, ...asked })).toEqual(entriesInModel(model, key, asked))
      }
      for (const id of ['1', '2', '3']) expect(await tx.get(friends, id)).toEqual(model.friends.get(id))
      expect(await tx.counter('a')).toBe(model.counters.get('a') ?? 0)
    }

    await fc.assert(
      fc.asyncProperty(fc.array(transaction, { minLength: 1, maxLength: 12 }), async (transactions) => {
        const own = await open()
        try {
          let model = emptyModel
          const durable: { waited: Promise<unknown>[] } = { waited: [] }
          for (const { steps, queries, ranges, fails, waits } of transactions) {
            const base = model
            let next: Model = base
            let broken = fails
            for (const one of steps) {
              const stepped = applyStep(next, one)
              if (stepped === null) broken = true
              if (stepped === null) break
              next = stepped
            }
            const write = own.store.write(['rule:model'], async (tx) => {
              await check(tx, base, queries, ranges)
              let now: Model = base
              for (const one of steps) {
                const stepped = applyStep(now, one)
                if (one.do === 'put') await tx.put(friends, one.doc)
                else if (one.do === 'delete') await tx.delete(friends, one.id)
                else if (one.do === 'append') await tx.append(notes, one.key, one.entry)
                else {
                  await tx.add(one.counter, one.by)
                  expect(await tx.counter(one.counter)).toBe(stepped?.counters.get(one.counter))
                }
                if (stepped !== null) now = stepped
              }
              await check(tx, now, queries, ranges)
              if (fails) throw new Error('meant')
            })
            const settled = broken
              ? write.then(
                  () => expect.fail('it should have thrown'),
                  (error) =>
                    expect(error instanceof UniqueViolation || error.message === 'meant', String(error)).toBe(true),
                )
              : write
            settled.catch(() => {})
            durable.waited.push(settled)
            if (!broken) model = next
            if (waits) await settled
          }
          await Promise.all(durable.waited)
          const queries = transactions.flatMap((one) => one.queries)
          const ranges = transactions.flatMap((one) => one.ranges)
          await own.store.read((tx) => check(tx, model, queries, ranges))
          const again = await own.reopen()
          await again.read((tx) => check(tx, model, queries, ranges))
        } finally {
          await own.remove()
        }
      }),
      { numRuns },
    )
  }, 180_000)
}
