import { type Account, accountSchema, address } from '../../domain/account'
import { after, day } from '../../domain/instant'
import { type Consent, consentSchema, hasConsented, type Person, personSchema } from '../../domain/person'
import { type Youth, youthSchema } from '../../domain/youth'
import type { Collection } from '../store'
import { clear } from './shared'

export const accounts: Collection<Account> = {
  name: 'accounts',
  version: 1,
  schema: accountSchema,
  indexes: {
    address: { equals: (account) => address(account.channel, account.externalId), unique: true, sensitive: true },
  },
  sealedBy: (account) => `person:${account.person}`,
  subject: (account) => account.person,
  onErase: { do: 'delete' },
}

export const persons: Collection<Person> = {
  name: 'persons',
  version: 1,
  schema: personSchema,
  indexes: {
    returnCode: { equals: (person) => person.returnCode ?? undefined, unique: true },
    unconsented: {
      equals: (person) => (hasConsented(person) ? undefined : 'unconsented'),
      order: (person) => person.lastContactAt,
    },
  },
  sealedBy: clear,
  subject: (person) => person.id,
  onErase: { do: 'delete' },
}

export const consents: Collection<Consent> = {
  name: 'consents',
  version: 1,
  schema: consentSchema,
  indexes: {
    until: {
      equals: (consent) => (consent.keptUntil ? 'all' : undefined),
      order: (consent) => consent.keptUntil ?? '',
    },
  },
  sealedBy: clear,
  subject: (consent) => consent.person,
  onErase: {
    do: 'keep',
    reason: 'proof of consent',
    keep: (consent, now) => ({ ...consent, keptUntil: after(now, 3 * 365 * day) }),
  },
}

export const youths: Collection<Youth> = {
  name: 'youths',
  version: 2,
  schema: youthSchema,
  indexes: {
    // Under `none` whoever chose no point.
    point: {
      lists: true,
      equals: (youth) => (youth.points.length > 0 ? youth.points : 'none'),
      order: (youth) => youth.registeredAt,
    },
    liaison: { equals: (youth) => youth.liaison ?? undefined, order: (youth) => youth.registeredAt },
    phone: { equals: (youth) => youth.phone ?? undefined, sensitive: true },
  },
  sealedBy: (youth) => `person:${youth.id}`,
  subject: (youth) => youth.id,
  onErase: { do: 'delete' },
}
