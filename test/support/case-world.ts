import type { CaseEntry, Complaint } from '../../src/domain/complaint'
import type { AuditEntry } from '../../src/domain/credential'
import type { Officer } from '../../src/domain/officer'
import { accounts, complaints, officers } from '../../src/store/collections'
import { audit, caseEntries } from '../../src/store/logs'
import { hasCase, withPoints } from './people'
import { type Channel, openWorld, type User, type World } from './world'

/** A committee with points, and a worker with one case. */
export async function withCase(channel: Channel, changes: Partial<Complaint> = {}) {
  const world = await openWorld({ channel })
  await withPoints(world)
  const worker = world.user('worker')
  await worker.says('你好')
  await hasCase(worker, 1, changes)
  await worker.inbox()
  return { world, worker }
}

export async function caseOf(world: World, id = 'case-1'): Promise<Complaint> {
  const complaint = await world.read((tx) => tx.get(complaints, id))
  if (!complaint) throw new Error(`no ${id}`)
  return complaint
}

export async function changeCase(world: World, changes: Partial<Complaint>, id = 'case-1'): Promise<void> {
  await world.write(async (tx) => {
    const complaint = await tx.get(complaints, id)
    if (complaint) await tx.put(complaints, { ...complaint, ...changes })
  })
}

export function entriesOf(world: World, id = 'case-1'): Promise<CaseEntry[]> {
  return world.read((tx) => tx.entries(caseEntries, { key: id, after: 0, limit: 200 }))
}

export async function auditOf(world: World): Promise<Pick<AuditEntry, 'actor' | 'action' | 'target'>[]> {
  const entries = await world.read((tx) => tx.entries(audit, { key: 'all', after: 0, limit: 1000 }))
  return entries.map(({ actor, action, target }) => ({ actor, action, target }))
}

export async function officerOf(user: User): Promise<Officer | undefined> {
  const id = await user.personId()
  return user.world.read((tx) => tx.get(officers, id))
}

export async function changeOfficer(user: User, changes: Partial<Officer>): Promise<void> {
  const officer = await officerOf(user)
  if (officer) await user.world.write((tx) => tx.put(officers, { ...officer, ...changes }))
}

/** A second device of the same person. */
export async function secondDevice(user: User): Promise<User> {
  const other = user.world.user(`${user.name}-tablet`, user.channel)
  await other.says('你好')
  const account = await other.account()
  const person = await user.personId()
  if (account) await user.world.write((tx) => tx.put(accounts, { ...account, person }))
  return other
}
