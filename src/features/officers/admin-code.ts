import { z } from 'zod'
import { queueNotice } from '../../delivery/notice'
import { after, day, type Instant, instantSchema } from '../../domain/instant'
import { botBody } from '../../domain/message'
import { officers, persons, settings } from '../../store/collections'
import type { ReadTx, Store, WriteTx } from '../../store/store'
import { text } from '../../text/text'

/** The one code with which somebody becomes admin: only its hash is kept, used up once. */
export const adminCodeSchema = z.object({
  hash: z.string(),
  /** The first one is valid until it is used. */
  expiresAt: instantSchema.nullable(),
  usedAt: instantSchema.nullable(),
})

const id = 'admin-code'

interface Tools {
  newId(): string
  newDigits(count: number): string
  hashCode(code: string): string
}

export async function storedAdminCode(tx: ReadTx) {
  const setting = await tx.get(settings, id)
  return setting && adminCodeSchema.parse(setting.value)
}

export async function putAdminCode(tx: WriteTx, code: z.infer<typeof adminCodeSchema>): Promise<void> {
  await tx.put(settings, { id, value: code })
}

/** At the very first start: the configured code, or a new one that is to be printed; undefined when there was one before. */
export async function firstAdminCode(
  store: Store,
  tools: Tools,
  configured: string | undefined,
): Promise<string | undefined> {
  if (await store.read(storedAdminCode)) return undefined
  const code = configured ?? tools.newDigits(8)
  return store.write(['rule:admin-code'], async (tx) => {
    if (await storedAdminCode(tx)) return undefined
    await putAdminCode(tx, { hash: tools.hashCode(code), expiresAt: null, usedAt: null })
    return configured === undefined ? code : undefined
  })
}

/** A new code, valid for 24 hours, in place of any other; every admin is told that one was made. */
export async function newAdminCode(tx: WriteTx, tools: Tools, now: Instant): Promise<string> {
  const code = tools.newDigits(8)
  await putAdminCode(tx, { hash: tools.hashCode(code), expiresAt: after(now, day), usedAt: null })
  for (const admin of await tx.find(officers, { index: 'role', equals: 'admin' })) {
    const person = await tx.get(persons, admin.id)
    const body = botBody(text(person?.language ?? 'zh-CN', 'bot.new-admin-code'))
    await queueNotice(tx, { id: tools.newId(), person: admin.id, body, now, urgent: true })
  }
  return code
}
