import { afterEach, describe, expect, test } from 'vitest'
import { wallDate, wallTime } from '../../../src/domain/calendar'
import { after, minute } from '../../../src/domain/instant'
import { runJob } from '../../../src/jobs'
import { officerAndWorker, presses, says } from '../../support/main-job-on-telegram'
import { type Mode, openTelegramSite, type TelegramSite, zoneByDay } from '../../support/telegram-site'

let telegram: TelegramSite | undefined
afterEach(async () => {
  await telegram?.close()
  telegram = undefined
})

describe.each<Mode>(['polling', 'webhook'])('by %s', (mode) => {
  test('an event goes from the idea to its figures', async () => {
    telegram = await openTelegramSite(mode)
    const { api, site } = telegram
    const { officer, worker } = await officerAndWorker(api)

    const zone = zoneByDay()
    const starts = after(new Date().toISOString(), 30 * minute)
    const [, month, date] = wallDate(starts, zone).split('-').map(Number)
    await says(officer, '工作台', '【活动】眼下没有要办的')
    await presses(officer, '办活动', '办什么活动')
    await presses(officer, '茶话会', '叫什么名字')
    await says(officer, '周末茶话会', '什么时候')
    await says(officer, `${month}月${date}日 ${wallTime(starts, zone)}，两个小时`, '在哪里')
    await says(officer, '民治街道文化站二楼', '几个名额')
    await says(officer, '2', '再写细一点')
    await presses(officer, '就这样', '请看一遍')
    await presses(officer, '没错，存成草稿', '这是草稿')
    await presses(officer, '发布', '发布了')

    await runJob(site.system.jobs, 'event-invitations', new Date().toISOString())
    await worker.waitsFor('请你来玩：周末茶话会')
    await presses(worker, '我去', '报上了')
    expect(await says(worker, '我的报名', '你报了这些活动')).toContain('周末茶话会')

    await says(officer, '工作台', '【活动】还没办的 1 个')
    await presses(officer, '所有活动', '一共 1 个活动')
    const card = await presses(officer, '周末茶话会', '签到码')
    expect(card).toMatch(/邀请 1 人，报过名 1 人.*\n现在：已报上 1 人 · 排队 0 人 · 签到 0 人/)
    await says(worker, '签到', '签到码')
    await says(worker, card.match(/签到码：(\d{4})/)?.[1] ?? '', /签/)
    await presses(officer, '名单和签到', '名单上有 1 人')
    await says(officer, '工作台', '【活动】')
    await presses(officer, '所有活动', '一共 1 个活动')
    expect(await presses(officer, '周末茶话会', '签到码')).toContain('签到 1')
    expect(api.sends.filter(({ delivered }) => !delivered)).toEqual([])
    expect(site.log.join('\n')).not.toMatch(/茶话会|小李/)
  })
})
