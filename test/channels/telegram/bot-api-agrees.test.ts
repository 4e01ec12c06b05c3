import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { Telegraf } from 'telegraf'
import TelegramServer from 'telegram-test-api'
import { expect, test } from 'vitest'
import { startBotApi } from '../../support/bot-api/bot-api'
import { until } from '../../support/until'

/** What a person sees of the bot. */
interface Seen {
  text: string
  buttons: string[]
}

/** A fake platform with one person on it. */
interface Side {
  root: string
  token: string
  says(text: string): unknown
  starts(code: string): unknown
  presses(label: string): unknown
  sendsContact(): unknown
  sees(): Promise<Seen[]>
  close(): Promise<unknown>
}

const ID = 4321

async function ours(): Promise<Side> {
  const api = await startBotApi({ second: 20 })
  const person = api.person(ID, { firstName: '小李', phone: '+8613800000000' })
  return {
    root: api.root,
    token: api.token,
    says: (text) => person.says(text),
    starts: (code) => person.starts(code),
    presses: (label) => person.presses(label),
    sendsContact: () => person.sendsContact(),
    sees: async () =>
      person.shown().map(({ text, buttons }) => ({ text, buttons: buttons.flat().map((button) => button.text) })),
    close: () => api.close(),
  }
}

/** The one from the registry, which takes any text for a message and knows no presses of its own. */
async function theirs(): Promise<Side> {
  const token = '123456:theirs'
  const server = new TelegramServer({ port: await freePort(), host: '127.0.0.1', storeTimeout: 600 })
  await server.start()
  const root = server.config.apiURL
  const client = server.getClient(token, { userId: ID, chatId: ID, firstName: '小李', timeout: 5000 })
  const sent = async () => {
    const history = await client.getUpdatesHistory()
    // What the bot sent, which unlike what people send has a chat_id.
    return history.flatMap(({ messageId, ...update }) => {
      const message = 'message' in update ? (update.message as { chat_id?: unknown; text: string }) : null
      if (message?.chat_id === undefined) return []
      const { reply_markup } = message as { reply_markup?: string | Markup }
      const markup = typeof reply_markup === 'string' ? (JSON.parse(reply_markup) as Markup) : reply_markup
      return [{ messageId, text: message.text, buttons: (markup?.inline_keyboard ?? []).flat() }]
    })
  }
  return {
    root,
    token,
    says: (text) => client.sendMessage(client.makeMessage(text)),
    starts: (code) => client.sendCommand(client.makeCommand(`/start ${code}`)),
    presses: async (label) => {
      const message = (await sent()).findLast(({ buttons }) => buttons.some(({ text }) => text === label))!
      const data = message.buttons.find(({ text }) => text === label)!.callback_data
      const pressed = { message_id: message.messageId, date: 1, text: message.text }
      return client.sendCallback(client.makeCallbackQuery(data, { message: pressed } as object) as never)
    },
    sendsContact: () => {
      const contact = { phone_number: '+8613800000000', first_name: '小李', user_id: ID }
      return client.sendMessage(client.makeMessage('', { contact } as object))
    },
    sees: async () => (await sent()).map(({ text, buttons }) => ({ text, buttons: buttons.map(({ text }) => text) })),
    close: () => server.stop(),
  }
}

interface Markup {
  inline_keyboard?: { text: string; callback_data: string }[][]
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function smallBot({ root, token }: Side): Telegraf {
  const bot = new Telegraf(token, { telegram: { apiRoot: root, webhookReply: false } })
  const { telegram } = bot
  const callApi = telegram.callApi.bind(telegram)
  // The other fake answers at once when there is nothing, and telegraf would spin.
  telegram.callApi = async (method, payload, options) => {
    const result = await callApi(method, payload, options)
    if (method === 'getUpdates' && Array.isArray(result) && result.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return result
  }
  bot.start((context) => context.reply(`welcome ${context.payload}`))
  bot.hears('choose', (context) => {
    const row = [
      { text: '红', callback_data: 'red' },
      { text: '蓝', callback_data: 'blue' },
    ]
    return context.reply('which?', { reply_markup: { inline_keyboard: [row] } })
  })
  bot.action(/red|blue/, async (context) => {
    await context.answerCbQuery()
    // Left out, the buttons go on Telegram and here, but stay on the other fake.
    await context.editMessageText(`${context.match[0]} it is`, { reply_markup: { inline_keyboard: [] } })
  })
  bot.on('contact', (context) => {
    const { contact, from } = context.message
    return context.reply(`${contact.phone_number} of ${contact.user_id === from.id ? 'oneself' : 'another'}`)
  })
  bot.on('text', (context) => context.reply(`${context.from.first_name} said ${context.message.text}`))
  return bot
}

/** What the person saw after each step. */
async function played(side: Side): Promise<Seen[][]> {
  const bot = smallBot(side)
  const stopped = bot.launch()
  const views: Seen[][] = []
  const steps: (() => unknown)[] = [
    () => side.starts('point_7'),
    () => side.says('你好'),
    () => side.says('choose'),
    () => side.presses('蓝'),
    () => side.sendsContact(),
    () => side.says('bye'),
  ]
  for (const step of steps) {
    const before = JSON.stringify(await side.sees())
    await step()
    await until(async () => JSON.stringify(await side.sees()) !== before)
    views.push(await side.sees())
  }
  bot.stop()
  await stopped
  await side.close()
  return views
}

test('a small bot does the same on our Bot API and on an independent one', async () => {
  const [here, there] = await Promise.all([ours(), theirs()].map(async (side) => played(await side)))
  expect(here).toEqual(there)
  expect(here!.at(-1)).toEqual([
    { text: 'welcome point_7', buttons: [] },
    { text: '小李 said 你好', buttons: [] },
    { text: 'blue it is', buttons: [] },
    { text: '+8613800000000 of oneself', buttons: [] },
    { text: '小李 said bye', buttons: [] },
  ])
})
