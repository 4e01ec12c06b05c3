import { sampleFiles } from '../sample-files'
import type { MessageContent } from './shapes'
import type { StoredFile, StoredFiles } from './stored-files'

export interface NamedFile {
  name: string
  type: string
  bytes: Buffer
  /** What Telegram is to say of its length, for files that are only said to be large. */
  size?: number
}

type Received = { content: MessageContent; file: StoredFile | null }

const captioned = (caption: string | undefined) => (caption === undefined ? {} : { caption })

/** Telegram sends a picture in several sizes, the largest last. */
export function photo(files: StoredFiles, bytes: Buffer, caption?: string): Received {
  const file: StoredFile = { kind: 'photo', name: 'photo.jpg', type: 'image/jpeg', bytes }
  const small = { ...file, bytes: sampleFiles['image/jpeg']!.bytes }
  const sizes = [
    { ...files.keep(small), width: 90, height: 68 },
    { ...files.keep(small), width: 320, height: 240 },
    { ...files.keep(file), width: 1280, height: 960 },
  ]
  return { content: { photo: sizes, ...captioned(caption) }, file }
}

export function document(files: StoredFiles, given: NamedFile, caption?: string): Received {
  const { name, type, bytes, size } = given
  const file: StoredFile = { kind: 'document', name, type, bytes }
  const named = { file_name: name, mime_type: type }
  return { content: { document: { ...files.keep(file, size), ...named }, ...captioned(caption) }, file }
}

export function voice(files: StoredFiles, bytes: Buffer): Received {
  const file: StoredFile = { kind: 'voice', name: 'voice.oga', type: 'audio/ogg', bytes }
  return { content: { voice: { ...files.keep(file), duration: 3, mime_type: file.type } }, file }
}

export function video(files: StoredFiles, bytes: Buffer, caption?: string): Received {
  const file: StoredFile = { kind: 'video', name: 'IMG_0001.mp4', type: 'video/mp4', bytes }
  const shape = { duration: 5, width: 640, height: 480, file_name: file.name, mime_type: file.type }
  return { content: { video: { ...files.keep(file), ...shape }, ...captioned(caption) }, file }
}

export function sticker(files: StoredFiles): Received {
  const file: StoredFile = {
    kind: 'sticker',
    name: 'sticker.webp',
    type: 'image/webp',
    bytes: sampleFiles['image/webp']!.bytes,
  }
  const shape = { type: 'regular', width: 512, height: 512, is_animated: false, is_video: false, emoji: '👍' }
  return { content: { sticker: { ...files.keep(file), ...shape } }, file }
}
