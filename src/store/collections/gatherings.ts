import { type Gathering, gatheringSchema } from '../../domain/gathering'
import { type SignUp, signUpSchema } from '../../domain/signup'
import type { Collection } from '../store'
import { clear, nobody } from './shared'

export const gatherings: Collection<Gathering> = {
  name: 'gatherings',
  version: 1,
  schema: gatheringSchema,
  indexes: {
    state: { equals: (gathering) => gathering.state, order: (gathering) => gathering.endsAt },
    unit: { equals: (gathering) => gathering.unit, order: (gathering) => gathering.endsAt },
    inviting: {
      equals: (gathering) => (gathering.inviting && gathering.state === 'published' ? 'inviting' : undefined),
      order: (gathering) => gathering.startsAt,
    },
    telling: {
      equals: (gathering) => (gathering.telling ? 'telling' : undefined),
      order: (gathering) => gathering.startsAt,
    },
    // A picture whose bytes are still being fetched.
    arriving: { equals: ({ picture }) => (picture?.sha256 === null ? picture.id : undefined) },
    // What still says who came.
    remembered: {
      equals: (gathering) => (gathering.forgottenAt ? undefined : 'remembered'),
      order: (gathering) => gathering.endsAt,
    },
  },
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}

export const signUps: Collection<SignUp> = {
  name: 'sign-ups',
  version: 1,
  schema: signUpSchema,
  indexes: {
    gathering: { equals: (signUp) => signUp.gathering, order: (signUp) => signUp.seq },
    who: { equals: (signUp) => `${signUp.gathering}:${signUp.person}`, unique: true },
    state: { equals: (signUp) => `${signUp.gathering}:${signUp.state}`, order: (signUp) => signUp.seq },
    offers: {
      equals: (signUp) => (signUp.state === 'offered' ? 'offered' : undefined),
      order: (signUp) => signUp.offer?.until ?? '',
    },
    'offered-to': { equals: (signUp) => (signUp.state === 'offered' ? signUp.person : undefined) },
    unreminded: {
      equals: (signUp) => (signUp.state === 'in' && !signUp.remindedAt ? signUp.gathering : undefined),
      order: (signUp) => signUp.seq,
    },
  },
  sealedBy: (signUp) => `person:${signUp.person}`,
  subject: (signUp) => signUp.person,
  // With it goes the seat, which the next in line is then offered.
  onErase: { do: 'delete' },
}
