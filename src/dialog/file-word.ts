import { type FileKind, fileKind } from '../domain/file-kind'
import type { Language } from '../domain/language'
import type { FileRef } from '../domain/message'
import { type PlainKey, text } from '../text/text'

const words: Record<FileKind, PlainKey> = {
  photo: 'dialog.kind-photo',
  voice: 'dialog.kind-voice',
  video: 'dialog.kind-video',
  file: 'dialog.kind-file',
}

/** "Photo", "voice message": what was sent, in a sentence about it. */
export function fileWord(language: Language, file: Pick<FileRef, 'type'>): string {
  return text(language, words[fileKind(file)])
}
