import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { endLeases } from '../../src/delivery/end-leases'
import { PostOffice } from '../support/post-office'

let office: PostOffice
beforeEach(async () => {
  // What goes out here does so without the look of each second.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  office = await PostOffice.open()
  await office.delivery.stop()
})
afterEach(async () => {
  vi.useRealTimers()
  await office.close()
  expect(office.faults).toEqual([])
})

test('what a dead process had claimed goes out as soon as the next one starts', async () => {
  const account = await office.account('a', 'push')
  const ids = [...(await office.reply(account, ['1', '2'])), ...(await office.notify('a', ['3']))]
  expect(await office.claimAndDie()).toHaveLength(2)
  await endLeases(office.store, office.clock.now())
  office.start({ timer: true })
  await expect.poll(() => office.push.texts().sort()).toEqual(['1', '2', '3'])
  await expect.poll(() => office.states(ids)).toEqual(['sent', 'sent', 'sent'])
})

test('what was queued and never claimed does so too', async () => {
  const account = await office.account('a', 'push')
  await office.reply(account, ['1'])
  office.start({ timer: true })
  await expect.poll(() => office.push.texts()).toEqual(['1'])
})

test('bulk of a dead process stays where it is', async () => {
  await office.account('a', 'push')
  const ids = await office.notify('a', ['1'], { lane: 'bulk' })
  await office.claimAndDie()
  await endLeases(office.store, office.clock.now())
  office.start({ timer: true })
  await office.delivery.run()
  expect(office.push.tries).toEqual([])
  expect(await office.states(ids)).toEqual(['sending'])
})
