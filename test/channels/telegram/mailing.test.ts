import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { after, day } from '../../../src/domain/instant'
import { runJob } from '../../../src/jobs'
import { gatherings, youths } from '../../../src/store/collections'
import type { Person } from '../../support/bot-api/bot-api'
import { eventAt, youthAt } from '../../support/event-world'
import { figuresFromRows, figuresOfMailing } from '../../support/mailings'
import { becomesCaseworker, presses, says } from '../../support/main-job-on-telegram'
import { accountAt } from '../../support/telegram-crash/stored'
import { openTelegramSite, type TelegramSite } from '../../support/telegram-site'

let telegram: TelegramSite | undefined
afterEach(async () => {
  await telegram?.close()
  telegram = undefined
})

const people = 200
const title = '周末交友会'

/** So many who wrote to the bot once and are registered, and a draft for them. */
async function areInvitable({ api, site: { system } }: TelegramSite): Promise<Person[]> {
  const persons = Array.from({ length: people }, (_, n) => api.person(2000 + n))
  for (const person of persons) person.says('你好')
  for (const person of persons) await person.waitsFor('你好，我是联心', 30_000)
  const now = new Date().toISOString()
  await system.store.write([], async (tx) => {
    for (const { id } of persons) {
      const account = await accountAt(tx, id)
      await tx.put(youths, youthAt(account?.person ?? '', now, { points: [] }))
    }
    const draft = { state: 'draft', code: null, startsAt: after(now, day), endsAt: after(now, 2 * day), title } as const
    await tx.put(gatherings, eventAt(now, draft))
  })
  return persons
}

test('invitations to many stop within a second of a tap, answers go on meanwhile, and the rest follows', async () => {
  telegram = await openTelegramSite('polling')
  const { api, site } = telegram
  const { store, jobs } = site.system
  const officer = api.person(1, { firstName: '王' })
  await becomesCaseworker(officer)
  const [youth] = (await areInvitable(telegram)) as [Person]
  const arrived = () =>
    api.sends.filter(({ text, delivered }) => delivered && text.includes(`请你来玩：${title}`)).length
  const runs = (job: string) => runJob(jobs, job, new Date().toISOString())

  await says(officer, '所有活动', '一共 1 个活动')
  await presses(officer, title, '这是草稿')
  await presses(officer, '发布', '邀请：')
  await runs('event-invitations')
  await expect.poll(arrived, { timeout: 10_000 }).toBeGreaterThan(20)
  await presses(officer, '先停一停', '停了')
  const atTap = arrived()
  await sleep(1000)
  const stopped = arrived()
  expect(stopped - atTap, 'a few on their way').toBeLessThanOrEqual(8)
  expect(stopped).toBeLessThan(people)
  await says(youth, '活动', title)
  await sleep(1500)
  expect(arrived()).toBe(stopped)
  expect(await presses(officer, '看现在发到哪了', '停着')).toContain(`还有 ${people - stopped} 份没发`)

  await presses(officer, '接着发', '接着发了')
  await expect.poll(arrived, { timeout: 20_000 }).toBe(people)
  await expect.poll(async () => (await figuresOfMailing(store, 'event-1')).left).toBe(0)
  expect(await runs('end-mailings')).toEqual({ unsent: 0, ended: 1 })
  await officer.waitsFor(`活动邀请「${title}」的群发结束了。\n发完了，一共 ${people} 份。\n· 发到了 ${people}`)
  expect(await figuresOfMailing(store, 'event-1')).toEqual(await figuresFromRows(store, 'event-1'))
  expect(site.log.join('\n')).not.toContain(title)
})
