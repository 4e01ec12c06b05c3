import { afterEach, beforeEach, expect, test } from 'vitest'
import { notes, places } from '../samples'
import { openTemporary } from './open-temporary'

let opened: Awaited<ReturnType<typeof openTemporary>>
beforeEach(async () => {
  opened = await openTemporary()
})
afterEach(() => opened.remove())

test('a file put by several at once is whole, whichever came last', async () => {
  const { store } = opened
  const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(1000 * (i + 1)))
  const put = (text: string) =>
    store.files.put({ id: 'f', name: 'a.jpg', type: 'image/jpeg', bytes: Buffer.from(text) })
  await Promise.all(texts.map(put))
  const again = await opened.reopen()
  expect(Buffer.from((await again.files.get('f'))?.bytes ?? []).toString()).toBe(texts.at(-1))
  await Promise.all([
    again.files.delete('f'),
    again.files.put({ id: 'f', name: 'b', type: 't', bytes: Buffer.from('b') }),
  ])
  expect((await again.files.get('f'))?.file.name).toBe('b')
})

test('a write inside a write throws instead of waiting for itself; one after it does not', async () => {
  const { store } = opened
  const put = (id: string) => store.write([], (tx) => tx.put(places, { id, town: 't' }))
  await expect(store.write([], () => put('inside'))).rejects.toThrow('a write inside a write')
  let later: Promise<void> | undefined
  store.changes(() => {
    later ??= put('later')
  })
  await put('first')
  await later
  expect(await store.read((tx) => tx.count(places, { index: 'town', equals: 't' }))).toBe(2)
})

test('however many writes wait for each other, everybody else has their turn in between', async () => {
  const { store } = opened
  let decided = 0
  let most = 0
  let before = 0
  const look = () => {
    most = Math.max(most, decided - before)
    before = decided
    looking = setImmediate(look)
  }
  let looking = setImmediate(look)
  const busy = (id: string) =>
    store.write([], async (tx) => {
      const begun = performance.now()
      while (performance.now() - begun < 2);
      decided++
      tx.put(places, { id, town: 't' })
    })
  await Promise.all(Array.from({ length: 100 }, (_, i) => busy(String(i))))
  clearImmediate(looking)
  expect(decided).toBeGreaterThanOrEqual(100)
  expect(most).toBeLessThan(12)
})

test('what a commit destroys is told by nobody from the moment it is made visible, whatever was committed with it', async () => {
  const { store } = opened
  const note = { at: '2026-01-01T00:00:00.000Z', person: 'p1', text: 'told' }
  const seen: string[][] = []
  const looks: Promise<void>[] = []
  store.changes((changes) => {
    if (!changes.some(({ id }) => id === 'gone')) return
    // So long that the loop turns before the next commit is made visible.
    for (const begun = performance.now(); performance.now() - begun < 20; );
    looks.push(
      store
        .read((tx) => tx.entries(notes, { key: 'k', limit: 9 }))
        .then((found) => void seen.push(found.map((n) => n.text))),
    )
  })
  await Promise.all([
    // While this waits for the disk the others are gathered.
    store.write([], (tx) => tx.put(places, { id: 'first', town: 't' })),
    store.write([], (tx) => tx.append(notes, 'k', note)),
    store.write([], async (tx) => {
      await tx.dropKey('person:p1')
      await tx.put(places, { id: 'gone', town: 't' })
    }),
    store.write([], (tx) => tx.put(places, { id: 'after', town: 't' })),
  ])
  await Promise.all(looks)
  expect(seen).toEqual([[]])
})
