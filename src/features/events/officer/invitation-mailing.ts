import type { Gathering } from '../../../domain/gathering'
import type { Instant } from '../../../domain/instant'
import { type Mailing, newMailing } from '../../../domain/mailing'
import { mailings, units } from '../../../store/collections'
import type { WriteTx } from '../../../store/store'

/** The mailing of an event's invitations, begun by whoever publishes it; an event published by an older version gets its now. */
export async function invitationMailing(
  tx: WriteTx,
  { id, unit }: Pick<Gathering, 'id' | 'unit'>,
  by: string | null,
  now: Instant,
): Promise<Mailing> {
  const known = await tx.get(mailings, id)
  if (known) return known
  const path = (await tx.get(units, unit))?.path ?? ['root']
  const mailing = newMailing({ kind: 'invitation', event: id }, { path, by }, now)
  await tx.put(mailings, mailing)
  return mailing
}
