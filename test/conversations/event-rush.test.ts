import { afterEach, expect, it } from 'vitest'
import { buildBot } from '../../src/bot/bot'
import type { Incoming } from '../../src/bot/incoming'
import type { OutboxRow } from '../../src/domain/message'
import { freeSeats } from '../../src/domain/signup'
import { seatsOf } from '../../src/features/events/seats'
import { accounts, outbox, persons, youths } from '../../src/store/collections'
import type { Store, WriteTx } from '../../src/store/store'
import { hasEvent, signUpsOf, withEvents, youthAt } from '../support/event-world'
import { pushAbilities, pushChannel } from '../support/push-channel'
import { runsJob } from '../support/run-job'
import { randomFrom } from '../support/seeded'
import type { World } from '../support/world'

let world: World
afterEach(() => world.close())

const people = 500
const places = 50
const names = Array.from({ length: people }, (_, n) => `w${n}`)

async function registerAll(): Promise<void> {
  const at = world.clock.now()
  await world.write(async (tx) => {
    for (const id of names) {
      const consents = { registration: { version: 'registration-1', at } }
      const person = { id, language: 'zh-CN' as const, createdAt: at, lastContactAt: at, consents, joined: [] }
      await tx.put(persons, { ...person, returnCode: `code-${id}` })
      await tx.put(youths, youthAt(id, at, { name: id }))
      await tx.put(accounts, {
        id: `account-${id}`,
        channel: pushChannel,
        externalId: id,
        person: id,
        abilities: pushAbilities,
        createdAt: at,
        lastContactAt: at,
        unreachable: null,
        seenSeq: 0,
      })
    }
  })
}

/** The store, each of whose transactions is looked at before it ends. */
function watch(store: Store, look: (tx: WriteTx) => Promise<void>): Store {
  const write: Store['write'] = (locks, fn) =>
    store.write(locks, async (tx) => {
      const result = await fn(tx)
      await look(tx)
      return result
    })
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'write') return write
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The sign-ups of a rush, some taken back, some brought twice by the platform, their clocks not in order. */
it('five hundred sign up for fifty places within seconds: never oversold, in order, each told by one row', async () => {
  ;({ world } = await withEvents('push'))
  const event = await hasEvent(world, { places })
  await registerAll()
  const random = randomFrom(20261128)
  const begin = Date.parse(world.clock.now())
  const sent = new Map<string, number>()

  // Looked at within each transaction, just before it is committed.
  const wrong: unknown[] = []
  let looks = 0
  const watched = watch(world.store, async (tx) => {
    const seats = await seatsOf(tx, event)
    looks += 1
    const isOversold = seats.in + seats.offered > places
    // Whoever leaves gives the seat on in the same commit.
    if (isOversold || (seats.waiting > 0 && freeSeats(seats) > 0)) wrong.push(seats)
  })
  const bot = buildBot({ store: watched, tools: world.bot.tools, onParked: (_, fault) => void wrong.push(fault) })

  const press = async (id: string, action: string, twice = false): Promise<void> => {
    const number = (sent.get(id) ?? 0) + 1
    sent.set(id, number)
    const update: Incoming = {
      channel: pushChannel,
      externalId: id,
      abilities: pushAbilities,
      update: `${id}-${number}`,
      at: new Date(begin + Math.floor(random() * 10_000)).toISOString(),
      language: null,
      content: { kind: 'choice', value: `!${action}.${event.id}` },
    }
    await Promise.all([bot.converse(update), ...(twice ? [bot.converse(update)] : [])])
  }

  const shuffled = names.map((id) => ({ id, by: random() })).sort((a, b) => a.by - b.by)
  const since = performance.now()
  await Promise.all(
    shuffled.map(async ({ id }) => {
      await press(id, 'event-go', random() < 0.1)
      if (random() < 0.3) await press(id, 'event-leave', random() < 0.1)
    }),
  )
  const milliseconds = performance.now() - since
  expect(wrong).toEqual([])
  expect(looks).toBeGreaterThan(people)
  const cancelled = [...sent.values()].filter((count) => count > 1).length
  process.stdout.write(`${people} sign-ups, ${cancelled} taken back: ${Math.round(milliseconds)} ms, ${looks} looks\n`)

  // Some of those who were offered a seat answer, the others let it run out.
  for (const { person, state } of await signUpsOf(world)) {
    if (state === 'offered' && random() < 0.6) await press(person, random() < 0.7 ? 'event-take' : 'event-pass')
  }
  expect(wrong).toEqual([])
  world.clock.set('2026-11-23T04:00:00.000Z')
  await runsJob(world, 'offers-ran-out')

  const all = await signUpsOf(world)
  expect(new Set(all.map(({ seq }) => seq)).size).toBe(people)
  const seats = await world.read((tx) => seatsOf(tx, event))
  expect(seats.in + seats.offered).toBe(places)
  // Nobody was let in before somebody who stood in line before them.
  const firstWaiting = Math.min(...all.filter(({ state }) => state === 'waiting').map(({ seq }) => seq))
  const letIn = all.filter(({ state, offer }) => state === 'in' || state === 'offered' || offer !== null)
  expect(Math.max(...letIn.map(({ seq }) => seq))).toBeLessThan(firstWaiting)

  const rows: OutboxRow[] = []
  for await (const row of world.store.walk(outbox)) rows.push(row)
  for (const id of names) {
    const mine = rows.filter((row) => row.person === id)
    expect(mine.filter(({ lane }) => lane === 'reply')).toHaveLength(sent.get(id) ?? 0)
    const offers = all.find(({ person }) => person === id)?.offer?.times ?? 0
    expect(mine.filter(({ key }) => key?.startsWith('event-offer'))).toHaveLength(offers)
  }
  expect(await world.read((tx) => tx.counter(`event-signed-up:${event.id}`))).toBe(people)
}, 120_000)
