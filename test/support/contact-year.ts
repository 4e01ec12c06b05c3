import { expect } from 'vitest'
import { type Month, monthOf } from '../../src/domain/contact-month'
import type { Figure, Place } from '../../src/domain/contact-plan'
import { nothingClear } from '../../src/domain/contact-record'
import { endPlan, noteContact, planOf, putPlan, putYouth } from '../../src/features/contact-books'
import { accounts, ledgers, outbox, persons, youths } from '../../src/store/collections'
import type { WriteTx } from '../../src/store/store'
import { enrol } from './enrol'
import { runOnce } from './run-job'
import type { World } from './world'

export const zone = 'Asia/Shanghai'

/** What is known of a youth by what was done, not by what is stored. */
interface Known {
  points: string[]
  liaison: string | null
  contacted: Month
  asked: Month | null
  paused: Month | 'good' | null
}

/** A committee in time travel, and beside it what its books should say. */
export class ContactYear {
  readonly known = new Map<string, Known>()
  #made = 0

  constructor(readonly world: World) {}

  get month(): Month {
    return monthOf(this.world.clock.now(), zone)
  }

  async registers(points: string[], liaison: string | null): Promise<void> {
    const id = `youth-${++this.#made}`
    await enrol(this.world, id, { points, liaison })
    this.known.set(id, { points, liaison, contacted: this.month, asked: null, paused: null })
  }

  moves(id: string, points: string[], liaison: string | null): Promise<void> {
    Object.assign(this.#of(id), { points, liaison })
    return this.#write(async (tx) => {
      const youth = await tx.get(youths, id)
      if (youth) await putYouth(this.#desk(tx), { ...youth, points, liaison })
    })
  }

  isMet(id: string, way: 'chat' | 'visit'): Promise<void> {
    this.#of(id).contacted = this.month
    return this.#write(async (tx) => {
      const youth = await tx.get(youths, id)
      const contact = { way, at: this.world.clock.now(), by: way === 'visit' ? 'officer-1' : null }
      if (youth) await noteContact(this.#desk(tx), youth, contact, { ...nothingClear, mood: 'fine' }, null)
    })
  }

  pauses(id: string, paused: Known['paused']): Promise<void> {
    this.#of(id).paused = paused
    return this.#write(async (tx) => {
      const youth = await tx.get(youths, id)
      const plan = youth && (await planOf(this.#desk(tx), youth))
      if (plan) await putPlan(this.#desk(tx), plan, { ...plan, paused })
    })
  }

  isErased(id: string): Promise<void> {
    this.known.delete(id)
    return this.#write(async (tx) => {
      await endPlan(this.#desk(tx), id)
      for (const collection of [youths, persons]) await tx.delete<{ id: string }>(collection as never, id)
      await tx.delete(accounts, `account-${id}`)
      for (const collection of [ledgers, outbox]) {
        const found = await tx.find<{ id: string }>(collection as never, { index: 'subject', equals: id })
        for (const doc of found) await tx.delete<{ id: string }>(collection as never, doc.id)
      }
      await tx.dropKey(`person:${id}`)
    })
  }

  /** Two schedulers start the jobs at once, each twice. */
  async jobsRun(isAskingTime: boolean): Promise<void> {
    const jobs = ['monthly-contact', 'contact-repeat'].flatMap((name) => [name, name])
    await Promise.all(jobs.map((name) => runOnce(this.world, name)))
    if (!isAskingTime) return
    for (const one of this.known.values()) if (this.#isDue(one)) one.asked = this.month
  }

  #isDue({ contacted, asked, paused }: Known): boolean {
    return ![contacted, asked, paused].includes(this.month) && paused !== 'good'
  }

  /** Each due youth has one question of this month, and nobody else has any. */
  async expectQuestions(): Promise<void> {
    const rows = await this.questions()
    const asked = [...this.known].filter(([, one]) => one.asked === this.month).map(([id]) => id)
    expect(rows.map(({ person }) => person).sort()).toEqual(asked.sort())
  }

  async questions(month = this.month) {
    const found = []
    for await (const row of this.world.store.walk(outbox)) {
      if (row.key?.startsWith(`monthly-contact:${month}:`)) found.push(row)
    }
    return found
  }

  /** The figures as they follow from what was done. */
  figures(places: readonly Place[]): Map<Place, Figure> {
    const counts = (one: Known, place: Place) =>
      place === 'unit:root' || place === `officer:${one.liaison}` || one.points.some((id) => place === `unit:${id}`)
    return new Map(
      places.map((place) => {
        const here = [...this.known.values()].filter((one) => counts(one, place))
        const contacted = here.filter((one) => one.contacted === this.month)
        const paused = here.filter(
          (one) => one.contacted !== this.month && (one.paused === 'good' || one.paused === this.month),
        )
        return [place, { active: here.length, contacted: contacted.length, paused: paused.length }]
      }),
    )
  }

  #of(id: string): Known {
    const found = this.known.get(id)
    if (!found) throw new Error(`nobody is ${id}`)
    return found
  }

  #desk(tx: WriteTx) {
    return { tx, now: this.world.clock.now(), zone }
  }

  #write(fn: (tx: WriteTx) => Promise<void>): Promise<void> {
    return this.world.write(fn)
  }
}
