import { type ContactPlan, contactPlanSchema, settledUpTo, waitsForRepeat } from '../../domain/contact-plan'
import { type Ledger, ledgerSchema } from '../../domain/contact-record'
import type { Collection } from '../store'
import { clear } from './shared'

/** What monthly contacts made clear; kept while the youth is registered, after that only the figures are. */
export const ledgers: Collection<Ledger> = {
  name: 'contact-ledgers',
  version: 1,
  schema: ledgerSchema,
  indexes: {},
  sealedBy: (ledger) => `person:${ledger.youth}`,
  subject: (ledger) => ledger.youth,
  onErase: { do: 'delete' },
}

/** By officer (`officer:<id>`) and by point, as lists are asked for; who chose no point stands with the root. */
function listsOf({ points, liaison }: ContactPlan): string[] {
  const places = points.length > 0 ? points : ['root']
  return liaison ? [...places, `officer:${liaison}`] : places
}

export const contactPlans: Collection<ContactPlan> = {
  name: 'contact-plans',
  version: 3,
  schema: contactPlanSchema,
  indexes: {
    /** In order of the month up to which nothing is to be asked any more. */
    due: {
      equals: (plan) => (settledUpTo(plan) === undefined ? undefined : 'due'),
      order: (plan) => settledUpTo(plan) ?? '',
    },
    repeat: {
      equals: (plan) => (waitsForRepeat(plan) ? 'repeat' : undefined),
      order: (plan) => plan.asked?.at ?? '',
    },
    /** Who was not heard of for the longest time stands first. */
    silent: {
      lists: true,
      equals: (plan) => (plan.paused === 'good' ? [] : listsOf(plan)),
      order: (plan) => plan.contacted ?? '',
    },
    /** Who waits for a liaison officer, by point. */
    unassigned: { lists: true, equals: ({ points, liaison }) => (liaison ? [] : points), order: ({ id }) => id },
    care: {
      lists: true,
      equals: (plan) => (plan.careSince ? listsOf(plan) : []),
      order: (plan) => plan.careSince ?? '',
    },
  },
  sealedBy: clear,
  subject: (plan) => plan.id,
  onErase: { do: 'delete' },
}
