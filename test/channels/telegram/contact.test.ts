import { afterEach, describe, expect, test } from 'vitest'
import { endOfMonth, monthAfter, monthOf } from '../../../src/domain/contact-month'
import { withQuestion } from '../../../src/domain/contact-plan'
import { contactWords } from '../../../src/jobs/contact-mailing'
import { putQuestion } from '../../../src/jobs/put-question'
import { contactPlans, youths } from '../../../src/store/collections'
import { hasMailing } from '../../support/mailings'
import { officerAndWorker, presses, says } from '../../support/main-job-on-telegram'
import { type Mode, openTelegramSite, type TelegramSite, zoneByDay } from '../../support/telegram-site'

let telegram: TelegramSite | undefined
afterEach(async () => {
  await telegram?.close()
  telegram = undefined
})

/** Puts this month's question to the one youth there is, who was last heard of the month before; the job's hour need not have come. */
async function asks({ site: { system } }: TelegramSite): Promise<string> {
  const { store, bot } = system
  const zone = zoneByDay()
  const now = new Date().toISOString()
  const month = monthOf(now, zone)
  let id = ''
  for await (const youth of store.walk(youths)) id = youth.id
  await hasMailing(store, `contact-${month}`, { matter: { kind: 'contact', month }, says: contactWords('first') })
  await store.write([`person:${id}`], async (tx) => {
    const plan = await tx.get(contactPlans, id)
    if (!plan) throw new Error('nobody is registered')
    const times = { notBefore: now, expiresAt: endOfMonth(month, zone), now }
    await putQuestion(tx, bot.tools, id, { month, which: 'first', ...times })
    const silent = { ...plan, contacted: monthAfter(month, -1) }
    await tx.put(contactPlans, withQuestion(silent, { month, at: now, repeatedAt: null }))
  })
  return month
}

describe.each<Mode>(['polling', 'webhook'])('by %s', (mode) => {
  test('the monthly question is put, answered in taps, and who needs help is told to an officer', async () => {
    telegram = await openTelegramSite(mode)
    const { api, site } = telegram
    const { officer, worker } = await officerAndWorker(api)

    const month = await asks(telegram)
    await worker.waitsFor('这个月过得怎么样')
    await presses(worker, '说说近况', '你现在住哪里')
    await says(worker, '民治村', '你做哪一行')
    let asked = await presses(worker, '工地、装修', /？/)
    for (let step = 0; step < 3 && !asked.includes('怎么样'); step++) asked = await presses(worker, '跳过', /？/)
    await presses(worker, '😟', '要我们帮忙')
    await presses(worker, '有', /知道了/)
    await officer.waitsFor(/帮忙|帮助/)

    for await (const plan of site.system.store.walk(contactPlans)) {
      expect(plan.contacted).toBe(month)
      expect(plan.careSince).not.toBeNull()
    }
    expect(api.sends.filter(({ delivered }) => !delivered)).toEqual([])
    expect(site.log.join('\n')).not.toMatch(/小李|帮忙/)
  })
})
