import { type FileRef, fileSchema } from '../../domain/message'
import { complaints, officers, sessions } from '../../store/collections'
import type { PersonalRecord } from './personal-record'

const mark = 'lianxin-'

/** The name of an exported copy; by it an erasure finds the copies again. */
export function exportName(what: string, date: string): string {
  return `${mark}${what}-${date}`
}

/** Ids of the files that are the person's own. In an officer's conversation stand the files of others: there only their own exports count. */
export function filesOf({ documents, conversations }: PersonalRecord): Set<string> {
  const own = [documents[complaints.name], documents[sessions.name]].flatMap((docs) => filesIn(docs))
  const passed = filesIn([documents, conversations])
  const isOfficer = (documents[officers.name] ?? []).length > 0
  const theirs = isOfficer ? passed.filter((file) => file.name.startsWith(mark)) : passed
  return new Set([...own, ...theirs].map((file) => file.id))
}

function filesIn(value: unknown): FileRef[] {
  if (typeof value !== 'object' || value === null) return []
  const file = fileSchema.safeParse(value)
  return file.success ? [file.data] : Object.values(value).flatMap(filesIn)
}
