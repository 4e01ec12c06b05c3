import { z } from 'zod'
import { type FileRef, fileSchema } from '../../domain/message'
import { phrase, text } from '../../text/text'
import type { Field } from '../form'

/** Photos and files, several after another until "done". */
export function filesField({ max }: { max: number }): Field<FileRef[]> {
  return {
    schema: z.array(fileSchema).max(max),
    freeText: false,
    collects: true,
    read: () => ({ kind: 'again', say: phrase('dialog.only-file-here') }),
    takeFile(file, _, current = []) {
      if (current.some((other) => other.id === file.id)) {
        return { kind: 'more', value: current, say: phrase('dialog.file-added', { count: current.length }) }
      }
      if (current.length >= max) return { kind: 'again', say: phrase('dialog.file-full', { max }) }
      const files = [...current, file]
      return { kind: 'more', value: files, say: phrase('dialog.file-added', { count: files.length }) }
    },
    show: (value, { language }) => text(language, 'dialog.files', { count: value.length }),
  }
}
