import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accounts, persons, seen } from '../../../src/store/collections'
import { history } from '../../../src/store/logs'
import { diskError, FaultyDisk } from '../../store/json/faulty-disk'
import type { Person } from '../../support/bot-api/bot-api'
import { type Mode, openTelegramSite, type TelegramSite } from '../../support/telegram-site'
import { until } from '../../support/until'

const late = '我们这边正在抢修，你发的没有丢'

describe.each<Mode>(['polling', 'webhook'])('by %s, while nothing can be kept', (mode) => {
  let telegram: TelegramSite
  let disk: FaultyDisk
  beforeEach(async () => {
    disk = new FaultyDisk()
    telegram = await openTelegramSite(mode, {}, { disk })
  })
  afterEach(async () => {
    mend()
    await telegram.close()
  })
  const breakDisk = async () => {
    // A send whose end could not be noted would hold its line for a minute.
    await telegram.site.system.delivery.run()
    disk.fail = () => diskError('ENOSPC')
  }
  const mend = () => {
    disk.fail = () => undefined
  }

  /** What the person said, as it stands in the conversation. */
  async function saidBy(person: Person): Promise<string[]> {
    const { store } = telegram.site.system
    const equals = `telegram:${person.id}`
    return store.read(async (tx) => {
      const [account] = await tx.find(accounts, { index: 'address', equals })
      const entries = account ? await tx.entries(history, { key: account.id, limit: 100 }) : []
      return entries.filter(({ from }) => from === 'me').map(({ text }) => text)
    })
  }

  test('each is told once, nothing is lost, and what one person said keeps its order', async () => {
    const { api, site } = telegram
    const known = api.person(1)
    const stranger = api.person(2, { languageCode: 'en' })
    known.starts()
    await known.waitsFor('你好，我是联心')
    await api.settled()
    await breakDisk()
    known.says('第一句秘密')
    await known.waitsFor(late)
    known.says('第二句')
    stranger.starts()
    await stranger.waitsFor('What you sent is not lost')
    known.presses('我要投诉')
    await sleep(150)
    expect((await fetch(`${site.url}/healthz`)).status).toBe(503)
    expect(api.pending()).toBeGreaterThanOrEqual(4)
    mend()
    await api.settled()
    await known.waitsFor('先看看')
    await stranger.waitsFor('Lianxin')
    const words = (await saidBy(known)).filter((text) => text.includes('句'))
    expect(words).toEqual(['第一句秘密', '第二句'])
    for (const person of [known, stranger]) {
      const told = person
        .shown()
        .filter(({ text }) => text.includes(late) || text.includes('What you sent is not lost'))
      expect(told).toHaveLength(1)
    }
    // Those of one person only, each once.
    const marks = []
    for await (const mark of site.system.store.walk(seen)) marks.push(mark.id)
    expect(marks).toHaveLength(5)
    const people = []
    for await (const person of site.system.store.walk(persons)) people.push(person.id)
    expect(people).toHaveLength(2)
    expect(site.log.join('\n')).not.toMatch(/秘密|AAtest/)
  })

  test('who was told once is told again the next time it happens', async () => {
    const { api, site } = telegram
    const person = api.person(1)
    person.starts()
    await person.waitsFor('你好，我是联心')
    for (let times = 1; times <= 2; times++) {
      await breakDisk()
      person.says('帮助')
      await person.waitsFor(late)
      mend()
      await until(() => site.system.store.health().ok)
      await person.waitsFor('这里能办的事')
      await api.settled()
    }
    expect(person.shown().filter(({ text }) => text.includes(late))).toHaveLength(2)
  })
})
