import type { Account } from '../../src/domain/account'
import type { Youth } from '../../src/domain/youth'
import { putYouth } from '../../src/features/contact-books'
import { accounts, persons } from '../../src/store/collections'
import { pushAbilities, pushChannel } from './push-channel'
import type { World } from './world'

/** Somebody reached at any time who registered just now, without a conversation. */
export function enrol(world: World, id: string, changes: Partial<Youth> = {}): Promise<void> {
  const now = world.clock.now()
  const account: Account = {
    id: `account-${id}`,
    channel: pushChannel,
    externalId: id,
    person: id,
    abilities: pushAbilities,
    createdAt: now,
    lastContactAt: now,
    unreachable: null,
    seenSeq: 0,
  }
  const youth: Youth = {
    id,
    name: '小李',
    birthYear: 2007,
    phone: null,
    homePlace: null,
    livesAt: '民治村',
    worksAt: '万科工地',
    trade: 'building',
    employer: null,
    leagueMember: null,
    points: [],
    liaison: null,
    registeredAt: now,
    updatedAt: now,
    form: { id: 'register', questions: 'x' },
    ...changes,
  }
  return world.write(async (tx) => {
    await tx.put(persons, {
      id,
      language: 'zh-CN',
      createdAt: now,
      lastContactAt: now,
      consents: { registration: { version: 'registration-1', at: now } },
      joined: [],
      returnCode: null,
    })
    await tx.put(accounts, account)
    await putYouth({ tx, now, zone: 'Asia/Shanghai' }, youth)
  })
}
