import { setTimeout as sleep } from 'node:timers/promises'
import type { Conversed } from '../../bot/conversed'
import type { Incoming } from '../../bot/incoming'
import { noteReach } from '../../delivery/reach'
import type { Language } from '../../domain/language'
import { type Store, StoreUnavailable } from '../../store/store'
import { text } from '../../text/text'
import { telegramChannel } from './abilities'
import type { Api } from './api'
import { ApiError } from './api-error'
import { translate } from './translate'
import { type Update, updateSchema } from './update'

export interface ReceiverDeps {
  api: Pick<Api, 'call'>
  store: Store
  converse(incoming: Incoming): Promise<Conversed>
  now(): string
  /** Told of an update that cannot be read: the fault's class, never its content. */
  onFault(fault: unknown): void
}

const mostRemembered = 10_000
const mostTries = 5
const mostLastWords = 4
const firstPause = 500

const idOf = (raw: unknown) => (raw as Update | null)?.update_id

/** What both ways of receiving do with an update: it is kept when `take` settles, and may be confirmed then. */
export class Receiver {
  /** Chats that were told of a store that cannot keep anything, until it can. */
  readonly #toldLate = new Set<string>()
  readonly #left = new Set<number>()
  /** Updates that erased somebody: their marks are erased too, so that a repetition would begin anew. */
  readonly #erasing = new Set<string>()
  /** How often an update failed by a fault of ours. */
  readonly #tries = new Map<unknown, number>()

  constructor(private readonly deps: ReceiverDeps) {}

  /** Rejects when the update was not kept: the platform has to bring it again. */
  async take(raw: unknown): Promise<void> {
    try {
      await this.#take(raw)
      this.#tries.delete(idOf(raw))
    } catch (fault) {
      if (!(fault instanceof StoreUnavailable) && this.#isTriedEnough(raw)) return this.deps.onFault(fault)
      throw fault
    }
  }

  /** A fault of ours that parking could not catch must not block those behind it for ever. */
  #isTriedEnough(raw: unknown): boolean {
    const tries = (this.#tries.get(idOf(raw)) ?? 0) + 1
    if (this.#tries.size > mostRemembered) this.#tries.clear()
    this.#tries.set(idOf(raw), tries)
    return tries >= mostTries
  }

  async #take(raw: unknown): Promise<void> {
    const parsed = updateSchema.safeParse(raw)
    // What cannot be read today can be read never: confirming it is all that helps those behind it.
    if (!parsed.success) return this.deps.onFault(new UnreadableUpdate())
    const seen = translate(parsed.data, this.deps.now())
    switch (seen.kind) {
      case 'nothing':
        return
      case 'group':
        return this.#leave(seen.chat, seen.left)
      case 'reach': {
        const at = { channel: telegramChannel, externalId: seen.chat }
        return noteReach(this.deps.store, at, seen.blocked ? { reason: 'blocked' } : null, this.deps.now())
      }
      case 'messages': {
        // At once, before any work: the button's wheel turns until then, and the id lives seconds only.
        if (seen.callback) this.#atOnce('answerCallbackQuery', { callback_query_id: seen.callback })
        for (const incoming of seen.messages) await this.#keep(incoming)
      }
    }
  }

  /** Which person's line an update stands in: those of one are kept in their order. */
  lineOf(raw: unknown): string {
    const update = raw as Update
    const { message, edited_message, callback_query, my_chat_member } = update
    return String(
      (message ?? edited_message ?? my_chat_member)?.chat?.id ??
        callback_query?.message?.chat?.id ??
        callback_query?.from?.id,
    )
  }

  async #keep(incoming: Incoming): Promise<void> {
    const mark = `${incoming.externalId}:${incoming.update}`
    if (this.#erasing.has(mark)) return
    try {
      const { gone, replies } = await this.deps.converse(incoming)
      for (const key of ['telegram.late', 'telegram.press-late']) this.#toldLate.delete(`${key}:${incoming.externalId}`)
      if (!gone) return
      if (this.#erasing.size > mostRemembered) this.#erasing.clear()
      this.#erasing.add(mark)
      void this.#sayLastWords(incoming.externalId, replies)
    } catch (fault) {
      if (fault instanceof StoreUnavailable) this.#tellLate(incoming)
      throw fault
    }
  }

  /** The account is erased with everything else: the last words have no row to be sent from. */
  async #sayLastWords(chat_id: string, replies: Conversed['replies']): Promise<void> {
    for (const { text } of replies) {
      const payload = { chat_id, text, reply_markup: { remove_keyboard: true } }
      for (let tries = 1; ; tries++) {
        const fault: unknown = await this.deps.api.call('sendMessage', payload).then(
          () => undefined,
          (thrown) => thrown,
        )
        const mayMend = fault instanceof ApiError && (fault.code === 0 || fault.code === 429 || fault.code >= 500)
        if (!mayMend || tries === mostLastWords) break
        await sleep(fault.retryAfterMs ?? firstPause * 2 ** (tries - 1), undefined, { ref: false })
      }
    }
  }

  /** The platform brings words again for a day, a press for two minutes and a half only. */
  #tellLate({ externalId, language, content }: Incoming): void {
    const key = content.kind === 'choice' ? 'telegram.press-late' : 'telegram.late'
    const told = `${key}:${externalId}`
    if (this.#toldLate.has(told) || this.#toldLate.size > mostRemembered) return
    this.#toldLate.add(told)
    this.#say(externalId, text(language ?? 'zh-CN', key))
  }

  /** In a group everybody would read along: the bot says so once and goes. */
  async #leave(chat: number, isLeft: boolean): Promise<void> {
    if (isLeft) return void this.#left.delete(chat)
    if (this.#left.has(chat)) return
    if (this.#left.size > mostRemembered) this.#left.clear()
    this.#left.add(chat)
    const words = (['zh-CN', 'en'] as const).map((language: Language) => text(language, 'telegram.private-only'))
    this.#say(String(chat), words.join('\n'), () => this.#atOnce('leaveChat', { chat_id: chat }))
  }

  #say(chat: string, words: string, then?: () => void): void {
    this.#atOnce('sendMessage', { chat_id: chat, text: words }, then)
  }

  /** Not queued and not repeated: what is late is worth nothing. */
  #atOnce(method: string, payload: Record<string, unknown>, then?: () => void): void {
    this.deps.api
      .call(method, payload, { timeoutMs: 10_000 })
      .catch(() => undefined)
      .finally(then)
  }
}

class UnreadableUpdate extends Error {}
