import type { FileRef } from './message'

export type FileKind = 'photo' | 'voice' | 'video' | 'file'

/** What a person would call a file, by its type. */
export function fileKind({ type }: Pick<FileRef, 'type'>): FileKind {
  if (type.startsWith('image/')) return 'photo'
  if (type.startsWith('audio/') || type === 'application/ogg') return 'voice'
  return type.startsWith('video/') ? 'video' : 'file'
}

/** Whether somebody may be telling something in it. */
export function isSpoken(file: Pick<FileRef, 'type'>): boolean {
  const kind = fileKind(file)
  return kind === 'voice' || kind === 'video'
}
