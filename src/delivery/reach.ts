import { type Account, address } from '../domain/account'
import type { Instant } from '../domain/instant'
import { accounts } from '../store/collections'
import type { Lock, ReadTx, Store } from '../store/store'
import { reviveNotices } from './notice'

/**
 * A channel learned without sending that an address can be reached no more, or again. Nothing happens when it is not known, or was known to
 * be so.
 */
export async function noteReach(
  store: Store,
  at: Pick<Account, 'channel' | 'externalId'>,
  unreachable: { reason: string } | null,
  now: Instant,
): Promise<void> {
  const lock: Lock = `account:${address(at.channel, at.externalId)}`
  let known = await store.read((tx) => accountAt(tx, at))
  while (known) {
    const { person } = known
    // Whom the account belongs to may change before the lock is held.
    known = await store.write([lock, `person:${person}`], async (tx) => {
      const account = await accountAt(tx, at)
      if (!account || account.person !== person) return account
      if (account.unreachable?.reason === unreachable?.reason) return undefined
      await tx.put(accounts, { ...account, unreachable: unreachable && { reason: unreachable.reason, since: now } })
      if (!unreachable) await reviveNotices(tx, person, now)
      return undefined
    })
  }
}

async function accountAt(
  tx: ReadTx,
  { channel, externalId }: Pick<Account, 'channel' | 'externalId'>,
): Promise<Account | undefined> {
  return (await tx.find(accounts, { index: 'address', equals: address(channel, externalId), limit: 1 }))[0]
}
