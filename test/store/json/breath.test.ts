import { expect, test } from 'vitest'
import { Breath } from '../../../src/store/json/breath'

/** Keeps the event loop for at least so many milliseconds. */
function work(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test('of many that wait only as many go on in one turn of the event loop as have room in it', async () => {
  const breath = new Breath()
  let turn = 0
  let isOver = false
  const count = () => {
    turn += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const inTurn = new Map<number, number>()
  const piece = async () => {
    await breath.take()
    inTurn.set(turn, (inTurn.get(turn) ?? 0) + 1)
    work(5)
  }
  await Promise.all(Array.from({ length: 20 }, piece))
  isOver = true
  // After 5 of 8 milliseconds there is room for one more, after 10 for none.
  expect(Math.max(...inTurn.values())).toBeLessThanOrEqual(2)
  expect([...inTurn.values()].reduce((sum, pieces) => sum + pieces)).toBe(20)
})

test('who comes first goes on first', async () => {
  const breath = new Breath()
  const order: number[] = []
  await Promise.all(
    [1, 2, 3, 4].map(async (who) => {
      await breath.take()
      order.push(who)
      work(9)
    }),
  )
  expect(order).toEqual([1, 2, 3, 4])
})

test('work that goes on and on lets everybody else go before it goes on', async () => {
  const breath = new Breath()
  const order: string[] = []
  const worker = async (name: string) => {
    for (let piece = 1; piece <= 4; piece++) {
      await breath.take()
      order.push(`${name}${piece}`)
      work(9)
    }
  }
  await breath.take()
  work(9)
  await Promise.all([worker('a'), worker('b'), breath.take().then(() => order.push('read'))])
  expect(order).toEqual(['a1', 'b1', 'read', 'a2', 'b2', 'a3', 'b3', 'a4', 'b4'])
})
