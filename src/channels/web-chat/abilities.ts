import type { ChannelAbilities } from '../../domain/account'
import { maxFileBytes, maxTextLength } from '../../web/api/limits'

/** What the web chat can do: it shows everything while the page is open, and at the next visit. */
export const webChatAbilities: ChannelAbilities = {
  push: 'when-open',
  replyInResponse: null,
  choices: 'buttons',
  noticeTemplates: false,
  files: { receive: true, send: true, maxBytes: maxFileBytes },
  editing: false,
  textLimit: maxTextLength,
}

export const webChatChannel = 'web-chat'
