import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { type ChatPageServer, startChatPageServer } from './chat-page-server'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
export const sizes = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export let folder: string
let browser: Browser
export let server: ChatPageServer
export let context: BrowserContext
export let page: Page
export let faults: string[]

/** Builds the page once for a test file and gives each test a scripted server of its own. */
export function prepareChatPage(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chat-page-'))
    // The test runner's own NODE_ENV would build the development React.
    vi.stubEnv('NODE_ENV', 'production')
    await build({ configFile: 'vite.page.config.ts', logLevel: 'error', build: { outDir: folder } })
    vi.unstubAllEnvs()
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
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
}

export async function openPage(viewport = sizes[1]!, path = '', more: Parameters<Browser['newContext']>[0] = {}) {
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

export const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
export const log = () => page.getByRole('log')
export const input = () => page.getByRole('textbox', { name: '写消息' })
export const shown = (text: string | RegExp) => log().getByText(text).first().waitFor()
export const bubblesOf = (text: string) => log().locator('.bubble_me', { hasText: text }).count()
export const settles = (look: () => unknown, expected: unknown) =>
  vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: 60_000, interval: 100 })

export async function begin() {
  await button('开始').click()
  await shown('可以开始吗')
}

export async function expectAccessible() {
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

export async function expectFitting() {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  const small = await page.evaluate(() =>
    Array.from(document.querySelectorAll('button, textarea, .option, .hotline'))
      .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 120) }))
      .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
      .map(({ html }) => html),
  )
  expect(small).toEqual([])
}
