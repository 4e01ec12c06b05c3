import { type MailingFigures, mailingFigures } from '../../src/delivery/mailing'
import { type Mailing, mailingOutcomes, outcomeOfRow } from '../../src/domain/mailing'
import type { OutboxRow } from '../../src/domain/message'
import { mailings, outbox } from '../../src/store/collections'
import type { Store } from '../../src/store/store'

/** A mailing as it stands, put in place; what one that was there says stays. */
export async function hasMailing(store: Store, id: string, changes: Partial<Mailing> = {}): Promise<Mailing> {
  const at = '2026-11-20T02:00:00.000Z'
  const mailing: Mailing = {
    id,
    matter: { kind: 'invitation', event: id },
    path: ['root'],
    by: null,
    state: 'running',
    stateAt: at,
    createdAt: at,
    endedAt: null,
    ...changes,
  }
  await store.write([], async (tx) => {
    const says = (await tx.get(mailings, id))?.says
    return tx.put(mailings, { ...(says && { says }), ...mailing })
  })
  return mailing
}

export async function rowsOfMailing(store: Store, id: string): Promise<OutboxRow[]> {
  const rows: OutboxRow[] = []
  for await (const row of store.walk(outbox)) if (row.mailing === id) rows.push(row)
  return rows
}

export function figuresOfMailing(store: Store, id: string): Promise<MailingFigures> {
  return store.read((tx) => mailingFigures(tx, id))
}

/** The figures as they follow from the rows themselves; who was erased left none. */
export async function figuresFromRows(store: Store, id: string, erased = 0): Promise<MailingFigures> {
  const rows = await rowsOfMailing(store, id)
  const ended = rows.map(outcomeOfRow)
  const counts = mailingOutcomes.map((outcome) => [outcome, ended.filter((one) => one === outcome).length] as const)
  const outcomes = { ...(Object.fromEntries(counts) as MailingFigures['outcomes']), erased }
  return { made: rows.length + erased, left: ended.filter((one) => one === undefined).length, outcomes }
}
