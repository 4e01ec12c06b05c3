import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSame, leaveEvening, playDay } from '../support/scripted-day'
import { temporaryFolder } from '../support/temporary-folder'

let root: string
let evening: string
let steps: number
let left: Awaited<ReturnType<typeof playDay>>['left']
beforeAll(async () => {
  root = await temporaryFolder('fault-points')
  evening = join(root, 'evening')
  await leaveEvening(evening)
  ;({ steps, left } = await playDay(evening, join(root, 'day'), 0))
})
afterAll(() => rm(root, { recursive: true, force: true }))

test.each(['EIO', 'ENOSPC'] as const)(
  'a day whose disk fails with %s, once at every step in turn: what was acknowledged is there exactly once',
  async (code) => {
    const kinds = new Set<string>()
    let refused = 0
    // Commits that share a write make a day a few steps shorter or longer: on, until none gets so far.
    for (let nth = 1, unreached = 0; unreached < 10; nth++) {
      const played = await playDay(evening, join(root, 'day'), nth, code)
      expectSame(played, left)
      kinds.add(played.step.split(' ')[0] as string)
      unreached = played.failed ? 0 : unreached + 1
      if (played.refused > 0) refused++
    }
    const all = ['write', 'sync', 'rename', 'remove', 'open', 'create', 'makeFolder', 'syncFolder', 'link']
    expect([...kinds]).toEqual(expect.arrayContaining(all))
    expect(refused).toBeGreaterThan(steps / 2)
  },
  20 * 60_000,
)
