import type { ClientRequest } from 'node:http'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { SocksProxyAgent } from 'socks-proxy-agent'

/** How the code of a fault begins that arose before there was a way through the proxy. */
export const proxyFault = 'proxy-'

/** The libraries' own faults may hold the proxy's password: only their code is passed on. */
class ProxyFault extends Error {
  readonly code: string
  constructor(reason: string | number) {
    super('no way through the proxy')
    this.code = `${proxyFault}${reason}`
  }
}

/** An http proxy. By itself it would give its refusal as if it were the answer of whom it was to reach. */
export class HttpProxy extends HttpsProxyAgent<string> {
  override async connect(request: ClientRequest, options: Parameters<HttpsProxyAgent<string>['connect']>[1]) {
    let status = 0
    request.once('proxyConnect', (answer: { statusCode: number }) => {
      status = answer.statusCode
    })
    const socket = await super.connect(request, options).catch((fault: NodeJS.ErrnoException) => {
      throw new ProxyFault(fault.code ?? 'closed')
    })
    if (status === 200) return socket
    socket.destroy()
    throw new ProxyFault(status)
  }
}

/** A SOCKS proxy; its library names what went wrong in words only. */
export class SocksProxy extends SocksProxyAgent {
  override async connect(request: ClientRequest, options: Parameters<SocksProxyAgent['connect']>[1]) {
    return super.connect(request, options).catch((fault: Error) => {
      throw new ProxyFault(wordsToReason(fault.message))
    })
  }
}

function wordsToReason(words: string): string {
  const [code] = words.match(/\bE[A-Z]{4,}/) ?? []
  if (code) return code
  if (/timed out/i.test(words)) return 'ETIMEDOUT'
  return /reject|auth/i.test(words) ? 'refused' : 'closed'
}
