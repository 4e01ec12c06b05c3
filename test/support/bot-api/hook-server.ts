import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readBody } from './request-body'
import type { Update } from './shapes'

interface Received {
  update: Update
  secret: string | undefined
  at: number
}

type AnswerHook = (response: ServerResponse, update: Update) => void

/** Where a bot takes its updates; answers 200 unless the test says otherwise. */
export class HookServer {
  readonly received: Received[] = []
  answer: AnswerHook = (response) => void response.end()

  private constructor(readonly server: Server) {}

  static async open(): Promise<HookServer> {
    const server = createServer(async (request, response) => {
      const update = JSON.parse((await readBody(request)).toString()) as Update
      const secret = request.headers['x-telegram-bot-api-secret-token']
      hook.received.push({ update, secret: secret?.toString(), at: performance.now() })
      hook.answer(response, update)
    })
    const hook = new HookServer(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return hook
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`
  }

  /** What was said in the messages, as they arrived. */
  texts(): (string | undefined)[] {
    return this.received.map(({ update }) => update.message?.text ?? update.callback_query?.data)
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
