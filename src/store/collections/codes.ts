import {
  type Attempts,
  attemptsSchema,
  type JoinCode,
  type Joining,
  joinCodeSchema,
  joiningSchema,
  type Setting,
  settingSchema,
} from '../../domain/credential'
import type { Collection } from '../store'
import { clear, nobody } from './shared'

export const joinCodes: Collection<JoinCode> = {
  name: 'join-codes',
  version: 1,
  schema: joinCodeSchema,
  indexes: { expires: { equals: () => 'all', order: (code) => code.expiresAt } },
  sealedBy: clear,
  subject: (code) => code.person,
  onErase: { do: 'delete' },
}

export const joinings: Collection<Joining> = {
  name: 'joinings',
  version: 1,
  schema: joiningSchema,
  indexes: {
    at: { equals: () => 'all', order: (joining) => joining.at },
    waits: { equals: (joining) => (joining.waitsForAdmin ? 'waits' : undefined), order: (joining) => joining.at },
  },
  sealedBy: (joining) => `person:${joining.into}`,
  subject: (joining) => joining.into,
  onErase: { do: 'delete' },
}

export const attempts: Collection<Attempts> = {
  name: 'attempts',
  version: 1,
  schema: attemptsSchema,
  indexes: { last: { equals: () => 'all', order: (tries) => tries.at.at(-1) ?? '' } },
  sealedBy: clear,
  subject: (tries) => tries.person ?? undefined,
  onErase: { do: 'delete' },
}

export const settings: Collection<Setting> = {
  name: 'settings',
  version: 1,
  schema: settingSchema,
  indexes: {},
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}
