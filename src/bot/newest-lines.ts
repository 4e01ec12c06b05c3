import type { Account } from '../domain/account'
import type { HistoryEntry } from '../domain/message'
import { history } from '../store/logs'
import type { ReadTx } from '../store/store'

/** The newest lines of the conversation at an account, the oldest of them first. */
export function newestLines(tx: ReadTx, account: Account, limit: number): Promise<HistoryEntry[]> {
  return tx.entries(history, { key: account.id, before: Number.MAX_SAFE_INTEGER, limit })
}
