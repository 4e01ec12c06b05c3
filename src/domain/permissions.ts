import type { Complaint } from './complaint'
import type { Mailing } from './mailing'
import type { Officer, Role } from './officer'
import { liesWithin, type Unit } from './unit'
import type { Youth } from './youth'

/** The officer's role holds in a unit when their own unit is it or stands above it. */
export function holds(officer: Officer | undefined, role: Role, unit: Pick<Unit, 'path'>): boolean {
  return !!officer && officer.leftAt === null && officer.roles.includes(role) && liesWithin(unit, officer.unit)
}

/** Cases are seen only as a caseworker or supervisor of their unit, and never as the worker concerned; an admin alone opens none.
 * What is not submitted yet is nobody's business, unless someone is in danger. */
export function canSeeCase(
  officer: Officer | undefined,
  unit: Pick<Unit, 'path'>,
  complaint: Pick<Complaint, 'person' | 'state' | 'urgent'>,
): boolean {
  return (
    (holds(officer, 'caseworker', unit) || holds(officer, 'supervisor', unit)) &&
    complaint.person !== officer?.id &&
    (complaint.state !== 'draft' || complaint.urgent)
  )
}

export function canHandleCase(
  officer: Officer | undefined,
  unit: Pick<Unit, 'path'>,
  complaint: Pick<Complaint, 'person' | 'state' | 'urgent'>,
): boolean {
  return canSeeCase(officer, unit, complaint) && holds(officer, 'caseworker', unit)
}

/** A second person confirms what another proposed, never the proposer. */
export function canConfirmDecline(
  officer: Officer | undefined,
  unit: Pick<Unit, 'path'>,
  complaint: Complaint,
): boolean {
  return canSeeCase(officer, unit, complaint) && complaint.declining !== null && complaint.declining.by !== officer?.id
}

/** Half a year after its end a case is opened again by a supervisor, and only when its worker asked for it. */
export function canReopenLate(
  officer: Officer | undefined,
  unit: Pick<Unit, 'path'>,
  complaint: Pick<Complaint, 'person' | 'state' | 'urgent' | 'reopenAsked'>,
): boolean {
  return canSeeCase(officer, unit, complaint) && holds(officer, 'supervisor', unit) && complaint.reopenAsked !== null
}

export function canInvite(officer: Officer | undefined, unit: Pick<Unit, 'path'>): boolean {
  return holds(officer, 'admin', unit)
}

/** Roles are given and taken by an admin of the unit they hold in. */
export function canChangeOfficer(officer: Officer | undefined, unit: Pick<Unit, 'path'>): boolean {
  return holds(officer, 'admin', unit)
}

export function canEditUnits(officer: Officer | undefined, unit: Pick<Unit, 'path'>): boolean {
  return holds(officer, 'admin', unit)
}

/** What concerns the whole installation, such as its key. */
export function isRootAdmin(officer: Officer | undefined): boolean {
  return holds(officer, 'admin', { path: ['root'] })
}

/** An officer's account is joined to another only with an admin's word, and not their own while there is another admin. */
export function canConfirmJoining(
  officer: Officer | undefined,
  unit: Pick<Unit, 'path'>,
  joining: Pick<Officer, 'id'>,
  isOnlyAdmin: boolean,
): boolean {
  return holds(officer, 'admin', unit) && (officer?.id !== joining.id || isOnlyAdmin)
}

/** Their liaison officer, who looks after one of their points, and the admins above; whoever chose no point is seen from the root. */
export function canSeeYouth(
  officer: Officer | undefined,
  youth: Pick<Youth, 'liaison'>,
  points: readonly Pick<Unit, 'path'>[],
): boolean {
  if (!officer || officer.leftAt !== null) return false
  if (officer.roles.includes('liaison') && youth.liaison === officer.id) return true
  const places = points.length > 0 ? points : [{ path: ['root'] }]
  return places.some((place) => holds(officer, 'liaison', place) || holds(officer, 'admin', place))
}

/** Events are held by admins and liaison officers, each for their unit and what lies below; they also see who comes. */
export function canHoldEvents(officer: Officer | undefined, unit: Pick<Unit, 'path'>): boolean {
  return holds(officer, 'admin', unit) || holds(officer, 'liaison', unit)
}

/** Invitations are stopped by whoever may hold the event; what goes to everybody, by the admins. */
export function canRunMailing(
  officer: Officer | undefined,
  { matter, path }: Pick<Mailing, 'matter' | 'path'>,
): boolean {
  return matter.kind === 'invitation' ? canHoldEvents(officer, { path }) : holds(officer, 'admin', { path })
}
