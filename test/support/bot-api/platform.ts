import { Chats } from './chats'
import { type FaultKind, Faults } from './faults'
import { textOf } from './fields'
import { FloodLimits } from './flood-limits'
import { Polling } from './polling'
import { type Parameters, parametersOf } from './request-body'
import { type BotApiOptions, type Settings, settingsOf, Timers } from './settings'
import type { User } from './shapes'
import { StoredFiles } from './stored-files'
import { UpdateQueue } from './update-queue'
import { Webhook } from './webhook'

export interface Call extends Parameters {
  at: number
  method: string
  /** What was answered: ok, the description of the error, or that the connection was cut. */
  answer: string
  fault: FaultKind | null
}

/** A call of a sending method and what became of it. */
export interface Send {
  at: number
  method: string
  chatId: string
  text: string
  /** Whether the person got it, which a bot whose connection was cut does not know. */
  delivered: boolean
  messageId: number | null
  call: Call
}

export interface Alert {
  queryId: string
  text: string
  showAlert: boolean
}

/** A press that waits for its answer. */
export interface Query {
  from: number
  at: number
  answered: boolean
}

const sending = /^send(message|photo|document|voice|video)$/i

/** Everything the fake knows; the methods and the people work on it. */
export class Platform {
  readonly settings: Settings
  readonly timers: Timers
  readonly faults: Faults
  readonly limits: FloodLimits
  readonly queue: UpdateQueue
  readonly polling: Polling
  readonly webhook: Webhook
  readonly chats: Chats
  readonly files: StoredFiles
  readonly bot: User
  readonly calls: Call[] = []
  readonly sends: Send[] = []
  /** Calls that came in a webhook's answer, where no result and no error is told. */
  readonly webhookReplies: Call[] = []
  readonly queries = new Map<string, Query>()
  readonly alerts = new Map<number, Alert[]>()
  readonly commands = new Map<string, unknown[]>()

  constructor(options: BotApiOptions, run: (platform: Platform, call: Call) => unknown) {
    this.settings = settingsOf(options)
    const { now, second, late, token, limits } = this.settings
    this.timers = new Timers(second)
    this.faults = new Faults(options.plan)
    this.limits = new FloodLimits(limits, now)
    this.queue = new UpdateQueue({ now, faults: this.faults, timers: this.timers, late })
    this.polling = new Polling(this.queue, this.timers)
    const { settings, timers, faults, queue, polling } = this
    const onReply = (type: string, body: Buffer) => this.#takeReply(type, body, run)
    this.webhook = new Webhook({ settings, timers, faults, queue, polling, onReply })
    this.chats = new Chats(now)
    this.files = new StoredFiles(now)
    this.bot = { id: Number(token.split(':')[0]), is_bot: true, first_name: '联心', username: 'lianxin_test_bot' }
  }

  call(method: string, parameters: Parameters): Call {
    const { fields } = parameters
    const at = this.settings.now()
    const call = { ...parameters, at, method, answer: 'none yet', fault: null }
    this.calls.push(call)
    if (sending.test(method)) {
      const chatId = textOf(fields, 'chat_id')
      const text = textOf(fields, 'text') || textOf(fields, 'caption')
      this.sends.push({ at, method, chatId, text, delivered: false, messageId: null, call })
    }
    return call
  }

  close(): void {
    this.webhook.close()
    this.timers.close()
  }

  #takeReply(type: string, body: Buffer, run: (platform: Platform, call: Call) => unknown): void {
    try {
      const parameters = parametersOf(type, body)
      const method = String(parameters.fields.method ?? '').toLowerCase()
      if (method === '' || /^get|^(set|delete)webhook$|^close$|^logout$/.test(method)) return
      const call = this.call(method, parameters)
      this.webhookReplies.push(call)
      run(this, call)
      call.answer = 'ok'
    } catch {
      // Nobody learns of it.
    }
  }
}
