import { queueNotice } from '../delivery/notice'
import { fileWord } from '../dialog/file-word'
import type { ArrivingFile } from '../domain/arriving-file'
import { showInstant } from '../domain/calendar'
import { after, type Instant, minute } from '../domain/instant'
import type { Language } from '../domain/language'
import { type Body, botBody } from '../domain/message'
import { arrivingFiles, outbox, persons } from '../store/collections'
import type { WriteTx } from '../store/store'
import { type PlainKey, text } from '../text/text'
import type { Tools } from './scene'

type Reason = NonNullable<ArrivingFile['lost']>

const advice: Record<Reason, PlainKey> = {
  gone: 'bot.lost-gone',
  'file-type': 'bot.no-file-type',
  'too-large': 'bot.no-too-large',
}

/** Tells that a file did not come; those sent in the same minute stand in one sentence, as long as it has not left. */
export async function tellLost(
  tx: WriteTx,
  { newId, zone }: Pick<Tools, 'newId' | 'zone'>,
  file: ArrivingFile,
  now: Instant,
): Promise<void> {
  const person = await tx.get(persons, file.person)
  if (!person) return
  const key = `lost-files:${file.person}:${minuteOf(file)}`
  const [told] = await tx.find(outbox, { index: 'key', equals: key, limit: 1 })
  const all = await tx.find(arrivingFiles, { index: 'subject', equals: file.person })
  const together = all.filter((other) => other.lost && minuteOf(other) === minuteOf(file))
  if (told?.state === 'queued') {
    return tx.put(outbox, { ...told, body: bodyOf(together, person.language, zone) })
  }
  const files = told ? [file] : together
  await queueNotice(tx, {
    id: newId(),
    person: file.person,
    body: bodyOf(files, person.language, zone),
    now,
    // Others of the same album may be lost in the next seconds.
    notBefore: after(now, minute / 2),
    key: told ? `${key}:${file.id}` : key,
  })
}

function minuteOf({ at }: ArrivingFile): string {
  return at.slice(0, 16)
}

function bodyOf(files: readonly ArrivingFile[], language: Language, zone: string): Body {
  const lines = (Object.keys(advice) as Reason[]).flatMap((reason) => {
    const lost = files.filter((file) => file.lost === reason)
    const [first] = lost
    if (!first) return []
    const what = fileWord(language, first.file)
    const at = showInstant(first.at, zone, language)
    const isAlike = lost.every(({ file }) => fileWord(language, file) === what)
    const said = text(language, 'bot.lost-files', {
      at,
      what: isAlike ? what : text(language, 'dialog.kind-file'),
      count: lost.length,
    })
    return [said, text(language, advice[reason])]
  })
  return botBody(lines.join('\n'))
}
