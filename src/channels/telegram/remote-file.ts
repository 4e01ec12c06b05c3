import { createHash } from 'node:crypto'
import type { FileRef } from '../../domain/message'
import { plainFileName } from '../upload-type'
import { telegramAbilities } from './abilities'
import type { Message, RemoteFile } from './update'

type Kind = 'photo' | 'voice' | 'video' | 'audio' | 'document'

/** The file of a message: its reference before its bytes are there, or why it is not fetched. */
export type Found = { ok: true; file: FileRef; remote: string } | { ok: false; why: 'too-large' | 'file-type' }

const typeByKind: Record<Exclude<Kind, 'document'>, string> = {
  photo: 'image/jpeg',
  voice: 'audio/ogg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
}
const endingByType: Record<string, string> = {
  'image/jpeg': 'jpg',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4',
}

/** Phones name many kinds wrongly or not at all: what it is, its bytes show. Only what cannot be meant is not even fetched. */
const neverTaken = /^(text|font|model)\/|zip|rar|7z|package-archive|executable|msdownload|script|java/

export function fileOf(message: Message): Found | undefined {
  const [kind, remote] = remoteOf(message)
  if (!kind || !remote) return undefined
  const type = (remote.mime_type ?? (kind === 'document' ? '' : typeByKind[kind])).toLowerCase()
  if ((remote.file_size ?? 0) > telegramAbilities.files.maxBytes) return { ok: false, why: 'too-large' }
  if (neverTaken.test(type)) return { ok: false, why: 'file-type' }
  // The same message gives the same file, however often it comes.
  const id = `t-${createHash('sha256').update(`${message.chat.id}:${message.message_id}:${remote.file_unique_id}`).digest('hex').slice(0, 24)}`
  const file: FileRef = {
    id,
    name: nameOf(message, remote, kind, type),
    type: type || 'application/octet-stream',
    size: remote.file_size ?? 0,
    sha256: null,
  }
  return { ok: true, file, remote: remote.file_id }
}

function remoteOf(message: Message): [Kind, RemoteFile | undefined] | [undefined, undefined] {
  // Of a photo's sizes the last is the largest; a document comes as it was, also when it stands beside an animation.
  if (message.photo) return ['photo', message.photo.at(-1)]
  if (message.voice) return ['voice', message.voice]
  if (message.video_note) return ['video', message.video_note]
  if (message.video) return ['video', message.video]
  if (message.audio) return ['audio', message.audio]
  if (message.animation) return ['video', message.animation]
  if (message.document) return ['document', message.document]
  return [undefined, undefined]
}

function nameOf({ message_id }: Message, remote: RemoteFile, kind: Kind, type: string): string {
  if (remote.file_name) return plainFileName(remote.file_name)
  const ending = endingByType[type] ?? type.split('/').at(-1) ?? 'bin'
  return plainFileName(`${kind}-${message_id}.${ending}`)
}
