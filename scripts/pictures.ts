import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { ChatPerson, openBrowser } from './browser/chat-person'
import { becomesCaseworker, photoOfIou, tellsOfWages } from './browser/main-job'
import { startRealBot } from './browser/real-bot'

/** Takes the README's pictures from the running program, with made-up people and data that are gone after it. */
const folder = 'docs/pictures'
const bot = await startRealBot()
const browser = await openBrowser()
const phone = { viewport: { width: 390, height: 740 } }

/** Thirty-two shades a colour: a picture of words needs no more and takes half the bytes. */
const shades = Array.from({ length: 32 }, (_, shade) => (shade / 31).toFixed(3)).join(' ')
const fewerShades = `<svg width="0" height="0" style="position:absolute"><filter id="fewer" color-interpolation-filters="sRGB">
  <feComponentTransfer>${['R', 'G', 'B'].map((colour) => `<feFunc${colour} type="discrete" tableValues="${shades}"/>`).join('')}
  </feComponentTransfer></filter></svg>`

try {
  const officer = await ChatPerson.open(browser, bot.url, phone)
  await becomesCaseworker(officer, bot.adminCode)
  await officer.says('工作台')
  await officer.taps('点位和海报')
  await officer.taps('团委')
  await officer.taps('改名字')
  await officer.says('青禾区团委')
  await officer.reads('青禾区团委')
  await officer.page.reload()

  const worker = await ChatPerson.open(browser, bot.url, phone)
  await worker.taps('开始')
  await worker.taps('工资、受伤……我要投诉')
  await tellsOfWages(worker, async () => {})
  const review = await screen(worker)
  await worker.taps('没错，提交')
  await worker.reads('收到了，编号', '有照片吗')
  const received = await screen(worker)
  await worker.sends(await photoOfIou(browser))
  await worker.reads('收到 1 个')
  await officer.reads('新投诉')
  await worker.taps('好了')
  await worker.reads('经过是怎样的')
  await worker.taps('先到这里')
  await worker.reads('你说的都记在')

  await officer.taps('打开')
  await officer.reads('下一步')
  const opened = await screen(officer)
  await officer.taps('看证据')
  await officer.reads('的证据')
  await officer.taps('证据 1')
  await officer.since.locator('img').waitFor()
  const photo = await screen(officer)
  await officer.taps('打开')
  await officer.reads('下一步')
  await officer.taps('受理')
  await officer.reads('你接了')
  await officer.taps('打开')
  await officer.reads('经办：王姐')
  await officer.taps('写给本人')
  await officer.reads('要对本人说什么')
  await officer.says('小李你好，我明天上午给工地打电话，你先别走。')
  await officer.reads('请看一遍')
  await officer.taps('发出去')
  await officer.reads('发给本人了')
  const written = await screen(officer)
  await worker.reads('小李你好')
  const answered = await screen(worker)

  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'worker.png'), await sideBySide(browser, [review, received, answered]))
  await writeFile(join(folder, 'officer.png'), await sideBySide(browser, [opened, photo, written]))
} finally {
  await browser.close()
  await bot.stop()
}

/** The page as it stands, without the writing mark. */
async function screen({ page }: ChatPerson): Promise<Buffer> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  return page.screenshot()
}

async function sideBySide(using: Browser, screens: readonly Buffer[]): Promise<Buffer> {
  const { width, height } = phone.viewport
  const gap = 20
  const page = await using.newPage({
    viewport: { width: screens.length * (width + gap) + gap, height: height + 2 * gap },
  })
  const images = screens.map((bytes) => `<img src="data:image/png;base64,${bytes.toString('base64')}">`).join('')
  await page.setContent(`<style>
    body { margin: ${gap}px; display: flex; gap: ${gap}px; background: #fff }
    img { width: ${width}px; border-radius: 18px; outline: 1px solid #c8c8c8; filter: url(#fewer) }
  </style>${fewerShades}${images}`)
  return page.screenshot()
}
