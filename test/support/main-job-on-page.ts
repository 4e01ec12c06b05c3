import { expect } from 'vitest'
import type { PersonOptions } from '../../scripts/browser/chat-person'
import { becomesCaseworker, photoOfIou, tellsOfWages } from '../../scripts/browser/main-job'
import { pngOfNoise } from './png-of-noise'
import { bot, browser, look, opens } from './real-chat'

/** A worker files a complaint over unpaid wages, an officer answers, and the worker comes back on a new phone. */
export async function doesMainJob(device: Pick<PersonOptions, 'viewport' | 'line'>): Promise<void> {
  const officer = await opens(device)
  await officer.reads('在你点「开始」之前，我们什么也不保存')
  await look(officer, 'welcome')
  await becomesCaseworker(officer, bot.adminCode)
  await look(officer, 'on-call')

  const worker = await opens(device)
  await worker.taps('开始')
  await worker.reads('你好，我是联心')
  await look(worker, 'hello')
  await worker.taps('工资、受伤……我要投诉')
  await tellsOfWages(worker, (screen) => look(worker, screen))
  await worker.reads(/宏达建筑/, '18,000')
  await worker.taps('没错，提交')
  await worker.reads(/收到了，编号/, /\d{4}-\d{4}-\d{4}-\d{4}/, '有照片吗')
  const number = (await worker.text('收到了，编号')).match(/WQ-\d{8}-\d{4}/)?.[0] ?? ''
  const code = (await worker.text(/(\d{4}-){3}/)).match(/\d{4}-\d{4}-\d{4}-\d{4}/)?.[0] ?? ''
  expect(number).toMatch(/-0001$/)
  await look(worker, 'received')
  await officer.reads(`新投诉 ${number}`)
  await look(officer, 'told')

  const iou = await photoOfIou(browser)
  const badge = { name: '工牌.png', mimeType: 'image/png', buffer: pngOfNoise(20_000) }
  await worker.sends(iou, badge)
  await worker.page.getByRole('link', { name: '查看大图：工牌.png' }).waitFor()
  await worker.reads('收到 2 个')
  await look(worker, 'photos')
  await worker.taps('好了')
  await worker.reads('经过是怎样的')
  await worker.taps('先到这里')
  await worker.reads(`你说的都记在 ${number} 里了`)

  await officer.taps('打开')
  await officer.reads(new RegExp(`${number}.*18,000 元.*宏达建筑.*证据（件）：2`, 's'))
  await look(officer, 'case')
  await officer.taps('看证据')
  await officer.reads(/的证据，共 2 件/)
  await officer.taps('证据 1')
  const shown = officer.since.locator('img')
  await shown.waitFor()
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(600)
  const address = (await shown.getAttribute('src')) ?? ''
  const kept = await officer.page.request.get(new URL(address, bot.url).href)
  expect((await kept.body()).equals(iou.buffer)).toBe(true)
  await look(officer, 'photo')

  await officer.says('工作台')
  await officer.reads('【案子】')
  await look(officer, 'workbench')
  await officer.taps(/0001 · 拖欠工资/)
  await officer.reads(/下一步/)
  await officer.taps('受理')
  await officer.reads(/你接了/)
  await look(officer, 'accepted')
  await worker.reads(/王姐.*接了你的案子/)
  await officer.taps('打开')
  await officer.reads(/经办：王姐/)
  await officer.taps('写给本人')
  await officer.reads('要对本人说什么')
  await officer.says('小李你好，我明天上午给工地打电话，你先别走。')
  await officer.reads('请看一遍')
  await officer.taps('发出去')
  await officer.reads('发给本人了')
  await look(officer, 'written')

  await worker.reads('我明天上午给工地打电话')
  expect(await worker.since.filter({ hasText: '我明天上午' }).locator('.row__name').innerText()).toBe('王姐')
  await look(worker, 'answered')
  await worker.chooses('维权', '进度')
  await worker.reads(/现在：受理了.*我明天上午给工地打电话/s)
  await look(worker, 'progress')

  const newPhone = await opens(device)
  await newPhone.taps('我以前来过（有返回码）')
  await newPhone.reads('16 位返回码')
  // It opens an account: the conversation does not keep it.
  await newPhone.says(code, { shownAs: '（号码没有保存）' })
  await newPhone.reads('欢迎回来')
  await look(newPhone, 'back')
  await newPhone.chooses('维权', '进度')
  await newPhone.reads(new RegExp(`${number}.*现在：受理了`, 's'))

  expect(bot.log()).not.toMatch(/宏达|万科|工地|18000|13812345678/)
}
