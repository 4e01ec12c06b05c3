import type { Tools } from '../../src/bot/scene'
import type { Complaint } from '../../src/domain/complaint'
import type { Officer, Role } from '../../src/domain/officer'
import { holds } from '../../src/domain/permissions'
import { inFours } from '../../src/features/return-code'
import { complaints, officers, persons, units, youths } from '../../src/store/collections'
import type { ReadTx, Store, WriteTx } from '../../src/store/store'

/** Who one can be in the demo, and the code that lets one in as them. */
export interface Part {
  as: 'worker' | Extract<Role, 'liaison' | 'caseworker' | 'supervisor' | 'admin'>
  name: string
  code: string
}

const roles = ['liaison', 'caseworker', 'supervisor', 'admin'] as const

/** Gives somebody of each kind a return code. */
export async function giveParts(store: Store, { newDigits, hashCode }: Tools): Promise<Part[]> {
  return store.write([], async (tx) => {
    const parts: Part[] = []
    const cast = async (as: Part['as'], id: string, name: string) => {
      const code = newDigits(16)
      const person = await tx.get(persons, id)
      if (person) await tx.put(persons, { ...person, returnCode: hashCode(code) })
      parts.push({ as, name, code: inFours(code) })
    }
    const complaint = await runningCase(tx)
    const worker = await tx.get(youths, complaint.person)
    if (worker) await cast('worker', worker.id, worker.name)
    // As whoever sets a bot up: who chose no point is looked after from there.
    for (const admin of await tx.find(officers, { index: 'role', equals: 'admin' }))
      await tx.put(officers, { ...admin, unit: 'root' })
    for (const role of roles) {
      const officer = await holder(tx, role, role === 'caseworker' ? complaint.owner : worker?.liaison)
      if (officer) await cast(role, officer.id, officer.name)
    }
    return parts
  })
}

/** A case in the hands of a caseworker of its unit, of a worker whom a liaison officer looks after. */
async function runningCase(tx: WriteTx): Promise<Complaint> {
  const caseworkers: Officer[] = await tx.find(officers, { index: 'role', equals: 'caseworker' })
  for (const complaint of await tx.find(complaints, { index: 'state', equals: 'handling' })) {
    const unit = await tx.get(units, complaint.unit)
    const owner = unit && caseworkers.find((officer) => holds(officer, 'caseworker', unit))
    if (!owner || !(await tx.get(youths, complaint.person))?.liaison) continue
    const theirs = { ...complaint, owner: owner.id }
    await tx.put(complaints, theirs)
    return theirs
  }
  throw new Error('the committee has no running case')
}

/** The one wanted, where they have the role, else the first who has it. */
async function holder(tx: ReadTx, role: Role, wanted: string | null | undefined): Promise<Officer | undefined> {
  const held = await tx.find(officers, { index: 'role', equals: role })
  return held.find(({ id }) => id === wanted) ?? held[0]
}
