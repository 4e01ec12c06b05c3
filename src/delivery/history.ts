import type { Account } from '../domain/account'
import type { Instant } from '../domain/instant'
import type { OutboxRow } from '../domain/message'
import { history } from '../store/logs'
import type { WriteTx } from '../store/store'
import { bodyOf } from './mailing'

/** Writes a notice into the conversation of the account that it went to, or where it lies ready. */
export async function keepInHistory(tx: WriteTx, row: OutboxRow, account: Account, now: Instant): Promise<void> {
  const { from, name, text, choices, file } = await bodyOf(tx, row)
  const { person, about } = row
  await tx.append(history, account.id, { at: now, person, from, name, text, choices, file, update: null, about })
}
