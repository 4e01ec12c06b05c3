import { type Invitation, invitationSchema, type Officer, officerSchema } from '../../domain/officer'
import { type Unit, unitSchema } from '../../domain/unit'
import type { Collection } from '../store'
import { clear, nobody } from './shared'

export const officers: Collection<Officer> = {
  name: 'officers',
  version: 1,
  schema: officerSchema,
  indexes: {
    role: { lists: true, equals: (officer) => (officer.leftAt ? [] : officer.roles) },
    unit: { equals: (officer) => (officer.leftAt ? undefined : officer.unit) },
  },
  sealedBy: (officer) => `person:${officer.id}`,
  subject: (officer) => officer.id,
  onErase: { do: 'delete' },
}

export const invitations: Collection<Invitation> = {
  name: 'invitations',
  version: 1,
  schema: invitationSchema,
  indexes: {
    unit: { equals: (invitation) => invitation.unit, order: (invitation) => invitation.createdAt },
    expires: { equals: () => 'all', order: (invitation) => invitation.expiresAt },
  },
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}

export const units: Collection<Unit> = {
  name: 'units',
  version: 1,
  schema: unitSchema,
  indexes: {
    parent: { equals: (unit) => unit.parent ?? 'root', order: (unit) => unit.name },
    kind: { equals: (unit) => (unit.closedAt ? undefined : unit.kind), order: (unit) => unit.name },
    code: { equals: (unit) => unit.code, unique: true },
  },
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}
