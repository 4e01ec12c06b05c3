import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Crew, inTurn, untilAborted } from '../../../src/store/crew'
import type { PostgresStore } from '../../../src/store/postgres/postgres-store'
import { type TemporaryDatabase, temporaryDatabase } from '../../support/postgres/shared'
import { until } from '../../support/until'
import { openAt } from './open-temporary'

let database: TemporaryDatabase
const opened: PostgresStore[] = []
const mine = `crew-${process.pid}`
beforeEach(async () => {
  database = await temporaryDatabase()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()))
  await database.remove()
})

/** A process that works on the database. */
async function joins(): Promise<{ crew: Crew; store: PostgresStore }> {
  const store = await openAt(`${database.url}&application_name=${mine}`)
  opened.push(store)
  return { store, crew: await store.join() }
}

/** A process that was there a moment ago and has been killed. */
async function killed(name: string, seconds: number): Promise<void> {
  const put = `INSERT INTO lianxin_leases VALUES ($1, $2, now() + make_interval(secs => $3), 0.5)`
  for (const row of [`process ${name}`, 'turn poll']) await database.query(put, [row, name, seconds])
}

test('parts of what all may do together never come to more than the whole, and all of it is used', async () => {
  const crews = [(await joins()).crew]
  await until(() => crews[0]?.share() === 1)
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, ...[crews.reduce((sum, crew) => sum + crew.share(), 0)])), 5)
  crews.push((await joins()).crew)
  expect(crews[1]?.share(), 'before the first has given up some').toBe(0)
  crews.push((await joins()).crew)
  await until(() => crews.every((crew) => Math.abs(crew.share() - 1 / 3) < 1e-9))
  const closing = opened.shift()?.close()
  const gone = crews.shift()
  await closing
  expect(gone?.share()).toBe(1 / 3)
  await until(() => crews.every((crew) => crew.share() === 1 / 2))
  clearInterval(watch)
  expect(most).toBeLessThanOrEqual(1 + 1e-9)
  expect(crews[0]?.size).toBe(2)
}, 30_000)

test('a turn is one process’s; another has it as soon as it is given back, and in seconds when its line is lost', async () => {
  const [one, other] = [await joins(), await joins()]
  const has = { one: false, other: false }
  const turn = one.crew.turn('poll', (isMine) => (has.one = isMine))
  await until(() => has.one)
  other.crew.turn('poll', (isMine) => (has.other = isMine))
  await sleep(1500)
  expect(has).toEqual({ one: true, other: false })
  expect(await turn.isMine()).toBe(true)
  // A line that breaks is made anew: that alone costs nobody a turn.
  await database.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [mine])
  await sleep(2500)
  expect(has).toEqual({ one: true, other: false })
  await turn.leave()
  await until(() => has.other)
}, 30_000)

test('what a killed process had is taken when its time is over, and what it left is seen to once that succeeds', async () => {
  await joins().then(({ store }) => store.close())
  await killed('dead', 5)
  const { crew } = await joins()
  const took: number[] = []
  const since = performance.now()
  crew.turn('poll', (isMine) => isMine && took.push(performance.now() - since))
  const tried: string[] = []
  crew.onEnded(async (name) => {
    if (name === 'dead' && tried.push(name) === 1) throw new Error('not this time')
  })
  expect(crew.isThere('dead')).toBe(true)
  expect(crew.share(), 'what the other may still use is not used').toBeLessThanOrEqual(0.5)
  await until(() => took.length > 0 && tried.length === 2)
  expect(took[0]).toBeGreaterThan(500)
  expect(took[0]).toBeLessThan(12_000)
  await until(async () => (await database.query(`SELECT 1 FROM lianxin_leases WHERE holder = 'dead'`)).length === 0)
  await sleep(2500)
  expect(tried).toEqual(['dead', 'dead'])
}, 30_000)

test('who cannot reach the database relies on nothing before the others take it', async () => {
  const { crew } = await joins()
  const other = (await joins()).crew
  const told: boolean[] = []
  crew.turn('poll', (isMine) => told.push(isMine))
  const ended: string[] = []
  for (const one of [crew, other]) one.onEnded(async (name) => void ended.push(name))
  await until(() => told.length === 1 && other.size === 2)
  const lock = 'ALTER TABLE lianxin_leases RENAME TO elsewhere'
  const since = performance.now()
  await database.query(lock)
  await until(() => told.length === 2)
  expect(performance.now() - since).toBeLessThan(8000)
  expect(crew.share()).toBe(0)
  expect(crew.wasThere(0)).toBe(false)
  // Nobody could sign until all have run out: whoever comes first must not take what the other has.
  await sleep(3000)
  await database.query('ALTER TABLE elsewhere RENAME TO lianxin_leases')
  await until(() => told.length === 3 && crew.wasThere(0) && other.wasThere(0))
  await sleep(1500)
  expect(told).toEqual([true, false, true])
  expect(ended).toEqual([])
  expect(crew.wasThere(6000), 'what was claimed before that is not relied on').toBe(false)
}, 30_000)

test('what is told reaches the others, once each, and stands in no clear text on the way', async () => {
  const [one, other] = [await joins(), await joins()]
  const heard: unknown[] = []
  one.crew.hear('words', (value) => heard.push(['one', value]))
  other.crew.hear('words', (value) => heard.push(['other', value]))
  one.crew.tell('words', { text: '再见' })
  await until(() => heard.length > 0)
  await sleep(200)
  expect(heard).toEqual([['other', { text: '再见' }]])
}, 30_000)

test('work that ends by itself gives its turn back for good; a fault passes it on, and later it is wanted again', async () => {
  const [one, other] = [(await joins()).crew, (await joins()).crew]
  const happened: string[] = []
  const begins = (crew: Crew | undefined, name: string, ...ways: ((ended: AbortSignal) => Promise<void>)[]) => {
    const work = (ended: AbortSignal) => {
      happened.push(name)
      return (ways.shift() ?? untilAborted)(ended)
    }
    return inTurn(crew, 'poll', work, (fault) => happened.push(`${name}: ${fault}`))
  }
  const fails = () => Promise.reject('a fault of ours')
  const first = begins(one, 'one', fails)
  await until(() => happened.length === 2)
  let isOver = () => {}
  const second = begins(other, 'other', () => new Promise((resolve) => (isOver = resolve)))
  const alone = begins(undefined, 'alone', fails, fails)
  await until(() => happened.length === 5)
  expect(happened).toEqual(['one', 'one: a fault of ours', 'alone', 'alone: a fault of ours', 'other'])
  // Long enough for both to want it again.
  await until(() => happened.length === 7)
  await alone.stop()
  await sleep(1300)
  expect(happened.slice(5)).toEqual(['alone', 'alone: a fault of ours'])
  isOver()
  await until(() => happened.length === 8)
  await first.stop()
  await sleep(1300)
  expect(happened.slice(7), 'who is done does not want it again, who was stopped neither').toEqual(['one'])
  await second.stop()
}, 30_000)
