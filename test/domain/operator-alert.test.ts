import { describe, expect, it } from 'vitest'
import { after, day, hour, type Instant } from '../../src/domain/instant'
import { type Alert, advanceAlert, alertNames, type Finding, ruleOf } from '../../src/domain/operator-alert'
import { allTexts } from '../../src/text/text'

const start = '2026-11-20T02:00:00.000Z'
const at = (milliseconds: number) => after(start, milliseconds)
const wrong: Finding = { is: 'wrong', params: { free: '0.9 GB' } }

/** What would be told at each of these looks; whoever is told is noted as told then. */
function walk(looks: readonly [Instant, Finding][], name: Alert['id'] = 'disk-low') {
  let alert: Alert | undefined
  return looks.map(([now, finding]) => {
    const next = advanceAlert(name, alert, finding, now)
    alert = next.alert && next.telling ? { ...next.alert, toldAt: now } : next.alert
    return next.telling ?? null
  })
}

describe('an alert', () => {
  it('is told when it begins, again after a day, and when it is over; each once', () => {
    expect(
      walk([
        [at(0), wrong],
        [at(hour), wrong],
        [at(day - 1), wrong],
        [at(day), wrong],
        [at(day + hour), wrong],
        [at(day + 2 * hour), { is: 'right' }],
        [at(day + 3 * hour), { is: 'right' }],
      ]),
    ).toEqual(['begins', null, null, 'lasts', null, 'over', null])
  })

  it('neither begins nor ends by what is unclear, and is reminded of through it', () => {
    expect(
      walk([
        [at(0), { is: 'unclear' }],
        [at(hour), wrong],
        [at(2 * hour), { is: 'unclear' }],
        [at(2 * hour + day), { is: 'unclear' }],
        [at(3 * hour + day), { is: 'right' }],
      ]),
    ).toEqual([null, 'begins', null, 'lasts', 'over'])
  })

  it('keeps when it began, and the newest figures', () => {
    const first = advanceAlert('disk-low', undefined, wrong, start).alert
    const later = advanceAlert('disk-low', first, { is: 'wrong', params: { free: '0.1 GB' } }, at(hour)).alert
    expect(later).toMatchObject({ since: start, params: { free: '0.1 GB' } })
    expect(advanceAlert('disk-low', later, { is: 'unclear' }, at(2 * hour)).alert).toEqual(later)
    const known = advanceAlert('platform-unreachable', undefined, { is: 'wrong', since: at(-hour) }, start).alert
    expect(known?.since).toBe(at(-hour))
  })

  it('is told after its time only, and what nobody was told of ends without a word', () => {
    expect(
      walk(
        [
          [at(0), wrong],
          [at(day - 1), wrong],
          [at(day), wrong],
          [at(7 * day), wrong],
          [at(8 * day), wrong],
        ],
        'key-not-saved',
      ),
    ).toEqual([null, null, 'begins', null, 'lasts'])
    expect(
      walk(
        [
          [at(0), wrong],
          [at(hour), { is: 'right' }],
        ],
        'key-not-saved',
      ),
    ).toEqual([null, null])
  })

  it.each(alertNames)('%s has words in both languages for what it is, what it means and what to do', (name) => {
    for (const texts of Object.values(allTexts)) {
      const words = ([`alert.${name}`, `alert.${name}.means`, `alert.${name}.do`] as const).map((key) => texts[key])
      for (const each of words) expect(each).toMatch(/\S/)
      // The title stands also in what is told when it is over, where figures of before would mislead.
      expect(words[0]?.replace('{platform}', '')).not.toContain('{')
    }
    expect(ruleOf(name).remindDays).toBeGreaterThanOrEqual(1)
  })
})
