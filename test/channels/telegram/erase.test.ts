import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { accounts, arrivingFiles, outbox, persons, seen, sessions, youths } from '../../../src/store/collections'
import type { Person } from '../../support/bot-api/bot-api'
import { complains, photo, registers } from '../../support/main-job-on-telegram'
import { type Mode, openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { until } from '../../support/until'

let telegram: TelegramSite
afterEach(() => telegram.close())

async function kept(): Promise<Record<string, number>> {
  const { store } = telegram.site.system
  const counts: Record<string, number> = {}
  for (const collection of [accounts, persons, sessions, seen, outbox, youths, arrivingFiles]) {
    for await (const _ of store.walk(collection as typeof accounts))
      counts[collection.name] = (counts[collection.name] ?? 0) + 1
  }
  return counts
}

async function hasEverything(worker: Person): Promise<void> {
  worker.starts()
  await worker.waitsFor('你好，我是联心')
  await registers(worker)
  await complains(worker)
  worker.sendsPhoto(photo)
  await worker.waitsFor('收到 1 个')
  worker.says('先到这里')
  await worker.waitsFor('里了')
}

const lastWords = '都删掉了'

describe.each<Mode>(['polling', 'webhook'])('by %s', (mode) => {
  test('who erases everything reads the last words, loses the keyboard, and nothing of them is kept', async () => {
    telegram = await openTelegramSite(mode)
    const { api, site } = telegram
    const worker = api.person(2)
    await hasEverything(worker)
    worker.says('我的')
    await worker.waitsFor('连着的账号')
    worker.presses('全部删掉')
    await worker.waitsFor('要把关于你的一切都删掉吗')
    await site.system.delivery.run()
    // The line breaks just now, and the platform is too busy: there is no row that would say it again.
    api.breakNext('broken-before', { method: 'sendMessage' })
    api.breakNext('flood', { method: 'sendMessage' })
    const press = worker.presses('确定，全部删掉')
    const said = await worker.waitsFor(lastWords)
    expect(said.keyboard).toBe('removed')
    expect(worker.keyboard()).toEqual([])
    await until(async () => Object.keys(await kept()).length === 0)

    // Its confirmation was lost on the way.
    await api.settled()
    api.redeliver(press.update_id)
    await api.settled()
    await sleep(50)
    expect(worker.shown().at(-1)?.text).toContain(lastWords)
    expect(worker.shown().filter(({ text }) => text.includes(lastWords))).toHaveLength(1)
    expect(await kept()).toEqual({})
    expect(site.log.join('\n')).not.toMatch(/小李|宏达|万科|13812345678|AAtest/)

    // Whoever comes again is somebody new.
    worker.says('我的')
    await worker.waitsFor('你还没有登记，我们不知道你是谁')
  })
})
