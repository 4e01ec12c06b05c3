import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { findChromium } from '../house/chromium.mjs'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('there is no Chromium')
  return chromium.launch({ executablePath, args: flags })
}

export interface Photo {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A slow line as the worker's phone has it. */
export const slowLine = { latency: 400, kilobitsPerSecond: 400 }

/** `path` is what stands behind the page's address, as in a poster's link. */
export type PersonOptions = BrowserContextOptions & { line?: typeof slowLine | undefined; path?: string }

/** Somebody with the page open on a device of their own: they tap, type, and wait for words to appear. */
export class ChatPerson {
  readonly faults: string[] = []

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(60_000)
    page.on('pageerror', (error) => this.faults.push(String(error)))
    page.on('console', (line) => {
      if (line.type() === 'error' || /Content Security Policy/.test(line.text()))
        this.faults.push(`${line.text()} ${line.location().url}`)
    })
  }

  static async open(
    browser: Browser,
    url: string,
    { line, path = '', ...options }: PersonOptions = {},
  ): Promise<ChatPerson> {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      ...options,
    })
    const page = await context.newPage()
    if (line) await slowDown(page, line)
    const person = new ChatPerson(page)
    await page.goto(url + path)
    return person
  }

  /** What was said since the person's own last words. */
  get since() {
    return this.page.locator('.log__list > .row:not(.row_me):not(:has(~ .row_me))')
  }

  /** Waits until these words have been said since the person's own. */
  async reads(...words: (string | RegExp)[]): Promise<void> {
    for (const hasText of words) await this.since.filter({ hasText }).first().waitFor()
  }

  /** The whole of the message with these words. */
  async text(words: string | RegExp): Promise<string> {
    return (await this.since.filter({ hasText: words }).first().locator('.bubble').innerText()).trim()
  }

  /** Presses the newest button of this label. */
  async taps(label: string | RegExp): Promise<void> {
    await this.page
      .getByRole('button', { name: label, exact: typeof label === 'string' })
      .last()
      .click()
  }

  async says(words: string, { shownAs = words }: { shownAs?: string } = {}): Promise<void> {
    const input = this.page.locator('textarea')
    await this.turnsBar(input)
    await input.fill(words)
    await this.page.locator('.send').click()
    await this.page.locator('.row_me .bubble', { hasText: shownAs }).last().waitFor()
  }

  /** An entry of the bottom menu and what it opens. */
  async chooses(entry: string, item: string): Promise<void> {
    const menu = this.page.locator('.menu-entry', { hasText: entry })
    await this.turnsBar(menu)
    await menu.click()
    await this.page.locator('.menu-item', { hasText: item }).click()
  }

  async sends(...photos: Photo[]): Promise<void> {
    await this.turnsBar(this.page.locator('textarea'))
    await this.page.locator('input[type=file]').setInputFiles(photos)
  }

  /** The menu and the line to write on take turns at the bottom. */
  private async turnsBar(to: Locator): Promise<void> {
    await this.page.locator('.bar').waitFor()
    if (!(await to.isVisible())) await this.page.locator('.bar__toggle').click()
  }

  close(): Promise<void> {
    return this.page.context().close()
  }
}

async function slowDown(page: Page, { latency, kilobitsPerSecond }: typeof slowLine): Promise<void> {
  const bytesPerSecond = (kilobitsPerSecond * 1000) / 8
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  })
}
