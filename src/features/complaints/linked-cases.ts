import type { Complaint } from '../../domain/complaint'
import { complaints } from '../../store/collections'
import type { ReadTx } from '../../store/store'

/** The cases a case goes on with, or that go on with it; each keeps its number and its own record. */
export async function linkedCases(tx: ReadTx, complaint: Complaint): Promise<Complaint[]> {
  if (complaint.person === 'erased') return []
  const all: Complaint[] = await tx.find(complaints, { index: 'person', equals: complaint.person, limit: 100 })
  return all.filter(({ id, mergedInto }) => mergedInto === complaint.id || id === complaint.mergedInto)
}
