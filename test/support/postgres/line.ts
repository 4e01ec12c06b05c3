import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** One connection that goes over the line. */
export interface Way {
  cut(): void
}

/** Asked for each piece, whether it goes on. */
export interface Carrier {
  up(bytes: Buffer): boolean
  down?(): boolean
}

export interface Line {
  url: string
  /** All that goes over it now. */
  cut(): void
  close(): void
}

/** Another address of a database, where a test sees what is said, keeps it back, and cuts it off. */
export async function lineTo(url: string, carry: (way: Way) => Carrier): Promise<Line> {
  const { port, hostname } = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    const both = [client, database]
    for (const socket of both) sockets.add(socket.on('error', () => {}))
    const { up, down = () => true } = carry({ cut: () => destroy(both) })
    client.on('data', (bytes) => up(bytes) && database.write(bytes))
    database.on('data', (bytes) => down() && client.write(bytes))
    for (const socket of both) socket.on('close', () => destroy(both))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  through.port = String((server.address() as AddressInfo).port)
  return { url: through.href, cut: () => destroy(sockets), close: () => server.close() }
}

function destroy(sockets: Iterable<Socket>): void {
  for (const socket of sockets) socket.destroy()
}
