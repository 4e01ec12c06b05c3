import type { Room } from './chats'
import { textOf } from './fields'
import { markupOf } from './markup'
import type { Call, Platform } from './platform'
import { badRequest, flood } from './refusal'
import type { Media, Message, MessageContent } from './shapes'
import type { FileKind, StoredFile } from './stored-files'

const MOST_PHOTO_BYTES = 10 * 1024 * 1024
const typeByKind: Record<FileKind, string> = {
  photo: 'image/jpeg',
  document: 'application/octet-stream',
  voice: 'audio/ogg',
  video: 'video/mp4',
  sticker: 'image/webp',
}

export function sendMessage(platform: Platform, call: Call): Message {
  const text = messageText(call)
  return deliver(platform, call, { text }, null)
}

export const sendPhoto = sender('photo')
export const sendDocument = sender('document')
export const sendVoice = sender('voice')
export const sendVideo = sender('video')

/** Trimmed, as the server does, so that a text of blanks is empty. */
export function messageText({ fields }: Call): string {
  // A test that counts on formatting would otherwise pass without any.
  if (textOf(fields, 'parse_mode') !== '') throw badRequest('this fake knows no parse_mode')
  const text = textOf(fields, 'text').trim()
  if (text === '') throw badRequest('message text is empty')
  if (text.length > 4096) throw badRequest('message is too long')
  return text
}

function sender(kind: Exclude<FileKind, 'sticker'>): (platform: Platform, call: Call) => Message {
  return (platform, call) => {
    const caption = textOf(call.fields, 'caption').trim()
    if (caption.length > 1024) throw badRequest('message caption is too long')
    const { file, id } = fileOf(platform, call, kind)
    const content = mediaContent(platform, kind, file, id)
    return deliver(platform, call, caption === '' ? content : { ...content, caption }, file)
  }
}

/** The file of an upload, also by attach://, or one known by its id. */
function fileOf(platform: Platform, call: Call, kind: FileKind): { file: StoredFile; id: string | null } {
  const value = textOf(call.fields, kind)
  const upload = call.files.get(value.startsWith('attach://') ? value.slice('attach://'.length) : kind)
  if (!upload) {
    if (value === '') throw badRequest(`there is no ${kind} in the request`)
    const file = platform.files.find(value)
    if (file.kind !== kind) throw badRequest(`can't use file of type ${nameOf(file.kind)} as ${nameOf(kind)}`)
    return { file, id: value }
  }
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty')
  if (kind === 'photo' && upload.bytes.length > MOST_PHOTO_BYTES) {
    const size = `file of size ${upload.bytes.length} bytes is too big for a photo`
    throw badRequest(`${size}; the maximum size is ${MOST_PHOTO_BYTES} bytes`)
  }
  return { file: { kind, name: upload.name, type: typeByKind[kind], bytes: upload.bytes }, id: null }
}

function nameOf(kind: FileKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}

function mediaContent(platform: Platform, kind: FileKind, file: StoredFile, id: string | null): MessageContent {
  const ref = platform.files.keep(file)
  // Sent by its id, a file keeps it.
  const media: Media = id === null ? ref : { ...ref, file_id: id }
  if (kind === 'photo') return { photo: [{ ...media, width: 800, height: 600 }] }
  if (kind === 'document') return { document: { ...media, file_name: file.name, mime_type: file.type } }
  if (kind === 'voice') return { voice: { ...media, duration: 1, mime_type: file.type } }
  return { video: { ...media, duration: 1, width: 640, height: 480, mime_type: file.type } }
}

function deliver(platform: Platform, call: Call, content: MessageContent, file: StoredFile | null): Message {
  const room = platform.chats.writable(textOf(call.fields, 'chat_id'))
  const markup = markupOf(call.fields, room.chat)
  holdBack(platform, room)
  const kept = platform.chats.keep(room, platform.bot, content, markup, file)
  const send = platform.sends.findLast((send) => send.call === call)
  if (send) {
    send.delivered = true
    send.messageId = kept.message.message_id
  }
  return { ...kept.message }
}

function holdBack(platform: Platform, room: Room): void {
  const seconds = platform.limits.secondsToWait(room)
  if (seconds !== null) throw flood(seconds)
}
