import { type Account, address } from '../domain/account'
import { hour, type Instant } from '../domain/instant'

/** Whether something can be sent to the account now without the person looking. */
function canPush(account: Account, now: Instant): boolean {
  if (account.unreachable) return false
  const { push } = account.abilities
  if (push === 'any') return true
  if (push === 'when-open') return false
  return Date.parse(now) - Date.parse(account.lastContactAt) < push.hours * hour
}

/** Where a notice goes: the freshest account that can be pushed to, else the freshest that shows it at the next visit. */
export function chooseAccount(accounts: readonly Account[], now: Instant): Account | undefined {
  const fresh = [...accounts].sort((a, b) => compare(b, a))
  return (
    fresh.find((account) => canPush(account, now)) ??
    fresh.find((account) => account.abilities.push === 'when-open') ??
    undefined
  )
}

function compare(a: Account, b: Account): number {
  if (a.lastContactAt !== b.lastContactAt) return a.lastContactAt < b.lastContactAt ? -1 : 1
  return address(a.channel, a.externalId) < address(b.channel, b.externalId) ? -1 : 1
}
