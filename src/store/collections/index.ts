import type { Collection } from '../store'
import { alerts } from './alerts'
import { attempts, joinCodes, joinings, settings } from './codes'
import { complaints } from './complaints'
import { contactPlans, ledgers } from './contact'
import { arrivingFiles, outbox, parked, seen, sessions } from './conversation'
import { gatherings, signUps } from './gatherings'
import { mailings } from './mailings'
import { invitations, officers, units } from './officers'
import { accounts, consents, persons, youths } from './people'

export * from './alerts'
export * from './codes'
export * from './complaints'
export * from './contact'
export * from './conversation'
export * from './gatherings'
export * from './mailings'
export * from './officers'
export * from './people'

/** Every collection there is; an engine opens them all. */
// biome-ignore lint/suspicious/noExplicitAny: collections of many document types stand in one list
export const collections: Collection<any>[] = [
  accounts,
  persons,
  consents,
  youths,
  ledgers,
  contactPlans,
  officers,
  invitations,
  units,
  sessions,
  seen,
  parked,
  arrivingFiles,
  outbox,
  mailings,
  complaints,
  gatherings,
  signUps,
  joinCodes,
  joinings,
  attempts,
  settings,
  alerts,
]
