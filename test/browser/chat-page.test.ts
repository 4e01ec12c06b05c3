import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ChatPageServer, startChatPageServer } from '../support/chat-page-server'
import { pngOfNoise } from '../support/png-of-noise'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const sizes = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let folder: string
let browser: Browser
let server: ChatPageServer
let context: BrowserContext
let page: Page
let faults: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-page-'))
  // The test runner's own NODE_ENV would build the development React.
  vi.stubEnv('NODE_ENV', 'production')
  await build({ configFile: 'vite.page.config.ts', logLevel: 'error', build: { outDir: folder } })
  vi.unstubAllEnvs()
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  server = await startChatPageServer(folder)
})
afterEach(async () => {
  await context?.close()
  await server.close()
})

async function openPage(viewport = sizes[1]!, path = '', more: Parameters<Browser['newContext']>[0] = {}) {
  context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...more,
  })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  faults = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (line) => {
    if (/Content Security Policy|Warning:|React/.test(line.text())) faults.push(line.text())
  })
  await page.goto(server.url + path)
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const log = () => page.getByRole('log')
const input = () => page.getByRole('textbox', { name: '写消息' })
const shown = (text: string | RegExp) => log().getByText(text).first().waitFor()
const bubblesOf = (text: string) => log().locator('.bubble_me', { hasText: text }).count()
const settles = (look: () => unknown, expected: unknown) =>
  vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: 60_000, interval: 100 })

async function begin() {
  await button('开始').click()
  await shown('可以开始吗')
}

async function expectAccessible() {
  // Through the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const runner = (window as unknown as { axe: { run: () => Promise<AxeResult> } }).axe
    return (await runner.run()).violations
  })
  const grave = found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}
interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string }[] }[]
}

async function expectFitting() {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  const small = await page.evaluate(() =>
    Array.from(document.querySelectorAll('button, textarea, .option, .hotline'))
      .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 120) }))
      .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 39.5))
      .map(({ html }) => html),
  )
  expect(small).toEqual([])
}

