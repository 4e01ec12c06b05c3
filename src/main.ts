import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { type ServerType, serve } from '@hono/node-server'
import pino from 'pino'
import { buildServer, faultOf, openSystem } from './compose'
import { formatProblems, loadConfig, type Problem, readConfig } from './config'
import { controlHandlers } from './control'
import { firstAdminCode } from './features/officers/admin-code'
import { startJobs } from './jobs'
import { askBot } from './store/json/control-socket'
import { DamagedStore } from './store/json/damage'
import { FolderHeld, holdFolder } from './store/json/folder-lock'
import { BadMasterKey, WrongMasterKey } from './store/keys'

const misconfigured = 78
const damaged = 65

const held: Problem = {
  name: 'DATA_DIR',
  problem: '另一个联心正在用这个文件夹 / another Lianxin is using this folder',
}

// Left to itself the heap doubles before it is looked through: memory that a small server does not have.
setFlagsFromString('--heap-growing-percent=40')

/** Starts everything in order; a signal stops it in reverse. */
async function main(): Promise<void> {
  const loaded = await loadConfig()
  const read = readConfig()
  const answer = await askBot((read.ok ? read.config : read.rest).dataDir, 'ping')
  const taken = answer.ok || answer.problem !== 'bot-not-running' ? [held] : []
  if (!loaded.ok) return giveUp([...taken, ...loaded.problems])
  if (taken.length > 0) return giveUp(taken)
  const { config, warnings } = loaded
  if (warnings.length > 0)
    process.stderr.write(`${warnings.map(({ name, problem }) => `${name}: ${problem}\n`).join('')}`)

  const log = pino({ level: config.logLevel, base: null }, pino.destination(2))
  let stopping = false
  // Ctrl-C comes twice, from the terminal and from npm: a second signal, of either kind, asks for nothing more.
  let finish = () => {}
  const onSignal = () => {
    if (stopping) return
    stopping = true
    finish()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)

  const handlers = {}
  const folder = await holdFolder(config.dataDir, handlers)
  const system = await openSystem(config, log)
  Object.assign(handlers, controlHandlers(system))
  const code = await firstAdminCode(system.store, system.bot.tools, config.adminCode)
  if (code) tellAdminCode(code)
  const jobs = startJobs(system.jobs)
  const app = buildServer(system, config, log, join(import.meta.dirname, 'chat-page'))
  const server = await listen(app.fetch, config)
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
    await folder.release()
    process.exit(0)
  }
  finish = () => void stop().catch(fail)
  if (stopping) return finish()
  const { port } = server.address() as import('node:net').AddressInfo
  process.stdout.write(`${config.publicUrl ?? `http://localhost:${port}`}/\n`)
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  config: { port: number; host: string },
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: config.port, hostname: config.host }, () => resolve(server))
    server.once('error', reject)
  })
}

function tellAdminCode(code: string): void {
  process.stderr.write(
    `第一个管理员请在聊天里发：/admin ${code}\nThe first administrator sends in the chat: /admin ${code}\n`,
  )
}

function giveUp(problems: readonly Problem[]): void {
  process.stderr.write(formatProblems(problems))
  process.exitCode = misconfigured
}

/** Says what is wrong in words for whoever runs the bot; the exit code tells configuration from damage. */
function fail(fault: unknown): never {
  if (fault instanceof FolderHeld) return exit(formatProblems([held]), misconfigured)
  if (fault instanceof WrongMasterKey) {
    const problem = '不是这份数据的密钥 / is not the key of this data'
    return exit(formatProblems([{ name: 'DATA_KEY', problem }]), misconfigured)
  }
  if (fault instanceof BadMasterKey) {
    return exit(formatProblems([{ name: 'DATA_KEY', problem: fault.message }]), misconfigured)
  }
  if (fault instanceof DamagedStore) {
    const { file, line, reason } = fault
    const place = line === 0 ? file : `${file}:${line}`
    return exit(`数据有损坏，没有改动 / data is damaged, nothing was changed: ${place}: ${reason}\n`, damaged)
  }
  exit(`${faultOf(fault)}\n`, 1)
}

function exit(words: string, code: number): never {
  process.stderr.write(words)
  process.exit(code)
}

await main().catch(fail)
