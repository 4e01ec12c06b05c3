import type { Messenger, Outgoing, Recipient, Sent } from '../../src/delivery/messenger'
import type { ChannelAbilities } from '../../src/domain/account'
import type { Body } from '../../src/domain/message'
import { webAbilities } from './contract-channel'

/** What a messenger can do that takes messages at any time, knows buttons and lets its messages be edited. */
export const pushAbilities: ChannelAbilities = { ...webAbilities, push: 'any', editing: true, textLimit: 4096 }

export const pushChannel = 'push'

interface Shown {
  /** The platform's id of the message. */
  id: string
  body: Body
}

/** The platform's side of the push channel: what stands in each chat, and the files that wait to be fetched from it. */
export class PushMessenger implements Messenger {
  readonly channel = pushChannel
  /** All that was sent to each address, in order; also what replaced another message. */
  readonly sent = new Map<string, Body[]>()
  /** By what a channel fetches them; a file taken out is gone. */
  readonly files = new Map<string, { name: string; type: string; bytes: Uint8Array }>()
  /** Addresses that stopped the bot; and those to which something else does not go. */
  readonly blocked = new Set<string>()
  readonly refused = new Set<string>()
  readonly #chats = new Map<string, Shown[]>()
  #ids = 0

  async send({ account: { externalId } }: Recipient, { body, replaces }: Outgoing): Promise<Sent> {
    if (this.blocked.has(externalId)) return { kind: 'unreachable', reason: 'blocked' }
    if (this.refused.has(externalId)) return { kind: 'refused', reason: 'bad-request' }
    this.sent.set(externalId, [...(this.sent.get(externalId) ?? []), body])
    const chat = this.chat(externalId)
    const shown = { id: replaces ?? `message-${++this.#ids}`, body }
    const standing = chat.some(({ id }) => id === replaces)
    this.#chats.set(externalId, standing ? chat.map((one) => (one.id === replaces ? shown : one)) : [...chat, shown])
    return { kind: 'sent' }
  }

  /** What stands in a chat now, the oldest first. */
  chat(externalId: string): Shown[] {
    return this.#chats.get(externalId) ?? []
  }

  /** The latest message that shows this choice. */
  messageWith(externalId: string, value: string): string | undefined {
    return this.chat(externalId).findLast(({ body }) => body.choices.some((choice) => choice.value === value))?.id
  }
}
