import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { DataKeys } from '../../../src/store/postgres/data-keys'
import { KeyNews } from '../../../src/store/postgres/key-news'

const secret = randomBytes(32)
const masters = [1, 2, 3].map((generation) => ({ generation, key: randomBytes(32) }))
const [first, second, third] = masters as [(typeof masters)[0], (typeof masters)[0], (typeof masters)[0]]

/** A process, and what it says to others. */
function process({ generation, key }: { generation: number; key: Buffer }) {
  const keys = new DataKeys(key)
  keys.numbered(generation)
  const news = new KeyNews({ place: 'p', secret, keys })
  const said: string[] = []
  news.say = (note) => void said.push(note)
  return { keys, news, said, hears: (from: { said: string[] }) => news.heard(from.said.at(-1) as string, 1) }
}

/** Whether what a process seals a data key with opens under a master key. */
function opensWith(master: Buffer, { keys }: { keys: DataKeys }): boolean {
  const key = keys.make('person:x')
  const alone = new DataKeys(master)
  try {
    return alone.unwrap(key.ref, keys.wrap(key)).key.equals(key.key)
  } catch {
    return false
  }
}

test('who did not notice that a key came to count does not give it up for the one after it', () => {
  const [changes, stoodStill] = [process(second), process(first)]
  stoodStill.keys.hold(second)
  changes.keys.hold(third)
  changes.news.tellNewest()
  stoodStill.hears(changes)
  expect(opensWith(second.key, stoodStill)).toBe(true)
  expect(opensWith(third.key, stoodStill)).toBe(true)
  expect(opensWith(first.key, stoodStill)).toBe(false)
})

test('who has missed a key altogether does not say that it holds the one after it, and asks for the one that counts', () => {
  const [changes, wasAway] = [process(second), process(first)]
  changes.keys.hold(third)
  changes.news.tellNewest()
  wasAway.hears(changes)
  expect(wasAway.keys.newest).toEqual(first)
  changes.news.heard(wasAway.said.at(-1) as string, 2)
  expect(changes.news.allHold(third.generation, [2])).toBe(false)
  // The change is given up for want of its answer; then what it asks for is told.
  changes.keys.keep(second.generation)
  expect(wasAway.news.counts(second.generation)).toBeDefined()
  changes.news.heard(wasAway.said.at(-1) as string, 2)
  wasAway.hears(changes)
  expect(wasAway.news.counts(second.generation)).toBeUndefined()
  expect(opensWith(second.key, wasAway)).toBe(true)
})

test('that an earlier change was given up does not take the key of a later one', () => {
  const [changes, other] = [process(first), process(first)]
  other.keys.hold(third)
  changes.news.tell('off', second.generation)
  other.hears(changes)
  expect(other.keys.newest).toEqual(third)
  other.keys.hold(second)
  expect(other.keys.newest).toEqual(third)
  changes.news.tell('off', third.generation)
  other.hears(changes)
  expect(other.keys.newest).toEqual(first)
})
