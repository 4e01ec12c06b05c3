import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endLeases } from '../../src/delivery/end-leases'
import { after as instantAfter, minute } from '../../src/domain/instant'
import { outbox } from '../../src/store/collections'
import { figuresFromRows, figuresOfMailing, hasMailing } from '../support/mailings'
import { PostOffice } from '../support/post-office'

let office: PostOffice
beforeEach(async () => {
  office = await PostOffice.open()
  await office.delivery.stop()
})
afterEach(async () => {
  await office.close()
  expect(office.faults).toEqual([])
})

async function restart(): Promise<void> {
  await endLeases(office.store, office.clock.now())
  office.start()
  await office.delivery.run()
}

describe('what a dead process had claimed', () => {
  test('goes out as soon as the next one starts, in its order', async () => {
    const account = await office.account('a', 'push')
    const ids = [...(await office.reply(account, ['1', '2'])), ...(await office.notify('a', ['3']))]
    expect(await office.claimAndDie()).toHaveLength(2)
    await restart()
    expect(office.push.texts().filter((text) => text !== '3')).toEqual(['1', '2'])
    expect(await office.states(ids)).toEqual(['sent', 'sent', 'sent'])
  })

  test('goes out later each time when that one dies over it too: dying again and again does not use up its tries at once', async () => {
    const account = await office.account('a', 'push')
    const [id] = await office.reply(account, ['1'])
    const dies = async () => {
      const claimed = await office.claimAndDie()
      await endLeases(office.store, office.clock.now())
      return claimed.length
    }
    expect(await dies()).toBe(1)
    expect(await dies()).toBe(1)
    for (const seconds of [1, 2, 4, 5, 5, 5, 5, 5, 5, 5]) {
      office.clock.advance(seconds * 1000 - 1)
      expect(await dies()).toBe(0)
      office.clock.advance(1)
      expect(await dies()).toBe(1)
    }
    await restart()
    expect(office.push.tries).toEqual([])
    expect(await office.row(id)).toMatchObject({ state: 'unknown', reason: 'lease-ran-out', attempts: 12 })
  })

  test('that a channel was to answer by itself goes out at once', async () => {
    const account = await office.account('a', 'push')
    const [id] = await office.reply(account, ['1'], instantAfter(office.clock.now(), 5000))
    await restart()
    expect(office.push.texts()).toEqual(['1'])
    expect(await office.row(id)).toMatchObject({ state: 'sent', attempts: 1 })
  })

  test('for many may have arrived: it is not sent again, and counted so at once, also while it is paused', async () => {
    for (const person of ['a', 'b', 'c', 'd']) await office.account(person, 'push')
    const ids = await office.notify('a', ['1'], { lane: 'bulk' })
    for (const [id, person] of [
      ['runs', 'b'],
      ['stands', 'c'],
    ] as const) {
      await hasMailing(office.store, id)
      ids.push(...(await office.notify(person, ['1'], { lane: 'bulk', mailing: id })))
    }
    expect(await office.claimAndDie('runs', 'stands')).toHaveLength(3)
    await hasMailing(office.store, 'stands', { state: 'paused' })
    const later = { lane: 'bulk', mailing: 'runs', notBefore: instantAfter(office.clock.now(), 1000) } as const
    ids.push(...(await office.notify('d', ['2'], later)))
    await restart()
    expect(office.push.tries).toEqual([])
    expect(await office.states(ids)).toEqual(['unknown', 'unknown', 'unknown', 'queued'])
    for (const id of ['runs', 'stands']) {
      expect((await figuresOfMailing(office.store, id)).outcomes.unknown).toBe(1)
      expect(await figuresOfMailing(office.store, id)).toEqual(await figuresFromRows(office.store, id))
    }
    office.clock.advance(2000)
    await office.delivery.run()
    expect(office.push.texts()).toEqual(['2'])
  })

  test('is given back alone: what another that is there has claimed stays with it', async () => {
    const account = await office.account('a', 'push')
    const other = await office.account('b', 'push')
    const ids = [...(await office.reply(account, ['1'])), ...(await office.reply(other, ['2']))]
    await office.claimAndDie()
    await office.store.write([], async (tx) => {
      for (const [index, id] of ids.entries()) {
        const row = await tx.get(outbox, id)
        if (row) await tx.put(outbox, { ...row, holder: ['dead', 'alive'][index] })
      }
    })
    await endLeases(office.store, office.clock.now(), 'dead')
    expect(await office.states(ids)).toEqual(['queued', 'sending'])
    office.start()
    await office.delivery.run()
    expect(office.push.texts()).toEqual(['1'])
    // Of whom nobody knows that they ended, the lease runs out.
    office.clock.advance(minute)
    await office.delivery.run()
    expect(office.push.texts()).toEqual(['1', '2'])
  })
})
