import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildBot } from '../../src/bot/bot'
import { toolsFrom } from '../../src/bot/tools'
import { noteReach } from '../../src/delivery/reach'
import { day } from '../../src/domain/instant'
import type { OutboxRow } from '../../src/domain/message'
import { accounts, outbox } from '../../src/store/collections'
import { PostOffice, pushAbilities } from '../support/post-office'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

const run = () => office.delivery.run()
const note = (unreachable: { reason: string } | null, externalId = 'a') =>
  noteReach(office.store, { channel: 'push', externalId }, unreachable, office.clock.now())
const account = () => office.store.read((tx) => tx.get(accounts, 'push-a'))

/** The bot on this store, and what it hands over. */
function bot() {
  const handedOver: OutboxRow[][] = []
  const parked: unknown[] = []
  const { converse } = buildBot({
    store: office.store,
    tools: toolsFrom({ secret: Buffer.alloc(32, 2), zone: 'Asia/Shanghai', publicUrl: null, codeCost: 2 }),
    onParked: (_id, fault) => void parked.push(fault),
    sender: { take: (rows) => void handedOver.push([...rows]), holds: office.delivery.holds, holder: undefined },
  })
  let updates = 0
  const says = (text: string) =>
    converse({
      channel: 'push',
      externalId: 'a',
      abilities: pushAbilities,
      update: `u${updates++}`,
      at: office.clock.now(),
      language: null,
      content: { kind: 'text', text },
    })
  return { says, handedOver, parked }
}

describe('a block that a channel hears of', () => {
  test('marks the account with the reason and since when; told again it changes nothing', async () => {
    await office.account('a', 'push')
    const since = office.clock.now()
    await note({ reason: 'blocked' })
    office.clock.advance(day)
    await note({ reason: 'blocked' })
    expect((await account())?.unreachable).toEqual({ reason: 'blocked', since })
    const [id] = await office.notify('a', ['1'])
    await run()
    expect(office.push.tries).toEqual([])
    expect(await office.row(id)).toMatchObject({ state: 'failed', reason: 'unreachable' })
    await note(null)
    expect((await account())?.unreachable).toBeNull()
  })

  test('at an address nobody wrote from is nothing', async () => {
    await note({ reason: 'blocked' }, 'nobody')
    await note(null, 'nobody')
    expect(await office.store.read((tx) => tx.count(accounts, { index: 'subject', equals: 'nobody' }))).toBe(0)
  })
})

describe('who can be reached again', () => {
  test('gets the notices of the last seven days that found nobody, in their order and once', async () => {
    await office.account('a', 'push')
    await note({ reason: 'blocked' })
    const [old] = await office.notify('a', ['too old'])
    await run()
    office.clock.advance(2 * day)
    const ids = await office.notify('a', ['1', '2'])
    const [bulk] = await office.notify('a', ['bulk'], { lane: 'bulk' })
    const [expired] = await office.notify('a', ['expired'], { expiresAt: '2026-11-25T00:00:00.000Z' })
    await run()
    office.clock.advance(6 * day)
    await note(null)
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
    expect(await office.states([...ids, old!, bulk!, expired!])).toEqual(['sent', 'sent', 'failed', 'failed', 'failed'])
  })

  test('and then not after all: they are not tried for ever', async () => {
    await office.account('a', 'push')
    await note({ reason: 'blocked' })
    const [id] = await office.notify('a', ['1'])
    await run()
    office.push.answers.push({ kind: 'unreachable', reason: 'blocked' })
    await note(null)
    await run()
    expect(office.push.tries).toHaveLength(1)
    expect(await office.row(id)).toMatchObject({ state: 'failed', reason: 'unreachable' })
    await note(null)
    await run()
    expect(office.push.tries).toHaveLength(1)
  })

  test('is also who writes', async () => {
    await office.account('a', 'push')
    await note({ reason: 'blocked' })
    await office.notify('a', ['while away'])
    await run()
    const { says, parked } = bot()
    await says('菜单')
    await run()
    expect(office.push.texts()).toContain('while away')
    expect((await account())?.unreachable).toBeNull()
    expect(parked).toEqual([])
  })
})

describe('the bot’s answers', () => {
  test('are handed over where nothing stands before them, else they wait in line', async () => {
    const { says, handedOver } = bot()
    const first = await says('菜单')
    const second = await says('菜单')
    expect(handedOver.map((rows) => rows.map(({ id }) => id))).toEqual([first.rows, []])
    expect(await office.row(first.rows[0])).toMatchObject({ state: 'sending', attempts: 1 })
    expect(await office.row(second.rows[0])).toMatchObject({ state: 'queued', attempts: 0 })
    await run()
    expect(office.push.tries).toEqual([])
    office.delivery.take(handedOver[0]!)
    await run()
    expect(office.push.arrived).toHaveLength(first.rows.length + second.rows.length)
    const rows = await office.store.read((tx) => tx.find(outbox, { index: 'settled', equals: 'settled' }))
    expect(rows.every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(true)
  })
})
