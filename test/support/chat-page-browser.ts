import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { openBrowser } from '../../scripts/browser/chat-person'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { root } from '../../scripts/house/set-up.mjs'
import { type ChatPageServer, startChatPageServer } from './chat-page-server'
import { graveFindings, sideways, tooSmall } from './page-checks'

export const sizes = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]

/** The page as it is served, see `ensureBuilt`. */
export const folder = join(root, 'dist/chat-page')
let browser: Browser
export let server: ChatPageServer
export let context: BrowserContext
export let page: Page
export let faults: string[]

/** Gives each test a scripted server of its own. */
export function prepareChatPage(): void {
  beforeAll(async () => {
    await ensureBuilt()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
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
  expect(await graveFindings(page)).toEqual([])
}

export async function expectFitting() {
  expect(await sideways(page)).toBe(0)
  expect(await tooSmall(page)).toEqual([])
}
