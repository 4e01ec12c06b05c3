import type { Messenger, Outgoing, Recipient, Sent } from '../../delivery/messenger'
import { splitText } from '../../delivery/split-text'
import type { Body, FileRef } from '../../domain/message'
import type { Files } from '../../store/store'
import { text } from '../../text/text'
import { telegramAbilities, telegramChannel, telegramLimits } from './abilities'
import type { Api } from './api'
import { ApiError } from './api-error'
import { markupFor } from './keyboard'
import { outcomeOf } from './outcome'

/** Captions are shorter than messages. */
const captionLimit = 1024
const maxPhotoBytes = 10 * 1024 * 1024
const firstPause = 1000
/** A line may be back any moment; a server in trouble is not to be hurried. Both are tried for about a day. */
const patience = {
  line: { longestPause: 30_000, mostTries: 2900 },
  server: { longestPause: 5 * 60_000, mostTries: 300 },
}
/** A file is stored right after the commit that names it: what is not there after some seconds never comes. */
const mostLooksForFile = 4
const mostHalfSent = 1000

const methods = { photo: 'sendPhoto', voice: 'sendVoice', video: 'sendVideo', document: 'sendDocument' } as const
type Kind = keyof typeof methods

/** What plays or shows with one tap; everything else is a document. */
function kindOf({ type }: FileRef, bytes: Uint8Array): Kind {
  if (/^image\/(jpeg|png)$/.test(type) && bytes.byteLength <= maxPhotoBytes) return 'photo'
  if (/^audio\/(ogg|opus)/.test(type)) return 'voice'
  return type === 'video/mp4' ? 'video' : 'document'
}

/** What is said; where the number can be given by a tap also where. */
function wordsOf({ name, text: said, asks }: Body, { language }: Recipient): string {
  const words = name ? `${name}：${said}` : said
  return asks === 'phone' ? `${words}\n${text(language, 'telegram.share-phone-how')}` : words
}

const isAboutChat = ({ description }: ApiError) => /chat not found|user|peer/.test(description)

/** Sends rows of the outbox as messages of the bot. */
export class TelegramMessenger implements Messenger {
  readonly channel = telegramChannel
  /** How often a row failed without having left; forgotten once it is settled. */
  readonly #tries = new Map<string, number>()
  /** Of a row that takes several messages, how many have arrived: what failed goes on behind them. */
  readonly #arrived = new Map<string, number>()

  constructor(
    private readonly deps: {
      api: Pick<Api, 'call' | 'upload'>
      files: Pick<Files, 'get'>
      /** The platform asked to slow down. */
      onFlood?(): void
    },
    readonly limits: NonNullable<Messenger['limits']> = telegramLimits,
  ) {}

  async send(to: Recipient, message: Outgoing): Promise<Sent> {
    const { row, lane } = message
    try {
      const sent = await this.#deliver(to, message)
      if (sent.kind !== 'later') this.#tries.delete(row)
      return sent
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      if (fault.code === 429) this.deps.onFlood?.()
      const outcome = outcomeOf(fault, lane !== 'bulk')
      if (outcome && outcome !== 'edit-gone') {
        this.#tries.delete(row)
        return outcome
      }
      if (fault.code === 0) return this.#later(row, 'no-connection', patience.line)
      return this.#later(row, `http-${fault.code}`, patience.server)
    }
  }

  async #deliver(to: Recipient, message: Outgoing): Promise<Sent> {
    const { body, lane, replaces, row } = message
    const chat_id = to.account.externalId
    const words = wordsOf(body, to)
    const markup = markupFor(body, to, lane === 'reply')
    const under = markup && { reply_markup: markup }
    if (replaces && body.choices.length > 0 && !body.file && words.length <= telegramAbilities.textLimit) {
      const edited = await this.#edit({ chat_id, message_id: Number(replaces), text: words, ...under })
      if (edited) return edited
    }
    const caption = body.file && words.length <= captionLimit
    const messages: (() => Promise<unknown>)[] = []
    if (body.file) {
      const { file } = body
      const bytes = (await this.deps.files.get(file.id))?.bytes
      if (!bytes && (this.#tries.get(row) ?? 0) < mostLooksForFile)
        return this.#later(row, 'file-not-there', patience.line)
      // The words go without it: they must not wait for what was lost, nor keep others waiting.
      if (!bytes && !words) return { kind: 'refused', reason: 'file-not-there' }
      if (bytes) messages.push(() => this.#sendFile(chat_id, file, bytes, caption ? { caption: words, ...under } : {}))
    }
    const parts = caption && messages.length > 0 ? [] : splitText(words, telegramAbilities.textLimit)
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1
      const plain = { chat_id, text: part, link_preview_options: { is_disabled: true } }
      messages.push(() => this.deps.api.call('sendMessage', isLast ? { ...plain, ...under } : plain))
    }
    await this.#sendRest(row, messages)
    return { kind: 'sent' }
  }

  async #sendRest(row: string, messages: readonly (() => Promise<unknown>)[]): Promise<void> {
    for (let sent = this.#arrived.get(row) ?? 0; sent < messages.length; sent++) {
      if (sent > 0) this.#arrived.set(row, sent)
      await messages[sent]?.()
    }
    this.#arrived.delete(row)
    // Rows that were given up half-way.
    if (this.#arrived.size > mostHalfSent) this.#arrived.clear()
  }

  /** In place; undefined when that message cannot be changed any more. */
  async #edit(payload: Record<string, unknown>): Promise<Sent | undefined> {
    try {
      await this.deps.api.call('editMessageText', { ...payload, link_preview_options: { is_disabled: true } })
      return { kind: 'sent' }
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      const outcome = outcomeOf(fault, true)
      if (outcome !== 'edit-gone' && outcome?.kind === 'sent') return outcome
      // Whatever is wrong with that message: what is said stands for itself.
      if (fault.code === 400 && !isAboutChat(fault)) return undefined
      throw fault
    }
  }

  async #sendFile(chat_id: string, file: FileRef, bytes: Uint8Array, more: Record<string, unknown>): Promise<void> {
    const kind = kindOf(file, bytes)
    const source = { source: Buffer.from(bytes), filename: file.name.replaceAll('"', '”') }
    const send = (as: Kind) => this.deps.api.upload(methods[as], { chat_id, [as]: source, ...more })
    await send(kind).catch((fault) => {
      // A picture too large or too long for a photo, or a sound that is none for Telegram, goes as the file it is.
      if (fault instanceof ApiError && fault.code === 400 && kind !== 'document' && !isAboutChat(fault))
        return send('document')
      throw fault
    })
  }

  /** Again after a pause that grows; after too many of them it is given up. */
  #later(row: string, reason: string, { longestPause, mostTries }: { longestPause: number; mostTries: number }): Sent {
    const tries = (this.#tries.get(row) ?? 0) + 1
    if (tries > mostTries) {
      this.#tries.delete(row)
      return { kind: 'refused', reason }
    }
    this.#tries.set(row, tries)
    return { kind: 'later', milliseconds: Math.min(longestPause, firstPause * 2 ** Math.min(tries - 1, 10)), reason }
  }
}
