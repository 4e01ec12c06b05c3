import type { ChannelAbilities } from '../../domain/account'

/** What a private chat with a Telegram bot can do; files are fetched up to 20 MB, whatever may be sent. */
export const telegramAbilities: ChannelAbilities = {
  push: 'any',
  replyInResponse: null,
  choices: 'buttons',
  noticeTemplates: false,
  files: { receive: true, send: true, maxBytes: 20 * 1024 * 1024 },
  editing: true,
  textLimit: 4096,
}

export const telegramChannel = 'telegram'

/** Over all chats and in one, for what nobody asked for; as the platform publishes them. */
export const telegramLimits = { overall: 30, perChat: 1 }
