import { afterEach, beforeEach, expect, test } from 'vitest'
import { instantAt } from '../../src/domain/calendar'
import { endOfMonth, monthAfter } from '../../src/domain/contact-month'
import type { Figure, Place } from '../../src/domain/contact-plan'
import { after, hour } from '../../src/domain/instant'
import { expectBooksBalanced, figureFor } from '../support/contact-books'
import { ContactYear, zone } from '../support/contact-year'
import { withPoints } from '../support/people'
import { runOnce } from '../support/run-job'
import { randomFrom } from '../support/seeded'
import { openWorld, type World } from '../support/world'

let world: World
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  await withPoints(world, 3)
})
afterEach(() => world.close())

const points = ['point-1', 'point-2', 'point-3']
const places: Place[] = ['unit:root', 'unit:point-1', 'unit:point-2', 'unit:point-3', 'officer:a', 'officer:b']

/** Days and times of a month at which something happens; in some months the bot is down over the 5th or at the month's end. */
const times = [
  ['01', '09:00'],
  ['04', '20:00'],
  ['05', '19:30'],
  ['05', '20:10'],
  ['05', '21:29'],
  ['06', '03:00'],
  ['06', '12:00'],
  ['08', '19:45'],
  ['09', '02:30'],
  ['10', '20:30'],
  ['17', '10:00'],
  ['28', '18:00'],
  ['28', '20:30'],
] as const

const questionOf = (text: string) => (text.includes('半分钟') ? 'first' : text.includes('惦记') ? 'again' : undefined)

test('a year of monthly contacts: each is asked once a month, and the counters say what was done', async () => {
  const random = randomFrom(2027)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const year = new ContactYear(world)
  const some = () => pick([...year.known.keys()])
  const somePoints = () => points.filter(() => random() < 0.4)
  const someOfficer = () => pick(['a', 'b', null])
  const ended: { month: string; figures: Map<Place, Figure> }[] = []
  world.clock.set('2026-12-20T02:00:00.000Z')
  for (let n = 0; n < 24; n++) await year.registers(somePoints(), someOfficer())

  for (let month = '2027-01'; month <= '2027-12'; month = monthAfter(month)) {
    const sentBefore = sentCounts()
    const isDownOverFifth = Number(month.slice(5)) % 4 === 3
    const isDownAtEnd = Number(month.slice(5)) % 5 === 0
    for (const [day, time] of times) {
      if (isDownOverFifth && (day === '05' || day === '04')) continue
      if (isDownAtEnd && day === '28') continue
      world.clock.set(instantAt(`${month}-${day}`, time, zone))
      if (isDownOverFifth && day === '06') await world.restart()
      for (let n = 0; n < 4; n++) {
        const what = random()
        if (what < 0.3) await year.isMet(some(), pick(['chat', 'visit'] as const))
        else if (what < 0.45) await year.moves(some(), somePoints(), someOfficer())
        else if (what < 0.6) await year.pauses(some(), pick([month, 'good', null] as const))
        else if (what < 0.7) await year.registers(somePoints(), someOfficer())
        else if (what < 0.73) await year.isErased(some())
      }
      await year.jobsRun(world.clock.now() >= instantAt(`${month}-05`, '19:30', zone))
      const before = total()
      await world.deliver()
      if (time < '08:00') expect(total(), 'nothing at night').toBe(before)
      await year.expectQuestions()
      const counted = await expectBooksBalanced(world, places)
      const expected = year.figures(places)
      for (const place of places) {
        expect(counted.get(place) ?? { active: 0, contacted: 0, paused: 0 }, place).toEqual(expected.get(place))
      }
    }
    await runOnce(world, 'forget-old')
    const sent = sentCounts()
    for (const [key, count] of sent) expect(count - (sentBefore.get(key) ?? 0), key).toBeLessThanOrEqual(1)
    world.clock.set(after(endOfMonth(month, zone), -1))
    ended.push({ month, figures: year.figures(places) })
    // Nobody is asked about a month that is over.
    const asked = total()
    world.clock.set(after(endOfMonth(month, zone), 9 * hour))
    await world.deliver()
    expect(total()).toBe(asked)
    for (const row of await year.questions(month)) expect(row.state, row.key ?? '').not.toBe('queued')
  }
  // What a month counted at its end it counts still.
  for (const { month, figures } of ended) {
    for (const [place, figure] of figures)
      expect(await figureFor(world, place, month), `${place} ${month}`).toEqual(figure)
  }
  expect([...sentCounts().keys()].filter((key) => key.endsWith('again')).length).toBeGreaterThan(5)

  /** How often each was sent either question. */
  function sentCounts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const [to, bodies] of world.push.sent) {
      for (const body of bodies) {
        const which = questionOf(body.text)
        if (which) counts.set(`${to} ${which}`, (counts.get(`${to} ${which}`) ?? 0) + 1)
      }
    }
    return counts
  }

  function total(): number {
    return [...sentCounts().values()].reduce((sum, count) => sum + count, 0)
  }
}, 180_000)
