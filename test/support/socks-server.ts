import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A SOCKS proxy of this machine that notes what it was asked for: `name …` or `address …`. */
export interface SocksServer {
  url: string
  asked: string[]
  close(): Promise<void>
}

interface Wish {
  kind: 'name' | 'address'
  host: string
  port: number
  /** How many bytes of the request it took. */
  length: number
}

/** Versions 5 (without password), 4 and 4a. `portOf` says at which port of this machine the host really is; undefined: refused. */
export async function startSocksServer(portOf: (host: string) => number | undefined): Promise<SocksServer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    let got = Buffer.alloc(0)
    let isGreeted = false
    socket.on('data', function take(part: Buffer) {
      got = Buffer.concat([got, part])
      const version = got[0]
      if (version === 5 && !isGreeted && got.length >= 2 + (got[1] ?? 0)) {
        isGreeted = true
        got = got.subarray(2 + (got[1] ?? 0))
        socket.write(Buffer.from([5, 0]))
      }
      const wish = version === 4 ? readFour(got) : isGreeted ? readFive(got) : undefined
      if (!wish) return
      socket.off('data', take)
      asked.push(`${wish.kind} ${wish.host}:${wish.port}`)
      const port = portOf(wish.host)
      if (port === undefined) return void socket.end(version === 4 ? answerFour(91) : answerFive(2))
      const onward = connect(port, '127.0.0.1', () => {
        socket.write(version === 4 ? answerFour(90) : answerFive(0))
        onward.write(got.subarray(wish.length))
        socket.pipe(onward).pipe(socket)
      })
      onward.on('error', () => socket.destroy())
      socket.on('close', () => onward.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `socks5://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const answerFive = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
const answerFour = (code: number) => Buffer.from([0, code, 0, 0, 0, 0, 0, 0])

/** Undefined while it is not all there. */
function readFive(got: Buffer): Wish | undefined {
  if (got.length < 7) return undefined
  const [, , , type, size = 0] = got
  const [kind, start, bytes] =
    type === 3 ? (['name', 5, size] as const) : (['address', 4, type === 4 ? 16 : 4] as const)
  const length = start + bytes + 2
  if (got.length < length) return undefined
  const part = got.subarray(start, start + bytes)
  return { kind, host: kind === 'name' ? part.toString() : part.join('.'), port: got.readUInt16BE(length - 2), length }
}

/** 4a: an address 0.0.0.x says that the name follows the user's. */
function readFour(got: Buffer): Wish | undefined {
  const endOfUser = got.indexOf(0, 8)
  if (got.length < 9 || endOfUser < 0) return undefined
  const port = got.readUInt16BE(2)
  const address = got.subarray(4, 8)
  if (address.readUInt32BE(0) > 255) return { kind: 'address', host: address.join('.'), port, length: endOfUser + 1 }
  const end = got.indexOf(0, endOfUser + 1)
  if (end < 0) return undefined
  return { kind: 'name', host: got.subarray(endOfUser + 1, end).toString(), port, length: end + 1 }
}
