import { wallTime, wallWeekday } from '../../../domain/calendar'
import type { Complaint } from '../../../domain/complaint'
import { isOnCall, type Officer, type Role } from '../../../domain/officer'
import { canHandleCase, canSeeCase, holds } from '../../../domain/permissions'
import type { Unit } from '../../../domain/unit'
import { officers, units } from '../../../store/collections'
import type { ReadTx } from '../../../store/store'

/** What is needed to find out who is told; jobs have no scene. */
export interface Desk {
  tx: ReadTx
  now: string
  zone: string
}

/** `see` may open the case; `admins` are told only that it waits. */
export interface Told {
  as: 'see' | 'admins'
  officers: Officer[]
}

/** Whether somebody is there now, so that it may be promised. */
export async function isAnybodyOnCall(desk: Desk, complaint: Complaint): Promise<boolean> {
  return onCallNow(desk, await whoSees(desk.tx, complaint)).length > 0
}

/** The owner; else who is on call and handles cases; else everyone with cases in the unit; else the admins. */
export async function whoIsTold(desk: Desk, complaint: Complaint): Promise<Told> {
  const unit = await unitOfCase(desk.tx, complaint)
  const seers = await whoSees(desk.tx, complaint)
  const owner = seers.filter((officer) => officer.id === complaint.owner)
  if (owner.length > 0) return { as: 'see', officers: owner }
  const ready = onCallNow(desk, seers).filter((officer) => canHandleCase(officer, unit, complaint))
  if (ready.length > 0) return { as: 'see', officers: ready }
  if (seers.length > 0) return { as: 'see', officers: seers }
  return { as: 'admins', officers: await admins(desk.tx, complaint, unit) }
}

/** Who is on call and sees the case; else everyone who sees it; else the admins. */
export async function whoIsAlerted(desk: Desk, complaint: Complaint): Promise<Told> {
  const seers = await whoSees(desk.tx, complaint)
  const ready = onCallNow(desk, seers)
  if (ready.length > 0) return { as: 'see', officers: ready }
  if (seers.length > 0) return { as: 'see', officers: seers }
  return { as: 'admins', officers: await admins(desk.tx, complaint, await unitOfCase(desk.tx, complaint)) }
}

/** Everyone who may open the case; never its worker, who may be an officer too. */
export async function whoSees(tx: ReadTx, complaint: Complaint): Promise<Officer[]> {
  const unit = await unitOfCase(tx, complaint)
  const found = [...(await withRole(tx, 'caseworker')), ...(await withRole(tx, 'supervisor'))]
  return once(found).filter((officer) => canSeeCase(officer, unit, complaint))
}

/** The supervisors among them. */
export async function supervisorsOf(tx: ReadTx, complaint: Complaint): Promise<Officer[]> {
  const unit = await unitOfCase(tx, complaint)
  return (await whoSees(tx, complaint)).filter((officer) => holds(officer, 'supervisor', unit))
}

export async function admins(tx: ReadTx, complaint: Complaint, unit: Pick<Unit, 'path'>): Promise<Officer[]> {
  const found = await withRole(tx, 'admin')
  return found.filter((officer) => holds(officer, 'admin', unit) && officer.id !== complaint.person)
}

/** A case whose unit is gone belongs to the committee. */
export async function unitOfCase(tx: ReadTx, complaint: Complaint): Promise<Pick<Unit, 'path'>> {
  return (await tx.get(units, complaint.unit)) ?? { path: ['root'] }
}

function onCallNow({ now, zone }: Desk, officers: readonly Officer[]): Officer[] {
  return officers.filter((officer) => isOnCall(officer, wallWeekday(now, zone), wallTime(now, zone)))
}

function withRole(tx: ReadTx, role: Role): Promise<Officer[]> {
  return tx.find(officers, { index: 'role', equals: role })
}

function once(found: readonly Officer[]): Officer[] {
  return [...new Map(found.map((officer) => [officer.id, officer])).values()]
}
