import { createServer } from 'node:net'

/** A port below those the system gives to outgoing connections: a client that dials a dead port of those may reach itself. */
export async function portNobodyDials(): Promise<number> {
  // Each worker of the tests has a range of its own: between two starts a port is free again.
  const worker = Number(process.env.VITEST_POOL_ID ?? 0) % 5
  for (;;) {
    const port = 15_000 + 2_000 * worker + Math.floor(Math.random() * 2_000)
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
