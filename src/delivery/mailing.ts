import { type MailingOutcome, mailingOutcomes, outcomeOfRow } from '../domain/mailing'
import type { Body, OutboxRow } from '../domain/message'
import { mailings, outbox, persons } from '../store/collections'
import type { ReadTx, WriteTx } from '../store/store'

/** How a mailing stands: how many it was made for, what became of those, and how many are still to be sent. */
export interface MailingFigures {
  made: number
  left: number
  outcomes: Record<MailingOutcome, number>
}

const counterOf = (mailing: string, what: 'made' | MailingOutcome) => `mailing-${what}:${mailing}`

export async function mailingFigures(tx: ReadTx, mailing: string): Promise<MailingFigures> {
  const counts = mailingOutcomes.map(
    async (outcome) => [outcome, await tx.counter(counterOf(mailing, outcome))] as const,
  )
  const outcomes = Object.fromEntries(await Promise.all(counts)) as Record<MailingOutcome, number>
  const made = await tx.counter(counterOf(mailing, 'made'))
  return { made, left: Object.values(outcomes).reduce((left, count) => left - count, made), outcomes }
}

/** Before a row is queued for it: what names no mailing that is open would never be sent. */
export async function keepOpen(tx: WriteTx, id: string): Promise<void> {
  const mailing = await tx.get(mailings, id)
  if (!mailing) throw new Error('a message for a mailing that is not there')
  if (mailing.endedAt !== null) await tx.put(mailings, { ...mailing, endedAt: null })
}

/**
 * Counts, in the transaction that changes a row, what became of it for its mailing, so that nobody walks rows for a figure. Without `before`
 * it is new; without `after` it was erased, which changes nothing for one that had come to its end.
 */
export async function countRow(
  tx: WriteTx,
  before: OutboxRow | undefined,
  after: OutboxRow | undefined,
): Promise<void> {
  const mailing = (after ?? before)?.mailing
  if (mailing === undefined) return
  if (!before) await tx.add(counterOf(mailing, 'made'), 1)
  const was = before && outcomeOfRow(before)
  const is = after ? outcomeOfRow(after) : (was ?? 'erased')
  if (was === is) return
  if (was) await tx.add(counterOf(mailing, was), -1)
  if (is) await tx.add(counterOf(mailing, is), 1)
}

/** Keeps a row, new or changed, and counts what became of it for its mailing. */
export async function putRow(tx: WriteTx, before: OutboxRow | undefined, after: OutboxRow): Promise<void> {
  await tx.put(outbox, after)
  await countRow(tx, before, after)
}

/** What a row says: its own words, or those its mailing has for everybody. */
export async function bodyOf(tx: ReadTx, { body, words, person, mailing = '' }: OutboxRow): Promise<Body> {
  if (!words) return body
  const language = words === 'theirs' ? ((await tx.get(persons, person))?.language ?? 'zh-CN') : words
  const says = (await tx.get(mailings, mailing))?.says?.[language]
  if (!says) throw new Error(`the mailing ${mailing} says nothing in ${language}`)
  return says
}
