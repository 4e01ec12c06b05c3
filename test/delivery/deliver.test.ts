import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hour, minute } from '../../src/domain/instant'
import { accounts } from '../../src/store/collections'
import { history } from '../../src/store/logs'
import { PostOffice } from '../support/post-office'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const later = { kind: 'later', milliseconds: 5 * minute, reason: 'flood' } as const
const unknown = { kind: 'unknown', reason: 'timeout' } as const
const run = () => office.delivery.run()

describe('a send whose outcome nobody knows', () => {
  test.each(['notice', 'reply'] as const)(
    'sends a %s four times more, later each time, and then leaves it',
    async (lane) => {
      const account = await office.account('a', 'push')
      office.push.answers.push('breaks', unknown, unknown, unknown, unknown)
      const [id] = lane === 'reply' ? await office.reply(account, ['1']) : await office.notify('a', ['1'])
      for (const [tries, seconds] of [
        [2, 2],
        [3, 10],
        [4, 60],
      ] as const) {
        await run()
        expect(office.push.tries).toHaveLength(tries)
        office.clock.advance(seconds * 1000 - 1)
        await run()
        expect(office.push.tries).toHaveLength(tries)
        office.clock.advance(1)
      }
      await run()
      expect(await office.row(id)).toMatchObject({ state: 'unknown', reason: 'timeout', attempts: 5 })
      office.clock.advance(hour)
      await run()
      expect(office.push.tries).toHaveLength(5)
    },
  )

  test('sends bulk never again', async () => {
    await office.account('a', 'push')
    office.push.answers.push(unknown)
    const [id] = await office.notify('a', ['1'], { lane: 'bulk' })
    await run()
    office.clock.advance(hour)
    await run()
    expect(office.push.tries).toHaveLength(1)
    expect(await office.row(id)).toMatchObject({ state: 'unknown', reason: 'timeout' })
  })

  test('what the platform asked to send later does not use up the second try', async () => {
    await office.account('a', 'push')
    office.push.answers.push(later, later, unknown)
    const ids = await office.notify('a', ['1'])
    for (let times = 0; times < 3; times++) {
      await run()
      office.clock.advance(5 * minute)
    }
    expect(office.push.tries).toHaveLength(4)
    expect(await office.states(ids)).toEqual(['sent'])
  })
})

describe('a sender that died', () => {
  test('holds the line until its lease runs out; a notice is then sent', async () => {
    await office.account('a', 'push')
    await office.delivery.stop()
    const ids = await office.notify('a', ['1', '2'])
    expect((await office.claimAndDie()).map((row) => row.body.text)).toEqual(['1'])
    office.start()
    await run()
    office.clock.advance(minute - 1)
    await run()
    expect(office.push.tries).toEqual([])
    office.clock.advance(1)
    await run()
    expect(office.push.texts()).toEqual(['1', '2'])
    expect(await office.states(ids)).toEqual(['sent', 'sent'])
  })

  test('leaves bulk unknown: it may have arrived', async () => {
    await office.account('a', 'push')
    await office.delivery.stop()
    const [id] = await office.notify('a', ['1'], { lane: 'bulk' })
    await office.claimAndDie()
    office.start()
    office.clock.advance(minute)
    await run()
    expect(office.push.tries).toEqual([])
    expect(await office.row(id)).toMatchObject({ state: 'unknown', reason: 'lease-ran-out' })
  })

  test('that dies over the same notice again and again does not send it for ever', async () => {
    await office.account('a', 'push')
    await office.delivery.stop()
    const [id, next] = await office.notify('a', ['1', '2'])
    for (let times = 0; times < 12; times++) {
      await office.claimAndDie()
      office.clock.advance(minute)
    }
    office.start()
    await run()
    expect(office.push.texts()).toEqual(['2'])
    expect(await office.states([id!, next!])).toEqual(['unknown', 'sent'])
  })

  test('and comes to life again late changes nothing about what another has done since', async () => {
    await office.account('a', 'push')
    let open: () => void = () => undefined
    office.push.gate = new Promise((resolve) => {
      open = resolve
    })
    office.push.answers.push({ kind: 'sent' }, unknown)
    const [id] = await office.notify('a', ['1'])
    const slow = office.delivery
    const running = slow.run()
    while (office.push.tries.length === 0) await new Promise(setImmediate)
    office.clock.advance(minute)
    const [again] = await office.claimAndDie()
    open()
    await running
    expect(again?.id).toBe(id)
    expect(await office.row(id)).toMatchObject({ state: 'sending', leasedUntil: again?.leasedUntil })
  })
})

