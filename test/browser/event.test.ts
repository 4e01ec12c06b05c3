import { expect, test } from 'vitest'
import type { ChatPerson } from '../../scripts/browser/chat-person'
import { becomesCaseworker } from '../../scripts/browser/main-job'
import { wallDate, wallTime } from '../../src/domain/calendar'
import { after, minute } from '../../src/domain/instant'
import { askBot } from '../../src/store/json/control-socket'
import { bot, look, opens, prepareRealChat } from '../support/real-chat'
import { zoneByDay } from '../support/telegram-site'

const zone = zoneByDay()

prepareRealChat('event', { TZ_WALL: zone })

async function registers(worker: ChatPerson, name: string): Promise<void> {
  await worker.says('登记')
  await worker.taps('同意，开始登记')
  await worker.reads('怎么称呼你')
  await worker.says(name)
  await worker.reads('你今年多大')
  await worker.says('19')
  await worker.reads('手机号')
  await worker.says('跳过')
  for (const question of ['老家在哪里', '现在住哪里', '哪里上班', '哪一行', '哪家公司', '共青团员']) {
    await worker.reads(question)
    await worker.taps('跳过')
  }
  await worker.reads('请看一遍')
  await worker.taps('没错，登记')
  await worker.reads('登记好了')
}

/** As the clock would within the minute. */
async function runs(job: string): Promise<void> {
  expect(await askBot(bot.dataDir, 'job', { name: job })).toMatchObject({ ok: true })
}

test('an event from the idea to its figures', async () => {
  const officer = await opens()
  await becomesCaseworker(officer, bot.adminCode)
  const worker = await opens()
  await registers(worker, '小李')
  const friend = await opens()
  await registers(friend, '小陈')

  // Soon, so that one can check in.
  const starts = after(new Date().toISOString(), 30 * minute)
  const [, month, date] = wallDate(starts, zone).split('-').map(Number)
  await officer.says('工作台')
  await officer.reads('【活动】眼下没有要办的')
  await officer.taps('办活动')
  await officer.reads('办什么活动')
  await look(officer, 'kind')
  await officer.taps('青春有约·交友')
  await officer.reads('叫什么名字')
  await officer.says('周末交友会')
  await officer.reads('什么时候')
  await officer.says(`${month}月${date}日 ${wallTime(starts, zone)}，两个小时`)
  await officer.reads('在哪里')
  await officer.says('民治街道文化站二楼')
  await officer.reads('几个名额')
  await officer.says('2')
  await officer.reads('再写细一点')
  await officer.taps('就这样')
  await officer.reads('请看一遍')
  await look(officer, 'read-back')
  await officer.taps('没错，存成草稿')
  await officer.reads('这是草稿', '2 位')
  await look(officer, 'draft')
  await officer.taps('发布')
  await officer.reads('发布了')

  await runs('event-invitations')
  await worker.reads('请你来玩：周末交友会')
  await look(worker, 'invited')
  await worker.taps('我去')
  await worker.reads('报上了')
  await look(worker, 'signed-up')
  await friend.reads('请你来玩：周末交友会')
  await friend.taps('不去')
  await friend.says('活动')
  await friend.reads('有 1 个活动', '还剩 1 个')
  await look(friend, 'events')
  await friend.taps('周末交友会')
  await friend.reads('民治街道文化站二楼')
  await look(friend, 'event')
  await friend.taps('我去')
  await friend.reads('报上了')
  await worker.says('我的报名')
  await worker.reads('你报了这些活动')
  await look(worker, 'sign-ups')

  await officer.says('工作台')
  await officer.reads('【活动】还没办的 1 个')
  await officer.taps('所有活动')
  await officer.reads('周末交友会')
  await officer.taps(/周末交友会/)
  await officer.reads('邀请 2 人，报过名 2 人', '已报上 2 人')
  const code = (await officer.text(/签到码：/)).match(/签到码：(\d{4})/)?.[1] ?? ''
  await look(officer, 'figures')
  await worker.says('签到')
  await worker.reads(/签到码|四位|4 位/)
  await look(worker, 'check-in')
  await worker.says(code)
  await worker.reads(/签到/)
  await look(worker, 'checked-in')
  await officer.taps('名单和签到')
  await officer.reads('名单上有 2 人')
  await look(officer, 'list')
  await officer.taps('小陈 到了')
  await officer.reads('记下了')
  await officer.says('工作台')
  await officer.taps('所有活动')
  await officer.reads('周末交友会')
  await officer.taps(/周末交友会/)
  await officer.reads('签到 2')
  await look(officer, 'came')
})