test('the first load stays under 120 kB and calls nothing that Chrome 64 or Safari 12 lack', async () => {
  const names = ['index.html', ...(await readdir(join(folder, 'assets'))).map((name) => join('assets', name))]
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const bytes = texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0)
  expect(bytes).toBeLessThan(120_000)
  const code = texts.filter((_, index) => /\.js$/.test(names[index]!)).join('\n')
  const missing =
    /\bBigInt\b|structuredClone|randomUUID|\.replaceAll\(|\.at\(-?\d|fromEntries|\.flatMap\(|\.flat\(|matchAll|WeakRef|AbortSignal\.timeout|\?\.\w|\?\?[^=]/g
  expect(code.match(missing)).toBeNull()
  const styles = texts.filter((_, index) => /\.css$/.test(names[index]!)).join('\n')
  expect(styles.match(/:is\(|:where\(|aspect-ratio|\binset:|\bgap:|\ddvh|@layer|@container/g)).toBeNull()
})

describe.each(sizes)('at $width × $height', (size) => {
  test('a person starts, answers by tapping, uses the menu and writes', async () => {
    await openPage(size)
    await button('开始').waitFor()
    expect(server.mine()).toEqual([])
    await expectAccessible()
    await expectFitting()
    await begin()
    await button('可以').click()
    await shown('怎么称呼')
    await button('打开菜单').click()
    const entry = button('维权')
    expect(await entry.getAttribute('aria-expanded')).toBe('false')
    await entry.click()
    expect(await entry.getAttribute('aria-expanded')).toBe('true')
    await expectAccessible()
    await button('我要投诉').click()
    await shown('遇到的是哪一种')
    expect(await page.locator('.choices_open').count()).toBe(1)
    expect(await log().getByRole('link', { name: '拨打 12333' }).getAttribute('href')).toBe('tel:12333')
    await button('打字回复').click()
    await input().fill('你好\n第二行')
    await button('发送').click()
    await shown('听到了')
    expect(server.mine().map(({ text }) => text)).toEqual(['/start', '可以', '/complain', '你好\n第二行'])
    expect(await bubblesOf('我要投诉')).toBe(1)
    await expectAccessible()
    await expectFitting()
    expect(faults).toEqual([])
  })

  test('the settings fit, also in the largest type and in the dark', async () => {
    await openPage(size)
    await begin()
    await button('更多设置').click()
    await expectAccessible()
    await expectFitting()
    await page.getByRole('radio', { name: '特大' }).check()
    await page.getByRole('radio', { name: '深色' }).check()
    await expectAccessible()
    await expectFitting()
    await page.keyboard.press('Escape')
    await expectAccessible()
    await expectFitting()
    await page.reload()
    await shown('可以开始吗')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await page.locator('html').getAttribute('data-type')).toBe('huge')
  })
})

describe('a bad line', () => {
  test('what is written without network waits, survives a reload and arrives once and in order', async () => {
    await openPage()
    await begin()
    server.goDown()
    for (const text of ['第一句', '第二句']) {
      await input().fill(text)
      await input().press('Enter')
    }
    await input().fill('还没写完')
    await shown('等待发送')
    await page.getByText('正在重新连接…').waitFor()
    await page.reload()
    await shown('第二句')
    expect(await input().inputValue()).toBe('还没写完')
    server.goUp()
    await shown('听到了：第二句')
    expect(server.mine().map(({ text }) => text)).toEqual(['/start', '第一句', '第二句'])
    expect(await bubblesOf('第一句')).toBe(1)
    await settles(() => page.getByText('正在重新连接…').count(), 0)
    await settles(() => page.evaluate(() => Object.keys(localStorage).filter((key) => /outbox/.test(key))), [])
  })

  test('a lost answer is asked for again under the same id and shows one bubble', async () => {
    await openPage()
    await begin()
    server.switches.lostAnswers = 1
    await input().fill('只要一次')
    await input().press('Enter')
    await shown('听到了：只要一次')
    await settles(() => log().locator('.mark').count(), 0)
    expect(server.mine().filter(({ text }) => text === '只要一次')).toHaveLength(1)
    expect(await bubblesOf('只要一次')).toBe(1)
  })

  test('a server that tells no seq gives the same conversation', async () => {
    server.switches.isSeqTold = false
    await openPage()
    await begin()
    await button('可以').click()
    await shown('怎么称呼')
    await settles(
      () => log().locator('.bubble').allTextContents(),
      ['开始', expect.stringContaining('可以开始吗'), '可以', expect.stringContaining('怎么称呼')],
    )
  })

  test('the stream comes back by itself with what was missed', async () => {
    await openPage()
    await begin()
    server.goDown()
    server.say({ from: 'officer', name: '王老师', text: '断线时说的话' })
    await page.getByText('正在重新连接…').waitFor()
    server.goUp()
    await shown('断线时说的话')
    await shown('王老师')
  })

  test('where streams are blocked, messages still come', async () => {
    server.switches.isStreamBlocked = true
    await openPage()
    await begin()
    server.say({ from: 'bot', text: '没有流也能到' })
    await shown('没有流也能到')
    expect(await page.getByText('正在重新连接…').count()).toBe(0)
  })

  test('a busy server is shown in its own words and tried again', async () => {
    await openPage()
    await begin()
    server.failNext({ on: 'send', status: 503, message: '刚才没存上，正在再试' })
    await input().fill('别丢了')
    await input().press('Enter')
    await shown('刚才没存上，正在再试')
    await shown('听到了：别丢了')
  })

  test('a session the server has lost is made anew and the message sent into it', async () => {
    await openPage()
    await begin()
    server.loseSession()
    await input().fill('还在吗')
    await input().press('Enter')
    await shown('听到了：还在吗')
    expect(server.mine().map(({ text }) => text)).toEqual(['还在吗'])
  })

  test('the page is usable over a slow line', async () => {
    server.switches.latency = 400
    await openPage()
    await begin()
    await button('可以').click()
    await shown('怎么称呼')
  })
})

describe('a refused message', () => {
  beforeEach(async () => {
    await openPage()
    await begin()
    server.failNext({ on: 'send', status: 409, message: '这条和之前的不一样。' })
    await input().fill('老板叫李大山')
    await input().press('Enter')
    await shown('这条和之前的不一样。')
  })

  test('stands with its reason, also after a reload, and can be sent again', async () => {
    await page.reload()
    await shown('这条和之前的不一样。')
    await button('再发一次').click()
    await shown('听到了：老板叫李大山')
    const ids = new Set(server.attempts.slice(-2).map(({ id }) => id))
    expect(ids.size).toBe(2)
  })

  test('can be edited', async () => {
    await button('修改').click()
    expect(await input().inputValue()).toBe('老板叫李大山')
    expect(await bubblesOf('老板叫李大山')).toBe(0)
  })

  test('can be deleted', async () => {
    await button('删除').click()
    await settles(() => bubblesOf('老板叫李大山'), 0)
    expect(server.mine()).toHaveLength(1)
  })
})

describe('photos', () => {
  const photo = (name: string, size = 20_000) => ({ name, mimeType: 'image/png', buffer: pngOfNoise(size) })
  const choose = async (...files: { name: string; mimeType: string; buffer: Buffer }[]) => {
    const chooser = page.waitForEvent('filechooser')
    await button('发照片或文件').click()
    await (await chooser).setFiles(files)
  }

  test('several go at once, each with its progress, and show as pictures that open in full', async () => {
    await openPage()
    await begin()
    server.switches.isHoldingUploads = true
    await choose(photo('工牌.png'), photo('欠条.png'))
    const progress = page.getByRole('progressbar')
    await progress.waitFor()
    expect(await progress.getAttribute('aria-label')).toContain('工牌.png')
    await shown('等待发送')
    await expectAccessible()
    server.switches.isHoldingUploads = false
    server.releaseUpload()
    await page.getByRole('link', { name: '查看大图：欠条.png' }).waitFor()
    expect(server.mine().map(({ file }) => file?.name)).toEqual([undefined, '工牌.png', '欠条.png'])
    await settles(() => page.locator('.photo_pending').count(), 0)
    expect(faults).toEqual([])
  })

  test('one under way can be cancelled', async () => {
    await openPage()
    await begin()
    server.switches.isHoldingUploads = true
    await choose(photo('a.png'), photo('b.png'))
    await page.getByRole('progressbar').waitFor()
    await button('取消发送「a.png」').click()
    server.switches.isHoldingUploads = false
    await page.getByRole('link', { name: '查看大图：b.png' }).waitFor()
    await settles(() => page.locator('.photo_pending').count(), 0)
  })

  test('one that waits without network survives a reload', async () => {
    await openPage()
    await begin()
    server.goDown()
    await choose(photo('工地.png'))
    await shown('等待发送')
    await page.reload()
    await page.locator('.photo_pending img').waitFor()
    server.goUp()
    await page.getByRole('link', { name: '查看大图：工地.png' }).waitFor()
    expect(server.mine()).toHaveLength(2)
  })

  test('one that is too big is refused kindly and the others go; HEIC goes and shows as a file', async () => {
    await openPage()
    await begin()
    const big = { name: '视频.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(20 * 1024 * 1024 + 1) }
    await choose(big, { name: 'IMG_1.heic', mimeType: 'image/heic', buffer: Buffer.from('heic') })
    await page.getByRole('alert').getByText('「视频.mp4」太大了').waitFor()
    await log().getByText('IMG_1.heic').waitFor()
    await shown('收到')
    expect(server.mine()).toHaveLength(2)
  })
})

describe('a long conversation', () => {
  const past = Array.from({ length: 75 }, (_, index) => ({
    from: index % 4 === 3 ? ('me' as const) : ('bot' as const),
    text: `第 ${index + 1} 句，${'说了一些话'.repeat(index % 6)}`,
    at: new Date(Date.UTC(2026, 10, 1 + Math.floor(index / 5), 13, index % 5)).toISOString(),
  }))
  const openPast = async () => {
    await openPage()
    await context.addCookies([{ ...server.begin(past), url: server.url }])
    await page.goto(server.url)
    await shown('第 75 句')
  }
  const topOf = (text: string) =>
    log()
      .getByText(text)
      .evaluate((element) => Math.round(element.getBoundingClientRect().top))

  test('opens at its end; earlier messages come in above without moving what is read', async () => {
    await openPast()
    expect(
      await log().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight),
    ).toBeLessThan(2)
    await log().evaluate((element) => {
      element.scrollTop = 40
    })
    const before = await topOf('第 46 句')
    await shown('第 16 句')
    expect(Math.abs((await topOf('第 46 句')) - before)).toBeLessThanOrEqual(2)
    await button('看更早的消息').click()
    await shown('第 1 句')
    await settles(() => button('看更早的消息').count(), 0)
    expect(await log().locator('.bubble').count()).toBe(75)
  })

  test('what arrives while reading above is counted and does not move the page', async () => {
    await openPast()
    await log().evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2
    })
    await button('回到最新').waitFor()
    const before = await log().evaluate((element) => element.scrollTop)
    server.say({ from: 'bot', text: '新来的一句' })
    await button('1 条新消息').click()
    expect(before).toBeGreaterThan(0)
    await page.getByText('以下是新消息').waitFor()
    await settles(() => page.locator('.pill').count(), 0)
  })

  test('days are told apart', async () => {
    await openPast()
    await expect.poll(() => page.locator('.time').first().textContent()).toMatch(/月|昨天|:/)
  })
})

describe('by keyboard alone', () => {
  test('Enter sends, Shift+Enter starts a line, and Enter while composing does neither', async () => {
    await openPage()
    await begin()
    await input().focus()
    await page.keyboard.type('one')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('two')
    await input().dispatchEvent('compositionstart')
    await input().dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true })
    expect(server.mine()).toHaveLength(1)
    await page.keyboard.press('Enter')
    await shown('听到了')
    expect(server.mine()[1]?.text).toBe('one\ntwo')
  })

  test('everything is reached, and the focus goes back where it came from', async () => {
    await openPage()
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
    await button('开始').focus()
    await page.keyboard.press('Enter')
    await shown('可以开始吗')
    await button('打开菜单').focus()
    await page.keyboard.press('Enter')
    await settles(focused, '维权')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toBe('我要投诉')
    await page.keyboard.press('Escape')
    expect(await focused()).toBe('维权')
    await button('更多设置').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '设置' }).waitFor()
    for (let step = 0; step < 20; step += 1) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await settles(focused, '更多设置')
  })
})

