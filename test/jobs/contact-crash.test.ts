import { cpSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contactPlans, outbox } from '../../src/store/collections'
import { StoreUnavailable } from '../../src/store/store'
import { copyBeforeEachStep, diskError, FaultyDisk } from '../store/json/faulty-disk'
import { allOf, expectBooksBalanced } from '../support/contact-books'
import { enrol } from '../support/enrol'
import { withPoints } from '../support/people'
import { runOnce } from '../support/run-job'
import { temporaryFolder } from '../support/temporary-folder'
import { openWorld, type World } from '../support/world'

/** More than one slice of the job. */
const people = 52
const askTime = '2026-12-05T11:30:00.000Z'
/** Before the quiet hours, when every question of the evening is due. */
const evening = '2026-12-05T13:29:59.999Z'
const repeatTime = '2026-12-08T13:29:59.999Z'
const late = '2026-12-09T13:29:59.000Z'

let base: string
const folders: string[] = []
beforeEach(async () => {
  const world = await openWorld({ channel: 'push' })
  await withPoints(world, 3)
  for (let n = 0; n < people; n++) await enrol(world, `youth-${n}`, { points: [`point-${(n % 3) + 1}`] })
  base = world.folder
  folders.push(base)
  await world.stop()
})
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function aCopy(of = base): Promise<string> {
  const folder = await temporaryFolder('contact')
  folders.push(folder)
  cpSync(of, folder, { recursive: true })
  return folder
}

/** A run as the program does it: everybody is asked, some answer nothing, they are asked again. */
async function month(world: World, sent: () => void = () => undefined): Promise<void> {
  for (const [name, at, then] of [
    ['monthly-contact', askTime, evening],
    ['contact-repeat', repeatTime, late],
  ] as const) {
    world.clock.set(at)
    await runOnce(world, name)
    world.clock.set(then)
    await world.deliver()
    sent()
  }
}

function onlyTheDisk(fault: unknown): void {
  if (!(fault instanceof StoreUnavailable)) throw fault
}

/** How often each was sent the question, and its repeat. */
function sentTo(world: World): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [to, bodies] of world.push.sent) {
    for (const { text } of bodies) {
      const key = `${to} ${text.includes('惦记') ? 'again' : 'first'}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
}

/** Each was asked once, everywhere where it stands; nothing stands twice, and nothing was sent twice. */
async function expectWhole(world: World, before: ReadonlyMap<string, number>): Promise<void> {
  await expectBooksBalanced(world)
  const rows = await allOf(world, outbox)
  const plans = await allOf(world, contactPlans)
  for (const { id, asked } of plans) {
    const mine = rows.filter(({ person }) => person === id)
    expect(mine.filter(({ key }) => key === `monthly-contact:2026-12:${id}`).length, id).toBe(1)
    expect(mine.length, id).toBeLessThanOrEqual(2)
    expect(asked?.month, id).toBe('2026-12')
    expect(asked?.repeatedAt, id).not.toBeNull()
  }
  for (const [key, count] of sentTo(world)) expect(count + (before.get(key) ?? 0), key).toBeLessThanOrEqual(1)
}

test('dead before any step of the disk, the month is finished by the next start: nobody is left out or asked twice', async () => {
  const disk = new FaultyDisk()
  const world = await openWorld({ channel: 'push', folder: await aCopy(), disk })
  const copies = await temporaryFolder('copies')
  folders.push(copies)
  const sentBy: Map<string, number>[] = []
  const made = copyBeforeEachStep(disk, world.folder, copies)
  const copy = disk.fail
  disk.fail = (step, path) => {
    sentBy.push(sentTo(world))
    return copy(step, path)
  }
  await month(world)
  disk.fail = () => undefined
  await expectWhole(world, new Map())
  expect(sentTo(world).size).toBe(2 * people)
  await world.stop()
  expect(made.length).toBeGreaterThan(8)
  for (const [n, folder] of made.entries()) {
    const next = await openWorld({ channel: 'push', folder })
    await month(next)
    // What was claimed when the process died is decided once its lease is over; only then is it known whether to repeat it.
    await runOnce(next, 'contact-repeat')
    await expectWhole(next, sentBy[n] ?? new Map())
    await next.stop()
  }
})

test('when any write of the disk fails, the job comes to the same end at its next run', async () => {
  const disk = new FaultyDisk()
  const counting = await openWorld({ channel: 'push', folder: await aCopy(), disk })
  let steps = 0
  disk.fail = (step) => {
    if (step === 'write' || step === 'sync') steps += 1
    return undefined
  }
  await month(counting)
  disk.fail = () => undefined
  await counting.stop()
  expect(steps).toBeGreaterThan(5)
  for (let nth = 1; nth <= steps; nth++) {
    const failing = new FaultyDisk()
    const world = await openWorld({ channel: 'push', folder: await aCopy(), disk: failing, onFault: onlyTheDisk })
    let seen = 0
    failing.fail = (step) => {
      if (step !== 'write' && step !== 'sync') return undefined
      seen += 1
      return seen === nth ? diskError('EIO') : undefined
    }
    await month(world).catch(onlyTheDisk)
    for (let i = 0; i < 400 && !world.store.health().ok; i++) await sleep(5)
    await month(world)
    await runOnce(world, 'contact-repeat')
    await expectWhole(world, new Map())
    await world.stop()
  }
})
