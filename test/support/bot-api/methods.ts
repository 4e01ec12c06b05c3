import { answerCallbackQuery, deleteMessage, editMessageReplyMarkup, editMessageText } from './edit-methods'
import { getChat, getFile, getMe, getMyCommands, leaveChat, sendChatAction, setMyCommands } from './other-methods'
import type { Call, Platform } from './platform'
import { Refusal } from './refusal'
import { sendDocument, sendMessage, sendPhoto, sendVideo, sendVoice } from './send-methods'

type Method = (platform: Platform, call: Call) => unknown

const methods: Record<string, Method> = {
  sendMessage,
  sendPhoto,
  sendDocument,
  sendVoice,
  sendVideo,
  editMessageText,
  editMessageReplyMarkup,
  deleteMessage,
  answerCallbackQuery,
  sendChatAction,
  getMe,
  getFile,
  getChat,
  leaveChat,
  setMyCommands,
  getMyCommands,
  getWebhookInfo: (platform) => platform.webhook.info(),
}

/** The case of a method's name does not matter to Telegram. */
const methodByName = new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]))

/** Runs any method that answers at once. */
export function runMethod(platform: Platform, call: Call): unknown {
  const method = methodByName.get(call.method.toLowerCase())
  if (!method) throw new Refusal(404, 'Not Found: method not found')
  return method(platform, call)
}
