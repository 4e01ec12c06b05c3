import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Program {
  port: number
  /** From the start of the process until it answered that it is healthy. */
  startMs: number
  rssMb(): Promise<number>
  /** Processor time used since the start, all threads together. */
  cpuMs(): Promise<number>
  /** The longest that the event loop stood still since this was asked last, or the start; it is looked at every 10 ms. */
  stallMs(): Promise<number>
  stop(): Promise<void>
}

const patience = 60_000

/** Starts a server as a process of its own, with nothing of this one's environment, and waits until it is healthy. */
export async function startProgram(
  how: (port: string) => { args: readonly string[]; env?: Record<string, string> },
): Promise<Program> {
  const port = await freePort()
  const { args, env = {} } = how(String(port))
  const begun = performance.now()
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  while (!(await isHealthy(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended: ${said}`)
    if (performance.now() - begun > patience) {
      child.kill('SIGKILL')
      throw new Error(`not healthy after ${patience / 1000} s: ${said}`)
    }
    await sleep(5)
  }
  return {
    port,
    startMs: performance.now() - begun,
    rssMb: () => rssOf(child.pid),
    cpuMs: () => cpuOf(child.pid),
    stallMs: () => stallAt(port),
    stop: () => stop(child),
  }
}

/** Kibibytes in /proc, where there is one. */
async function rssOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? Number.NaN) / 1024
}

/** Ticks of 10 ms in fields 14 and 15, counted behind the name in brackets; in 16 and 17 those of children that have ended. */
export async function cpuOf(pid: number | undefined, { withEnded = false } = {}): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = [11, 12, ...(withEnded ? [13, 14] : [])].map((field) => Number(fields[field] ?? Number.NaN))
  return ticks.reduce((sum, each) => sum + each, 0) * 10
}

async function stallAt(port: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  return Number(metrics.match(/^nodejs_eventloop_lag_max_seconds (\S+)$/m)?.[1] ?? Number.NaN) * 1000
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const request = get({ port, host: '127.0.0.1', path: '/healthz', agent: false }, (response) => {
      response.resume()
      settle(response.statusCode === 200)
    })
    request.once('error', () => settle(false))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  await ended
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
