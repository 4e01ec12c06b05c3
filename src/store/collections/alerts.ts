import { type Alert, alertSchema } from '../../domain/operator-alert'
import type { Collection } from '../store'
import { clear, nobody } from './shared'

/** The operator's alerts that stand now. */
export const alerts: Collection<Alert> = {
  name: 'alerts',
  version: 1,
  schema: alertSchema,
  indexes: { since: { equals: () => 'all', order: (alert) => alert.since } },
  sealedBy: clear,
  subject: nobody,
  onErase: { do: 'delete' },
}
