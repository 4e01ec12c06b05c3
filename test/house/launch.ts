import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { afterEach } from 'vitest'

const launched = new Set<ChildProcess>()

afterEach(() => {
  for (const child of launched) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  launched.clear()
})

export interface Launched {
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** The address the bot printed once it listened; refuses when the process ends before. */
  ready: Promise<string>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; ms: number }>
  /** Sends the signal and gives how the process ended, and after how long. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null; ms: number }>
}

/** Runs a command with nothing of this test run's environment but what a shell gives. */
export function launch(command: string[], cwd: string, env: Record<string, string> = {}): Launched {
  const [file = '', ...args] = command
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(file, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  launched.add(child)
  let stdout = ''
  let stderr = ''
  let asked = Date.now()
  child.stderr.setEncoding('utf8').on('data', (part) => {
    stderr += part
  })
  child.stdout.setEncoding('utf8').on('data', (part) => {
    stdout += part
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; ms: number }>((settle) => {
    child.once('close', (code, signal) => settle({ code, signal, ms: Date.now() - asked }))
  })
  const ready = new Promise<string>((settle, refuse) => {
    child.stdout.on('data', () => {
      const address = stdout.match(/http:\/\/(localhost|127\.0\.0\.1):\d+\//)
      if (address) settle(address[0])
    })
    ended.then(({ code }) => refuse(new Error(`ended with ${code} before it was ready:\n${stdout}${stderr}`)))
  })
  // Who only waits for the end does not look at `ready`.
  ready.catch(() => {})
  const end = (signal: NodeJS.Signals) => {
    asked = Date.now()
    child.kill(signal)
    return ended
  }
  return { child, stdout: () => stdout, stderr: () => stderr, ready, ended, end }
}

/** Processes that run in the folder, as /proc knows them. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
    .map(Number)
}
