import { type FileRef, fileSchema } from './message'

/**
 * A value with what stands for one file in it replaced, wherever it stands, the words that came with it kept; without `file` it is taken out
 * of its list, or null.
 */
export function fileReplaced<T>(value: T, id: string, file?: FileRef): T {
  return replaced(value, id, file ?? null) as T
}

function replaced(value: unknown, id: string, file: FileRef | null): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isFile(value, id)) return file && { ...(value.words && { words: value.words }), ...file }
  if (Array.isArray(value)) {
    const kept = file ? value : value.filter((part) => !isFile(part, id))
    return kept.map((part) => replaced(part, id, file))
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, id, file)]))
}

/** The same with what stands for the file changed; the value itself where it does not stand in it. */
export function fileChanged<T>(value: T, id: string, change: (file: FileRef) => FileRef): T {
  if (!namesFile(value, id)) return value
  return changed(value, id, change) as T
}

function changed(value: unknown, id: string, change: (file: FileRef) => FileRef): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isFile(value, id)) return change(value)
  if (Array.isArray(value)) return value.map((part) => changed(part, id, change))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, changed(part, id, change)]))
}

/** Whether a file stands anywhere in a value. */
export function namesFile(value: unknown, id: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isFile(value, id) || Object.values(value).some((part) => namesFile(part, id))
}

function isFile(value: unknown, id: string): value is FileRef {
  const found = fileSchema.safeParse(value)
  return found.success && found.data.id === id
}
