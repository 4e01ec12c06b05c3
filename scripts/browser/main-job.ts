import type { Browser } from 'playwright-core'
import type { ChatPerson, Photo } from './chat-person'

/** What a worker wrote down for the boss, photographed. */
export async function photoOfIou(browser: Browser, name = '欠条.jpg'): Promise<Photo> {
  const page = await browser.newPage({ viewport: { width: 600, height: 600 } })
  await page.setContent(`<body style="margin:0;background:#8b7a66;font:30px/1.7 serif">
    <div style="margin:50px 40px;padding:40px;height:430px;background:#fbf7ea;transform:rotate(-1.5deg)">
    <p style="text-align:center;font-size:40px;margin:0 0 20px">欠 条</p>
    今欠李小军 2026 年 8 月、9 月工资共计人民币壹万捌仟元整，定于 10 月底付清。
    <p style="text-align:right">宏达建筑 王大山<br>2026 年 9 月 30 日</p></div></body>`)
  const buffer = await page.screenshot({ type: 'jpeg', quality: 75 })
  await page.close()
  return { name, mimeType: 'image/jpeg', buffer }
}

/** The first administrator, who takes the cases too and is on call at any hour. */
export async function becomesCaseworker(officer: ChatPerson, adminCode: string): Promise<void> {
  await officer.says(`/admin ${adminCode}`, { shownAs: '管理员' })
  await officer.reads('你怎么称呼')
  await officer.says('王姐')
  await officer.reads('也由你办维权案子吗')
  await officer.taps('我也办')
  await officer.reads('请看一遍')
  await officer.taps('没错，提交')
  await officer.reads('是维权专员了')
  await officer.taps('设值班时间')
  await officer.reads('你什么时候值班')
  await officer.taps('每天 全天')
  await officer.reads('记下了，值班')
}

/** From "I have a complaint" to the question before the last tap; `seen` is called at each question. */
export async function tellsOfWages(worker: ChatPerson, seen: (screen: string) => Promise<void>): Promise<void> {
  await worker.reads('先看看')
  await seen('consent')
  await worker.taps('同意，开始')
  await worker.reads('你现在安全吗')
  await seen('safety')
  await worker.taps('都没有')
  await worker.reads('是什么事')
  await seen('kind')
  await worker.taps('拖欠我的工资')
  await worker.reads('投诉谁')
  await seen('against')
  await worker.says('宏达建筑 13812345678')
  await worker.reads('在哪里')
  await worker.says('龙华区民治，万科工地')
  await worker.reads('从哪个月开始')
  await worker.says('8月')
  await worker.reads('一共欠多少钱')
  await seen('owed')
  await worker.says('一万八')
  await worker.reads('请看一遍')
  await seen('review')
}
