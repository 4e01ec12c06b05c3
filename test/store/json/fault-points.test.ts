import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day } from '../../../src/domain/instant'
import { expectSame, playedDay } from '../../support/scripted-day'
import { temporaryFolder } from '../../support/temporary-folder'

/** Each day another share of the steps; all of them in `test/long`. */
const share = 16

let root: string
let played: Awaited<ReturnType<typeof playedDay>>
beforeAll(async () => {
  root = await temporaryFolder('fault-points')
  played = await playedDay(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('a day on a disk that does not fail leaves what was said and done, once', () => {
  const { steps, left } = played
  expect(steps).toBeGreaterThan(300)
  expect(left).toMatchObject({
    youth: ['样本甲', '13900000001', 1],
    cases: [['WQ-20261120-0001', 'submitted', '宏达建筑', 1_800_000]],
    photos: [true],
    going: [['event-1', 'in']],
    contacts: [{ '2026-11': { contacts: [{ way: 'registered' }, { way: 'chat' }], clears: { mood: 'fine' } } }],
    notices: ['WQ-20261120-0001 有新的照片、语音或文件。', '新投诉 WQ-20261120-0001，请在 1 个工作日内回话。'],
    ofGone: 0,
    backups: ['2026-11-20', 'keys'],
    unfinished: [],
  })
  expect(left.said.at(-1)?.[2]).toContain('WQ-20261120-0001 拖欠我的工资')
})

test('of a day whose disk fails once at any step, a share', async () => {
  const { steps, left, again } = played
  const first = 1 + (Math.floor(Date.now() / day) % share)
  let failed = 0
  for (let nth = first; nth <= steps; nth += share) {
    const one = await again(nth)
    expectSame(one, left)
    if (one.failed) failed++
  }
  expect(failed).toBeGreaterThan(steps / share / 2)
}, 120_000)
