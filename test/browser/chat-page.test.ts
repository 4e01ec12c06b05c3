import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  begin,
  bubblesOf,
  button,
  context,
  expectAccessible,
  expectFitting,
  faults,
  folder,
  input,
  log,
  openPage,
  page,
  prepareChatPage,
  server,
  settles,
  shown,
  sizes,
} from '../support/chat-page-browser'

prepareChatPage()

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
