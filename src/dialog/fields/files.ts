import { z } from 'zod'
import { fileKind } from '../../domain/file-kind'
import { type FileRef, fileSchema } from '../../domain/message'
import { phrase, text } from '../../text/text'
import type { Field, Reading } from '../form'

/** Photos and files, several after another until "done". */
export function filesField({ max }: { max: number }): Field<FileRef[]> {
  return {
    schema: z.array(fileSchema).max(max),
    freeText: false,
    collects: true,
    read: () => ({ kind: 'again', say: phrase('dialog.only-file-here') }),
    takeFile(file, _, current = []) {
      if (current.some((other) => other.id === file.id)) {
        return received(current)
      }
      if (current.length >= max) return { kind: 'again', say: phrase('dialog.file-full', { max }) }
      return received([...current, file])
    },
    show: (value, { language }) => text(language, 'dialog.files', { count: value.length }),
  }
}

/** One picture; another one takes its place. */
export const pictureField: Field<FileRef[]> = {
  schema: z.array(fileSchema).max(1),
  freeText: false,
  read: () => ({ kind: 'again', say: phrase('dialog.only-picture-here') }),
  takeFile: (file) =>
    fileKind(file) === 'photo'
      ? { kind: 'answer', value: [file] }
      : { kind: 'again', say: phrase('dialog.only-picture-here') },
  show: (_, { language }) => text(language, 'dialog.kind-photo'),
}

/** Who is still sending one need not wait for it. */
function received(value: FileRef[]): Reading<FileRef[]> {
  const isArriving = value.some(({ sha256 }) => sha256 === null)
  const key = isArriving ? 'dialog.file-arriving' : 'dialog.file-added'
  return { kind: 'more', value, say: phrase(key, { count: value.length }) }
}
