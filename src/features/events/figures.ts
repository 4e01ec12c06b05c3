import { wallDate } from '../../domain/calendar'
import type { Gathering } from '../../domain/gathering'
import type { ReadTx } from '../../store/store'
import type { Desk } from './seats'

type Figure = 'invited' | 'signed-up' | 'came'

/** Counts in the same transaction: for the event, and for its unit and month. Only a mistake is ever taken off, so that the figures outlive the people. */
export async function countEvent(
  { tx, now, zone }: Pick<Desk, 'tx' | 'now' | 'zone'>,
  { id, unit }: Pick<Gathering, 'id' | 'unit'>,
  figure: Figure,
  by = 1,
): Promise<void> {
  if (by === 0) return
  await tx.add(`event-${figure}:${id}`, by)
  await tx.add(`events-${figure}:${unit}:${wallDate(now, zone).slice(0, 7)}`, by)
}

/** An event that was published or cancelled, by its unit and the month it was to be in. */
export async function countEvents(
  { tx, zone }: Pick<Desk, 'tx' | 'zone'>,
  { unit, startsAt }: Pick<Gathering, 'unit' | 'startsAt'>,
  what: 'published' | 'cancelled',
  by = 1,
): Promise<void> {
  await tx.add(`events-${what}:${unit}:${wallDate(startsAt, zone).slice(0, 7)}`, by)
}

export async function figuresOf(tx: ReadTx, id: string): Promise<Record<Figure, number>> {
  const figures = ['invited', 'signed-up', 'came'] as const
  const [invited = 0, signedUp = 0, came = 0] = await Promise.all(
    figures.map((figure) => tx.counter(`event-${figure}:${id}`)),
  )
  return { invited, 'signed-up': signedUp, came }
}
