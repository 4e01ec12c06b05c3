import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { BotApi, Person } from './bot-api/bot-api'
import { sampleFiles } from './sample-files'
import { adminCode } from './telegram-site'

/** Time for everything that goes wrong on the way to be tried again. */
const patience = 20_000

/** Says something and waits for an answer with these words; gives the whole of it. */
export async function says(person: Person, text: string, answer: string | RegExp): Promise<string> {
  person.says(text)
  return (await person.waitsFor(answer, patience)).text
}

export async function presses(person: Person, label: string, answer: string | RegExp): Promise<string> {
  person.presses(label)
  return (await person.waitsFor(answer, patience)).text
}

/** The first administrator, who takes the cases too and is on call at any hour. */
export async function becomesCaseworker(officer: Person): Promise<void> {
  officer.starts()
  await officer.waitsFor('你好，我是联心', patience)
  await says(officer, `/admin ${adminCode}`, '你怎么称呼')
  await says(officer, '王姐', '也由你办维权案子吗')
  await presses(officer, '我也办', '请看一遍')
  await presses(officer, '没错，提交', '是维权专员了')
  await presses(officer, '设值班时间', '你什么时候值班')
  await presses(officer, '每天 全天', '记下了，值班')
}

/** Who takes the cases, and a worker who is registered. */
export async function officerAndWorker(api: BotApi): Promise<{ officer: Person; worker: Person }> {
  const officer = api.person(1, { firstName: '王' })
  const worker = api.person(2, { firstName: '李' })
  await becomesCaseworker(officer)
  worker.starts()
  await worker.waitsFor('你好，我是联心')
  await registers(worker)
  return { officer, worker }
}

/** Registers by tapping, the phone number given from the phone itself. */
export async function registers(worker: Person): Promise<void> {
  await says(worker, '/register', '可以把你登记下来吗')
  await presses(worker, '同意，开始登记', '怎么称呼你')
  await says(worker, '小李', '你今年多大')
  await says(worker, '19', '手机号')
  await presses(worker, '发我的手机号', '老家')
  let asked = await says(worker, '湖南', /\?|？/)
  for (let step = 0; step < 12 && !asked.includes('请看一遍'); step++) {
    asked = await presses(worker, '跳过', /？|请看一遍/)
  }
  expect(asked).toMatch(/小李/)
  expect(asked).toContain('湖南')
  await presses(worker, '没错，登记', /登记好了/)
}

/** From "I have a complaint" to the number. */
export async function complains(worker: Person): Promise<string> {
  await says(worker, '投诉', '先看看')
  await presses(worker, '同意，开始', '你现在安全吗')
  await presses(worker, '都没有', '是什么事')
  await presses(worker, '拖欠我的工资', '投诉谁')
  await says(worker, '宏达建筑 13812345678', '在哪里')
  await says(worker, '龙华区民治，万科工地', '从哪个月开始')
  await says(worker, '8月', '一共欠多少钱')
  const review = await says(worker, '一万八', '请看一遍')
  expect(review).toContain('18,000')
  const received = await presses(worker, '没错，提交', /WQ-\d{8}-\d{4}/)
  await worker.waitsFor('有照片吗', patience)
  return received.match(/WQ-\d{8}-\d{4}/)?.[0] ?? ''
}

export const photo = sampleFiles['image/jpeg']!.bytes

/** Sends a photo as evidence, says how it was, and ends the further questions. */
export async function addsEvidence(worker: Person): Promise<void> {
  worker.sendsPhoto(photo)
  await worker.waitsFor(/收到 1 个|正在接收/, patience)
  await presses(worker, '好了', '经过是怎样的')
  await presses(worker, '先到这里', '里了')
}

/** Opens the case, looks at the photo, accepts, and writes to the worker. */
export async function answersCase(officer: Person, number: string): Promise<void> {
  await says(officer, '工作台', '【案子】')
  const short = number.slice(-4)
  await presses(officer, `${short} · 拖欠工资`, '下一步')
  // Until the photo has been fetched it stands there as one that is being received.
  while (
    !/证据 1/.test(
      officer
        .shown()
        .at(-1)
        ?.buttons.flat()
        .map(({ text }) => text)
        .join(' ') ?? '',
    )
  ) {
    await presses(officer, '看证据', '的证据，共 1 件')
    await sleep(200)
  }
  const before = officer.shown().length
  officer.presses('证据 1')
  await expect
    .poll(
      () =>
        officer
          .shown()
          .slice(before)
          .findLast(({ file }) => file)
          ?.file?.bytes.equals(photo),
      { timeout: patience },
    )
    .toBe(true)
  await says(officer, '工作台', '【案子】')
  await presses(officer, `${short} · 拖欠工资`, '下一步')
  await presses(officer, '受理', '你接了')
  await presses(officer, '打开', '经办：王姐')
  await presses(officer, '写给本人', '要对本人说什么')
  await says(officer, '小李你好，我明天上午给工地打电话，你先别走。', '请看一遍')
  await presses(officer, '发出去', '发给本人了')
}
