import { describe, expect, test } from 'vitest'
import {
  begin,
  button,
  expectAccessible,
  faults,
  log,
  openPage,
  page,
  prepareChatPage,
  server,
  settles,
  shown,
  sizes,
} from '../support/chat-page-browser'
import { pngOfNoise } from '../support/png-of-noise'

prepareChatPage()

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
    server.releaseUpload()
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
    // The cookie is there before the page: a page without one would begin another conversation, sooner or later.
    const cookie = { ...server.begin(past), domain: 'localhost', path: '/', expires: -1 }
    const cookies = [{ ...cookie, httpOnly: true, secure: false, sameSite: 'Lax' as const }]
    await openPage(sizes[1], '', { storageState: { cookies, origins: [] } })
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
    // Scrolling up to the button would load the messages by itself and take it away from under the pointer.
    await button('看更早的消息').dispatchEvent('click')
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

describe('an answer longer than the screen', () => {
  const long = Array.from({ length: 40 }, (_, index) => `第 ${index + 1} 行`).join('\n')
  const distanceFromTop = (text: string) =>
    page.evaluate((words) => {
      const view = document.querySelector('.log')!
      const bubble = Array.from(view.querySelectorAll('.bubble')).find((found) => found.textContent?.includes(words))!
      return bubble.getBoundingClientRect().top - view.getBoundingClientRect().top
    }, text)

  test('is shown from its beginning, whatever else is said with it, until the person moves', async () => {
    await openPage()
    await begin()
    // Later than the greeting, and in one breath.
    const at = new Date(Date.now() + 60_000).toISOString()
    server.say({ from: 'bot', text: long, at })
    server.say({ from: 'bot', text: '还有一句', at })
    await log().getByText('还有一句').waitFor({ state: 'attached' })
    await settles(async () => Math.abs(await distanceFromTop('第 1 行')) < 30, true)
    await button('回到最新').click()
    await expect.poll(() => distanceFromTop('还有一句')).toBeLessThan(800)
    await settles(() => page.locator('.pill').count(), 0)
    server.say({ from: 'bot', text: '再来一句' })
    await expect.poll(() => distanceFromTop('再来一句')).toBeLessThan(800)
  })
})
