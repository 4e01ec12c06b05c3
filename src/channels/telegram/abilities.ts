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

/** Over all chats and in one, for what nobody asked for; the platform publishes 30 and 1 and counts a little differently. */
export const telegramLimits = { overall: 28, perChat: 1 }
