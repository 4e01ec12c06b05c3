import { Telegraf } from 'telegraf'
import { afterEach, expect, test } from 'vitest'
import { type BotApi, startBotApi } from '../../support/bot-api/bot-api'
import type { BotApiOptions } from '../../support/bot-api/settings'

const open: BotApi[] = []
afterEach(() => Promise.all(open.splice(0).map((api) => api.close())))

/** A second of the server takes 20 ms. */
async function started(options: BotApiOptions = {}): Promise<BotApi> {
  const api = await startBotApi({ second: 20, ...options })
  open.push(api)
  return api
}

test('a telegraf bot polls, answers and edits', async () => {
  const api = await started()
  const bot = new Telegraf(api.token, { telegram: { apiRoot: api.root } })
  bot.start((context) => context.reply(`started with ${context.payload}`))
  bot.hears('choose', (context) =>
    context.reply('which?', { reply_markup: { inline_keyboard: [[{ text: 'Red', callback_data: 'red' }]] } }),
  )
  bot.action('red', async (context) => {
    await context.answerCbQuery('noted')
    await context.editMessageText('Red it is.')
  })
  bot.on('text', (context) => context.reply(`echo ${context.message.text}`))
  const stopped = bot.launch()
  const li = api.person(1001, { firstName: '小李' })
  li.starts('abc')
  await li.waitsFor('started with abc')
  li.says('hello')
  await li.waitsFor('echo hello')
  li.says('choose')
  await li.waitsFor('which?')
  li.presses('Red')
  await li.waitsFor('Red it is.')
  expect(li.alerts).toMatchObject([{ text: 'noted', showAlert: false }])
  expect(li.shown().map(({ text }) => text)).toEqual(['started with abc', 'echo hello', 'Red it is.'])
  await api.settled()
  bot.stop()
  await stopped
  expect(api.pending()).toBe(0)
})
