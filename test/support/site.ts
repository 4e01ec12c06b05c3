import { mkdir, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import pino from 'pino'
import type { PollTimes } from '../../src/channels/telegram/poll'
import { buildServer, openSystem, type System } from '../../src/compose'
import { readConfig } from '../../src/config'
import type { Messenger } from '../../src/delivery/messenger'
import { firstAdminCode } from '../../src/features/officers/admin-code'
import type { Disk } from '../../src/store/json/disk'
import { temporaryFolder } from './temporary-folder'

/** The whole product but `main.ts`, on a port of this machine and a store in a temporary folder. */
export interface Site {
  url: string
  system: System
  server: Server
  /** Lines of the log, as they were written. */
  log: string[]
  close(): Promise<void>
}

export async function openSite(
  options: {
    env?: Record<string, string>
    disk?: Disk
    messengers?: readonly Messenger[]
    telegramTimes?: PollTimes
    port?: number
    freeBytes?(): Promise<number>
  } = {},
): Promise<Site> {
  const folder = await temporaryFolder('site')
  const page = join(folder, 'page')
  const read = readConfig({ DATA_DIR: join(folder, 'state'), ...options.env })
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  await writePage(page)
  const log: string[] = []
  const logger = pino({ level: read.config.logLevel, base: null }, { write: (line) => void log.push(line) })
  const { disk, messengers, telegramTimes, freeBytes } = options
  const system = await openSystem(read.config, logger, {
    ...(disk && { disk }),
    ...(messengers && { messengers }),
    ...(telegramTimes && { telegramTimes }),
    ...(freeBytes && { freeBytes }),
  })
  await firstAdminCode(system.store, system.bot.tools, read.config.adminCode)
  const app = buildServer(system, read.config, logger, page)
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: app.fetch, port: options.port ?? 0, hostname: '127.0.0.1' }, () =>
      resolve(listening as Server),
    )
  })
  system.telegram?.start()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    system,
    server,
    log,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await system.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function writePage(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><html><body><script src="/assets/a-1.js"></script></body></html>',
  )
  await writeFile(join(folder, 'assets/a-1.js'), 'document.title')
}
