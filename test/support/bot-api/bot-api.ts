import type { AddressInfo } from 'node:net'
import type { FaultKind } from './faults'
import { runMethod } from './methods'
import { Person, type PersonOptions } from './person'
import { type Call, Platform, type Send } from './platform'
import { serve } from './serve'
import type { BotApiOptions } from './settings'

export type { FaultKind, Plan } from './faults'
export type { Person } from './person'
export type { BotApiOptions } from './settings'
export type { Message, Update } from './shapes'
export type { Call, Send }

/** A Bot API as Telegram's own behaves, with the people behind it. */
export interface BotApi {
  root: string
  token: string
  /** Whoever it is, the same object for the same id. */
  person(id: number, options?: PersonOptions): Person
  /** Calls of sending methods, each with what became of it. */
  sends: readonly Send[]
  /** Calls of this method, or all of them. */
  calls(method?: string): readonly Call[]
  /** Methods called in a webhook's answer, which our bot never does. */
  webhookReplies: readonly Call[]
  /** How often each kind of fault was dealt out. */
  faults: Readonly<Record<FaultKind, number>>
  /** Messages sent although the bot had been told to wait. */
  impatient(): number
  /** Updates that are not confirmed. */
  pending(): number
  /** How often an update came again that had come before and was not confirmed. */
  redelivered(): number
  /** Resolves when every update is confirmed or expired. */
  settled(): Promise<void>
  /** Sends a confirmed update once more. */
  redeliver(updateId: number): void
  restartIds(from: number): void
  /** The next calls (of this method) meet with this. */
  breakNext(kind: FaultKind, options?: { method?: string; times?: number }): void
  /** The next messages to this chat are too many. */
  floodChat(chatId: number, seconds: number, times?: number): void
  /** The group got another id; sends to the old one are refused with the new one. */
  migrateGroup(from: number, to: number): void
  /** No fault from now on. */
  calm(): void
  close(): Promise<void>
}

const firstNames = ['小李', '小王', '小张', '小陈', '小杨']

export async function startBotApi(options: BotApiOptions = {}): Promise<BotApi> {
  const platform = new Platform(options, runMethod)
  const server = await serve(platform)
  const people = new Map<number, Person>()
  const { chats, queue, faults } = platform

  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: platform.settings.token,
    person(id, { firstName, languageCode = 'zh-hans', phone = `+86138${String(id).padStart(8, '0')}` } = {}) {
      const known = people.get(id)
      if (known) return known
      const first_name = firstName ?? firstNames[id % firstNames.length]!
      const user = { id, is_bot: false, first_name, language_code: languageCode }
      const person = new Person(platform, user, phone, { id, type: 'private', first_name })
      people.set(id, person)
      return person
    },
    sends: platform.sends,
    calls(method) {
      if (method === undefined) return platform.calls
      return platform.calls.filter((call) => call.method.toLowerCase() === method.toLowerCase())
    },
    webhookReplies: platform.webhookReplies,
    faults: faults.dealt,
    impatient: () => platform.limits.impatient,
    pending: () => queue.pending(),
    redelivered: () => queue.redelivered,
    settled: () => queue.settled(),
    redeliver: (updateId) => queue.redeliver(updateId),
    restartIds: (from) => queue.restartIds(from),
    breakNext: (kind, { method, times = 1 } = {}) => faults.order(kind, method ?? null, times),
    floodChat(chatId, seconds, times = 1) {
      chats.find(String(chatId)).floods = { times, seconds }
    },
    migrateGroup(from, to) {
      const room = chats.find(String(from))
      room.migratedTo = to
      chats.open({ ...room.chat, id: to }, 'open')
    },
    calm() {
      faults.calm()
      queue.releaseAll()
    },
    async close() {
      platform.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
