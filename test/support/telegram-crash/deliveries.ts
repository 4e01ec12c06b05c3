import { expect } from 'vitest'
import type { OutboxRow } from '../../../src/domain/message'
import type { BotApi } from '../bot-api/bot-api'

/** A row of the outbox with the chat it went to, and when it came there. */
export interface Delivered {
  row: OutboxRow
  chat: string
  at: number[]
}

interface Arrival {
  chat: string
  text: string
  at: number
}

/** What came to people: new messages, and those that were changed. */
function arrivalsAt(api: BotApi): Arrival[] {
  const sends = api.sends.filter(({ delivered }) => delivered)
  const edits = api.calls('editMessageText').filter(({ answer }) => answer === 'ok')
  const changed = edits.map(({ at, fields }) => ({ at, chat: String(fields.chat_id), text: String(fields.text) }))
  return [...sends.map(({ at, chatId, text }) => ({ at, chat: chatId, text })), ...changed].sort((a, b) => a.at - b.at)
}

/**
 * Finds for all that came the row it came from, and throws where there is none: what came a second time from one process, or after it was
 * known to have come. `lives` are the instants at which a process began.
 */
function matchDeliveries(
  api: BotApi,
  rows: readonly { row: OutboxRow; chat: string }[],
  lives: readonly number[],
): Delivered[] {
  const lifeOf = (at: number) => lives.findLastIndex((began) => began <= at)
  const inLine = rows
    .map((each): Delivered => ({ ...each, at: [] }))
    .sort((a, b) => (a.row.place < b.row.place ? -1 : 1))
  const byWords = new Map<string, Delivered[]>()
  for (const each of inLine) {
    const words = `${each.chat} ${wordsOf(each.row)}`
    byWords.set(words, [...(byWords.get(words) ?? []), each])
  }
  for (const { chat, text, at } of arrivalsAt(api)) {
    const same = byWords.get(`${chat} ${text}`) ?? []
    const row = same.find((candidate) => {
      const { createdAt, settledAt } = candidate.row
      if (Date.parse(createdAt) > at || (settledAt && Date.parse(settledAt) < at)) return false
      return candidate.at.every((earlier) => lifeOf(earlier) !== lifeOf(at))
    })
    if (!row) throw new Error(`came to ${chat} in life ${lifeOf(at)}, at ${at}, for no row: ${text}\n${inWords(same)}`)
    row.at.push(at)
  }
  return inLine
}

function wordsOf({ body }: OutboxRow): string {
  return body.name ? `${body.name}：${body.text}` : body.text
}

/** For a failing test to say which rows of these words there are. */
function inWords(same: readonly Delivered[]): string {
  const lines = same.map(({ row: { state, attempts, createdAt, settledAt }, at }) =>
    JSON.stringify({ state, attempts, created: Date.parse(createdAt), settled: Date.parse(settledAt ?? ''), at }),
  )
  return `rows of these words:\n${lines.join('\n') || 'none'}`
}

/** How often the process was killed that had sent the row and not noted it. */
function timesInFlight({ row, at }: Delivered, lives: readonly number[]): number {
  const [first] = at
  if (first === undefined || !row.settledAt) return 0
  const until = Date.parse(row.settledAt)
  return lives.filter((began) => began > first && began <= until).length
}

/** Everything that was to be sent came, and came again only where a process was killed over it; with the figures. */
export function checkDeliveries(
  api: BotApi,
  rows: readonly { row: OutboxRow; chat: string }[],
  lives: readonly number[],
) {
  const delivered = matchDeliveries(api, rows, lives)
  for (const each of delivered) {
    const { row, at } = each
    // Given up only where every try may have arrived.
    if (row.state !== 'sent') expect(row).toMatchObject({ state: 'unknown', reason: 'lease-ran-out', attempts: 9 })
    expect(at.length, row.body.text).toBeGreaterThan(0)
    expect(at.length, row.body.text).toBeLessThanOrEqual(1 + timesInFlight(each, lives))
    // Each try was noted before it left.
    expect(at.length, row.body.text).toBeLessThanOrEqual(row.attempts)
  }
  return {
    delivered,
    replies: rows.filter(({ row }) => row.lane === 'reply').length,
    notices: rows.filter(({ row }) => row.lane !== 'reply').length,
    /** Tries that a kill ended before they were noted as done. */
    inFlight: rows.reduce((sum, { row }) => sum + row.attempts - 1, 0),
    copies: delivered.reduce((sum, { at }) => sum + at.length - 1, 0),
    unknown: rows.filter(({ row }) => row.state === 'unknown').length,
  }
}
