import type { Conversed } from '../../src/bot/conversed'
import type { Messenger, Outgoing, Recipient, Sent } from '../../src/delivery/messenger'
import type { ChannelAbilities } from '../../src/domain/account'
import type { Body } from '../../src/domain/message'

/** Exactly what a WeChat Official Account can do. */
export const windowAbilities: ChannelAbilities = {
  push: { count: 5, hours: 48 },
  replyInResponse: { seconds: 5 },
  choices: 'numbers',
  noticeTemplates: false,
  files: { receive: true, send: true, maxBytes: 10 * 1024 * 1024 },
  editing: false,
  textLimit: 600,
}

export const webAbilities: ChannelAbilities = {
  push: 'when-open',
  replyInResponse: null,
  choices: 'buttons',
  noticeTemplates: false,
  files: { receive: true, send: true, maxBytes: 20 * 1024 * 1024 },
  editing: false,
  textLimit: 4000,
}

export const windowChannel = 'contract-window'

/** The platform's side of the window channel: one answer in the response, later only so many messages within the window. */
export class WindowPlatform implements Messenger {
  readonly channel = windowChannel
  /** What reached each address outside its responses. */
  readonly pushed = new Map<string, Body[]>()
  readonly #left = new Map<string, number>()

  /** A message of the person opens the window anew. */
  open(externalId: string): void {
    this.#left.set(externalId, 5)
  }

  /** The response carries the first reply only; a platform knows no more. */
  answerOf({ replies }: Conversed): Body[] {
    return replies.slice(0, 1)
  }

  async send({ account }: Recipient, { body }: Outgoing): Promise<Sent> {
    const left = this.#left.get(account.externalId) ?? 0
    if (left === 0) return { kind: 'unreachable', reason: 'window-closed' }
    this.#left.set(account.externalId, left - 1)
    this.pushed.set(account.externalId, [...(this.pushed.get(account.externalId) ?? []), body])
    return { kind: 'sent' }
  }
}
