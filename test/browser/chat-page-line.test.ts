import { beforeEach, describe, expect, test } from 'vitest'
import {
  begin,
  bubblesOf,
  button,
  input,
  log,
  openPage,
  page,
  prepareChatPage,
  server,
  settles,
  shown,
} from '../support/chat-page-browser'

prepareChatPage()

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
    await page.getByText('连接断了，正在自动重连…').waitFor()
    await page.reload()
    await shown('第二句')
    expect(await input().inputValue()).toBe('还没写完')
    server.goUp()
    await shown('听到了：第二句')
    expect(server.mine().map(({ text }) => text)).toEqual(['/start', '第一句', '第二句'])
    expect(await bubblesOf('第一句')).toBe(1)
    await settles(() => page.getByText('连接断了，正在自动重连…').count(), 0)
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
    await page.getByText('连接断了，正在自动重连…').waitFor()
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
    expect(await page.getByText('连接断了，正在自动重连…').count()).toBe(0)
  })

  test('a busy server is shown in its own words and tried again', async () => {
    await openPage()
    await begin()
    server.failNext({ on: 'send', status: 503, message: '刚才没存上，正在再试', retryAfter: 5 })
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
