import { expect } from 'vitest'
import type { Complaint } from '../../../src/domain/complaint'
import { arrivingFiles, complaints, outbox, parked, seen } from '../../../src/store/collections'
import { history } from '../../../src/store/logs'
import type { Store } from '../../../src/store/store'
import type { Delivered } from './deliveries'
import { accountAt } from './stored'
import type { TelegramWorker } from './worker'

/** Each message, press and photo once and in order, marked as seen, and answered in the same commit. */
export async function checkHistory(store: Store, workers: readonly TelegramWorker[]): Promise<void> {
  const marks: string[] = []
  for await (const { id } of store.walk(seen)) marks.push(id)
  for (const { n, chat, sent } of workers) {
    await store.read(async (tx) => {
      const account = await accountAt(tx, chat)
      const entries = await tx.entries(history, { key: account?.id ?? '', after: 0, limit: 1000 })
      const mine = entries.filter(({ from }) => from === 'me')
      expect(
        mine.map(({ update }) => update),
        `worker ${n}`,
      ).toEqual(sent.map(({ id }) => id))
      for (const [index, { text }] of sent.entries()) {
        if (text !== null) expect(mine[index]?.text).toBe(text)
        const next = entries.find(({ seq }) => seq === (mine[index]?.seq ?? 0) + 1)
        expect(next?.from, `worker ${n}: ${text}`).toBe('bot')
      }
      const own = marks.filter((id) => id.startsWith(`${account?.id}:`))
      expect(own.sort()).toEqual(sent.map(({ id }) => `${account?.id}:${id}`).sort())
    })
  }
}

/** Each complaint once, with exactly the answers and the photo given, under numbers without gap or double. */
export async function checkComplaints(store: Store, workers: readonly TelegramWorker[]): Promise<string[]> {
  const found: Complaint[] = []
  for await (const complaint of store.walk(complaints)) found.push(complaint)
  expect(found).toHaveLength(workers.length)
  for (const worker of workers) {
    const account = await store.read((tx) => accountAt(tx, worker.chat))
    const own = found.filter(({ person }) => person === account?.person)
    expect(own).toHaveLength(1)
    expect(own[0]).toMatchObject({
      state: 'submitted',
      given: { kind: 'own-wage', against: worker.firm, amount: { fen: worker.yuan * 100, about: false } },
    })
    const evidence = own[0]?.evidence ?? []
    expect(evidence).toHaveLength(worker.sendsPhoto ? 1 : 0)
    for (const { file } of evidence) {
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/)
      const kept = await store.files.get(file.id)
      expect(Buffer.from(kept?.bytes ?? []).equals(worker.picture), `photo of worker ${worker.n}`).toBe(true)
    }
  }
  const numbers = found.map(({ number }) => number).sort()
  // Midnight may have passed meanwhile: the count begins anew each day.
  for (const day of new Set(numbers.map((number) => number.slice(0, -4)))) {
    const ofDay = numbers.filter((number) => number.startsWith(day)).map((number) => Number(number.slice(-4)))
    expect(ofDay).toEqual(ofDay.map((_, index) => index + 1))
  }
  return numbers
}

/** The officer is told of each complaint by one row, which came to them. */
export function checkNotices(delivered: readonly Delivered[], numbers: readonly string[], chat: string): void {
  for (const number of numbers) {
    const told = delivered.filter(({ row }) => row.key?.startsWith('submitted:') && row.body.text.includes(number))
    expect(told.map((one) => one.chat)).toEqual([chat])
  }
}

/** Nothing is parked, on its way in or on its way out. */
export async function checkNothingWaits(store: Store): Promise<void> {
  const left = await store.read(async (tx) => ({
    arriving: await tx.count(arrivingFiles, { index: 'at', equals: 'all' }),
    parked: await tx.count(parked, { index: 'at', equals: 'all' }),
    now: await tx.count(outbox, { index: 'ready', equals: 'now' }),
    notice: await tx.count(outbox, { index: 'ready', equals: 'notice' }),
  }))
  expect(left).toEqual({ arriving: 0, parked: 0, now: 0, notice: 0 })
}