describe('the session', () => {
  test('a scanned code goes with the first tap and is offered once to who was here before', async () => {
    await openPage(sizes[1], '?start=site-12')
    await button('开始').click()
    await shown('可以开始吗')
    expect(server.mine()[0]?.text).toBe('/start site-12')
    expect(page.url()).toBe(server.url)
    await page.goto(`${server.url}?start=dorm-3`)
    await button('打开看看').click()
    await settles(() => server.mine()[1]?.text, '/start dorm-3')
    await settles(() => button('打开看看').count(), 0)
  })

  test('the language changes the page and the menu and tells the bot', async () => {
    await openPage()
    await begin()
    await button('更多设置').click()
    await page.getByRole('radio', { name: 'English' }).check()
    await button('Close').click()
    await page.getByRole('button', { name: 'Show the menu' }).click()
    await button('Rights').waitFor()
    expect(server.mine()[1]?.text).toBe('/lang en')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.reload()
    await page.getByRole('button', { name: 'Show the menu' }).waitFor()
    await expectAccessible()
  })

  test('what another device says appears once and what the bot types is shown', async () => {
    await openPage()
    await begin()
    server.typing()
    await page.locator('.typing').waitFor()
    server.say({ from: 'me', id: '9d3c3a5e-4a52-4c59-8a3a-111111111111', text: '从另一台手机说的' })
    await shown('从另一台手机说的')
    expect(await bubblesOf('从另一台手机说的')).toBe(1)
  })

  test('whoever had everything erased in the chat sees the last words and a clean page', async () => {
    await openPage()
    await begin()
    await input().fill('草稿')
    server.eraseAll(['全部删掉了。你的申诉和资料都不在了。'])
    await page.getByText('全部删掉了').waitFor()
    await page.getByText('已经清干净了').waitFor()
    expect(await page.getByText('可以开始吗').count()).toBe(0)
    await button('重新开始').click()
    await button('开始').waitFor()
    await button('打字回复').click()
    expect(await input().inputValue()).toBe('')
  })

  test('forgetting asks first, says when it could not, and leaves nothing', async () => {
    await openPage()
    await begin()
    await input().fill('不想让人看到')
    await button('更多设置').click()
    await button('让这台手机忘记我').click()
    await expectAccessible()
    await button('先不清').click()
    server.failNext({ on: 'forget', status: 503, message: '' })
    await button('让这台手机忘记我').click()
    await button('清掉').click()
    await page.getByText('还没有清掉').waitFor()
    await button('清掉').click()
    await page.getByText('已经清干净了').waitFor()
    await expectAccessible()
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
    expect((await context.cookies()).length).toBe(0)
    await button('重新开始').click()
    await button('开始').waitFor()
    expect(await page.getByText('可以开始吗').count()).toBe(0)
    expect(server.mine()).toEqual([])
  })

  test('the phone decides between light and dark until the person does', async () => {
    await openPage(sizes[1], '', { colorScheme: 'dark' })
    await begin()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await settles(() => page.locator('html').getAttribute('data-theme'), 'light')
  })
})
