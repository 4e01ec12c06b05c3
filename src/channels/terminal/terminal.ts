import { createInterface, type Interface } from 'node:readline'
import type { Conversed } from '../../bot/conversed'
import type { Incoming } from '../../bot/incoming'
import type { Messenger, Outgoing, Recipient, Sent } from '../../delivery/messenger'
import type { ChannelAbilities } from '../../domain/account'
import type { FileRef } from '../../domain/message'

const abilities: ChannelAbilities = {
  push: 'any',
  replyInResponse: null,
  choices: 'numbers',
  noticeTemplates: false,
  files: { receive: true, send: true, maxBytes: 20 * 1024 * 1024 },
  editing: false,
  textLimit: 4000,
}

const terminalChannel = 'terminal'

interface TerminalDeps {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
  converse(incoming: Incoming): Promise<Conversed>
  /** Settles when what was said is on the screen. */
  delivered(): Promise<void>
  /** Stores a file from this machine; undefined when it cannot be read. */
  takeFile(path: string): Promise<FileRef | undefined>
  newId(): string
  now(): string
}

/** The bot in a terminal: one line is one message; `:as NAME` changes who is speaking. */
export class Terminal implements Messenger {
  readonly channel = terminalChannel
  #deps: TerminalDeps | undefined
  #lines: Interface | undefined
  #who = '我'

  /** Runs until the input ends or `:quit`. */
  async run(deps: TerminalDeps): Promise<void> {
    this.#deps = deps
    this.#lines = createInterface({ input: deps.input, output: deps.output, prompt: `${this.#who}> ` })
    this.#lines.prompt()
    for await (const line of this.#lines) {
      if (line.trim() === ':quit') break
      if (line.trim()) await this.#take(line.trim())
      this.#lines.prompt()
    }
    this.#lines.close()
  }

  async send({ account }: Recipient, { body }: Outgoing): Promise<Sent> {
    const to = account.externalId === this.#who ? '' : `（给 ${account.externalId}）`
    const speaker = body.name ?? '联心'
    const file = body.file ? `\n[${body.file.name}, ${body.file.size} B]` : ''
    this.#print(`\n${speaker}${to}：${body.text}${file}\n`)
    return { kind: 'sent' }
  }

  async #take(line: string): Promise<void> {
    const [, command, argument = ''] = line.match(/^:(as|file)\s+(.+)$/) ?? []
    if (command === 'as') {
      this.#who = argument
      this.#lines?.setPrompt(`${this.#who}> `)
      await this.#deps?.delivered()
      return
    }
    if (command === 'file') {
      const file = await this.#deps?.takeFile(argument)
      if (file) await this.#say({ kind: 'file', file })
      else this.#print('读不到这个文件 / cannot read that file\n')
      return
    }
    await this.#say({ kind: 'text', text: line })
  }

  async #say(content: Incoming['content']): Promise<void> {
    const { newId, now, converse, delivered } = this.#deps!
    const update = { channel: terminalChannel, externalId: this.#who, abilities, update: newId(), at: now() }
    await converse({ ...update, language: null, content })
    await delivered()
  }

  #print(text: string): void {
    this.#deps?.output.write(text)
  }
}
