import { expect, test } from 'vitest'
import { registration } from '../../src/features/registration'
import { settings } from '../../src/features/settings'
import { registers, withPoints } from '../support/people'
import { openWorld } from '../support/world'

test('a message is begun once, under the lock of whose account it is, also after the account has come to somebody else', async () => {
  const world = await openWorld({ features: [registration, settings] })
  try {
    await withPoints(world)
    const [worker, phone] = [world.user('old-phone'), world.user('new-phone')]
    const code = await registers(worker)
    const begun: (readonly string[])[] = []
    const { store } = world
    const write = store.write.bind(store)
    store.write = (locks, fn) => {
      if (locks.some((lock) => lock.startsWith('account:')))
        begun.push(locks.filter((lock) => lock.startsWith('person:')))
      return write(locks, fn)
    }
    const beginnings = async (text: string) => {
      begun.length = 0
      await phone.says(text)
      return [...begun]
    }
    expect(await beginnings('你好')).toEqual([[]])
    const alone = `person:${await phone.personId()}`
    expect(await beginnings('/return')).toEqual([[alone]])
    await phone.says(code)
    const joined = `person:${await worker.personId()}`
    expect(joined).not.toBe(alone)
    expect(await beginnings('菜单')).toEqual([[joined]])
    // Nobody is remembered of whom nothing is left.
    await phone.says('我的')
    await phone.presses('全部删掉')
    await phone.presses('确定，全部删掉')
    expect(await beginnings('你好')).toEqual([[]])
  } finally {
    await world.close()
  }
})
