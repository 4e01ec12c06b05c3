import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSame, playedDay } from '../support/scripted-day'
import { temporaryFolder } from '../support/temporary-folder'

let root: string
let played: Awaited<ReturnType<typeof playedDay>>
beforeAll(async () => {
  root = await temporaryFolder('fault-points')
  played = await playedDay(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

test.each(['EIO', 'ENOSPC'] as const)(
  'a day whose disk fails with %s, once at every step in turn: what was acknowledged is there exactly once',
  async (code) => {
    const { steps, left, again } = played
    const kinds = new Set<string>()
    let refused = 0
    // Commits that share a write make a day a few steps shorter or longer: on, until none gets so far.
    for (let nth = 1, unreached = 0; unreached < 10; nth++) {
      const day = await again(nth, code)
      expectSame(day, left)
      kinds.add(day.step.split(' ')[0] as string)
      unreached = day.failed ? 0 : unreached + 1
      if (day.refused > 0) refused++
    }
    const all = ['write', 'sync', 'rename', 'remove', 'open', 'create', 'makeFolder', 'syncFolder', 'link']
    expect([...kinds]).toEqual(expect.arrayContaining(all))
    expect(refused).toBeGreaterThan(steps / 2)
  },
  20 * 60_000,
)
