import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ServerType, serve } from '@hono/node-server'
import type { Logger } from 'pino'
import { buildServer, openSystem, type System } from './compose'
import type { Config } from './config'
import { controlHandlers } from './control'
import { firstAdminCode } from './features/officers/admin-code'
import { startJobs } from './jobs'
import { busy, busyHandlers, type ControlHandlers } from './store/json/control-socket'
import { holdFolder } from './store/json/folder-lock'

/** A bot that runs: where it is reached, and what ends it in reverse order. */
export interface Running {
  system: System
  address: string
  stop(): Promise<void>
}

/**
 * Builds everything and starts it in order; `built` is the folder of the built program. `onAdminCode` is told the code that lets the first
 * administrator in as soon as it is kept: it is made once only, and the start may yet fail.
 */
export async function startBot(
  config: Config,
  log: Logger,
  built: string,
  onAdminCode: (code: string) => void = () => undefined,
): Promise<Running> {
  const handlers: ControlHandlers = { ...busyHandlers }
  // Several processes may share a database, and then perhaps a folder with the master key too.
  const folder = config.databaseUrl === undefined ? await holdFolder(config.dataDir, handlers) : undefined
  const system = await openSystem(config, log, { shardWorker: join(built, 'shard-worker.js') })
  delete handlers[busy]
  Object.assign(handlers, controlHandlers(system))
  const adminCode = await firstAdminCode(system.store, system.bot.tools, config.adminCode)
  if (adminCode) onAdminCode(adminCode)
  const app = buildServer(system, config, log, join(built, 'chat-page'))
  const server = await listen(app.fetch, config)
  const jobs = startJobs(system.jobs)
  system.telegram?.start()
  // Not while it starts: what cannot start, and tries again and again, would use up the tries of what it never sends.
  void system.delivery.run()

  async function stop(): Promise<void> {
    // What is under way is committed; who only listens is let go.
    const closed = new Promise((resolve) => server.close(resolve))
    system.hub.close()
    const http = server as import('node:http').Server
    // A connection that is kept open falls idle only when its last answer is through.
    const tidy = setInterval(() => http.closeIdleConnections(), 50)
    const hurry = setTimeout(() => http.closeAllConnections(), 3000)
    // A job that takes longer does the rest at the next start, and so does a platform's line.
    await Promise.race([Promise.all([jobs.stop(), system.telegram?.stop()]), sleep(3000)])
    await closed
    clearInterval(tidy)
    clearTimeout(hurry)
    await system.close()
    await folder?.release()
  }
  const { port } = server.address() as AddressInfo
  return { system, address: `${config.publicUrl ?? `http://localhost:${port}`}/`, stop }
}

/** Longer than whatever stands before it keeps a line (nginx 60 s, Caddy 120 s): it would send what comes next into one that is just closing. */
const keepAliveTimeout = 130_000

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  config: { port: number; host: string },
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const { port, host: hostname } = config
    const server = serve({ fetch, port, hostname, serverOptions: { keepAliveTimeout } }, () => resolve(server))
    server.once('error', reject)
  })
}
