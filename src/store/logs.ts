import { type CaseEntry, caseEntrySchema } from '../domain/complaint'
import { type AuditEntry, auditEntrySchema } from '../domain/credential'
import { type HistoryEntry, historyEntrySchema } from '../domain/message'
import type { Log } from './store'

/** The conversation of an account, by account id. */
export const history: Log<HistoryEntry> = {
  name: 'history',
  version: 1,
  schema: historyEntrySchema,
  sealedBy: (entry) => (entry.about ? `case:${entry.about}` : `person:${entry.person}`),
  keepDays: 180,
}

/** What happened in a case, by case id. */
export const caseEntries: Log<CaseEntry> = {
  name: 'case-entries',
  version: 1,
  schema: caseEntrySchema,
  sealedBy: (entry) => `case:${entry.case}`,
  keepDays: 5 * 365,
}

/** Who looked at or did what, by `all`; ids only, so in clear. */
export const audit: Log<AuditEntry> = {
  name: 'audit',
  version: 1,
  schema: auditEntrySchema,
  sealedBy: () => undefined,
  keepDays: 3 * 365,
}

// biome-ignore lint/suspicious/noExplicitAny: logs of many entry types stand in one list
export const logs: Log<any>[] = [history, caseEntries, audit]