describe('where', () => {
  test('to the freshest account that can be pushed to; who is unreachable there is reached at the next', async () => {
    const clock = office.clock.now()
    await office.account('a', 'web-chat', clock)
    await office.account('a', 'push', '2026-11-20T01:30:00.000Z')
    await office.account('a', 'contract-window', '2026-11-20T01:00:00.000Z')
    office.push.answers.push({ kind: 'unreachable', reason: 'blocked' })
    const ids = await office.notify('a', ['1', '2'])
    await run()
    expect(office.push.tries).toHaveLength(1)
    expect(office.window.pushed.get('a')?.map((body) => body.text)).toEqual(['1', '2'])
    const row = await office.row(ids[0])
    expect(row).toMatchObject({ state: 'sent', account: 'contract-window-a' })
    const account = await office.store.read((tx) => tx.get(accounts, 'push-a'))
    expect(account?.unreachable).toEqual({ reason: 'blocked', since: clock })
  })

  test('a reply goes to the account that was written from or nowhere', async () => {
    const account = await office.account('a', 'push')
    await office.account('a', 'web-chat')
    office.push.answers.push({ kind: 'unreachable', reason: 'blocked' })
    const [id] = await office.reply(account, ['1'])
    await run()
    expect(await office.row(id)).toMatchObject({ state: 'failed', reason: 'blocked' })
  })

  test('who has no account left is told apart from who was refused', async () => {
    await office.account('b', 'push')
    office.push.answers.push({ kind: 'refused', reason: 'bad-text' })
    const [nobody] = await office.notify('a', ['1'])
    const [refused] = await office.notify('b', ['1'])
    await run()
    expect(await office.row(nobody)).toMatchObject({ state: 'failed', reason: 'unreachable' })
    expect(await office.row(refused)).toMatchObject({ state: 'failed', reason: 'bad-text' })
  })

  test('a channel that shows things only while the person looks: it waits in the history, once', async () => {
    const account = await office.account('a', 'web-chat')
    const [id] = await office.notify('a', ['1'])
    await run()
    await run()
    expect(await office.row(id)).toMatchObject({ state: 'waiting', account: account.id, leasedUntil: null })
    const entries = await office.store.read((tx) => tx.entries(history, { key: account.id, limit: 10 }))
    expect(entries.map(({ seq, from, text }) => [seq, from, text])).toEqual([[1, 'bot', '1']])
  })

  test('a channel that is switched off is tried again later', async () => {
    await office.delivery.stop()
    const account = await office.account('a', 'push')
    await office.store.write([], (tx) => tx.put(accounts, { ...account, channel: 'gone' }))
    office.start()
    const [id] = await office.notify('a', ['1'])
    await run()
    expect(await office.row(id)).toMatchObject({ state: 'queued', reason: 'channel-off' })
  })

  test('a window takes five and no more until the person writes again; it closes by itself after its hours', async () => {
    const account = await office.account('a', 'contract-window')
    const ids = await office.notify('a', numbers(7))
    await run()
    expect(office.window.pushed.get('a')?.map((body) => body.text)).toEqual(numbers(5))
    expect(await office.states(ids)).toEqual([...Array(5).fill('sent'), 'failed', 'failed'])

    await office.account('a', 'contract-window')
    await office.notify('a', ['after they wrote'])
    await run()
    expect(office.window.pushed.get('a')?.at(-1)?.text).toBe('after they wrote')

    office.clock.advance(48 * hour)
    const [late] = await office.notify('a', ['too late'])
    await run()
    expect(await office.row(late)).toMatchObject({ state: 'failed', reason: 'unreachable' })
    expect(office.window.pushed.get(account.externalId)).toHaveLength(6)
  })

  test('a closed window passes a notice on to the page that waits for a visit', async () => {
    await office.account('a', 'contract-window')
    await office.account('a', 'web-chat', '2026-11-01T00:00:00.000Z')
    const ids = await office.notify('a', numbers(7))
    await run()
    expect(await office.states(ids)).toEqual([...Array(5).fill('sent'), 'waiting', 'waiting'])
  })
})

test('a check of ours that throws holds up nobody else, and its row does not stay for ever', async () => {
  await office.account('a', 'push')
  await office.account('b', 'push')
  office.rechecks.broken = async () => {
    throw new Error('ours')
  }
  await office.delivery.stop()
  const [id] = await office.notify('a', ['1'], { recheck: { name: 'broken', argument: '' } })
  await office.notify('b', ['for b'])
  office.start()
  let open: () => void = () => undefined
  office.push.gate = new Promise((resolve) => {
    open = resolve
  })
  let settled = false
  const running = run().then(() => {
    settled = true
  })
  while (office.push.tries.length === 0 || office.faults.length === 0) await new Promise(setImmediate)
  expect(settled, 'the message to b is still under way').toBe(false)
  open()
  await running
  for (let times = 0; times < 13; times++) {
    office.clock.advance(minute)
    await run()
  }
  await office.notify('a', ['next'])
  await run()
  expect(office.push.texts()).toEqual(['for b', 'next'])
  expect(await office.row(id)).toMatchObject({ state: 'unknown', reason: 'lease-ran-out' })
  expect(office.faults.splice(0)).toHaveLength(12)
})

describe('a channel that is not there any more', () => {
  test('is no way to who can be reached by another', async () => {
    const gone = await office.account('a', 'push')
    await office.account('a', 'web-chat')
    await office.store.write([], (tx) => tx.put(accounts, { ...gone, channel: 'terminal' }))
    const [id] = await office.notify('a', ['1'])
    await run()
    expect(await office.row(id)).toMatchObject({ state: 'waiting' })
  })

  test('holds up the line for a day, not for ever', async () => {
    const gone = await office.account('a', 'push')
    await office.store.write([], (tx) => tx.put(accounts, { ...gone, channel: 'terminal' }))
    const [reply] = await office.reply(gone, ['1'])
    await run()
    expect(await office.row(reply)).toMatchObject({ state: 'queued', reason: 'channel-off' })
    office.clock.advance(24 * hour)
    await office.account('a', 'web-chat')
    const [alert] = await office.notify('a', ['2'], { urgent: true })
    await run()
    expect(await office.row(reply)).toMatchObject({ state: 'failed', reason: 'channel-off' })
    expect(await office.row(alert)).toMatchObject({ state: 'waiting' })
  })
})
