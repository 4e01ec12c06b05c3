import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import process from 'node:process'

const running = new Set()
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
let ended

/** The signal that ended the set-up, once one came. */
export const endedBy = () => ended

/** As a shell gives it: 130 after SIGINT, 143 after SIGTERM. */
export const signalToExitCode = (signal) => 128 + constants.signals[signal]

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}

function onSignal(signal) {
  ended ??= signal
  for (const child of running) {
    endGroup(child, 'SIGTERM')
    setTimeout(() => endGroup(child, 'SIGKILL'), 3000).unref()
  }
}

/** Runs `work`; a signal meanwhile ends its children, and the process once they are gone. */
export async function withSignals(work) {
  for (const signal of SIGNALS) process.on(signal, onSignal)
  try {
    return await work()
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
    if (ended) process.exit(signalToExitCode(ended))
  }
}

/** Runs a command in a process group of its own, so that a signal reaches npm's own children too. Gives its exit code. */
export function run(command, args, { cwd, env = process.env, output = 'stderr', seconds } = {}) {
  if (ended) return Promise.resolve({ code: signalToExitCode(ended), text: '' })
  return new Promise((settle) => {
    const stdio = output === 'text' ? ['ignore', 'pipe', 'pipe'] : ['ignore', output === 'stderr' ? 2 : 1, 2]
    const child = spawn(command, args, { cwd, env, stdio, detached: true })
    running.add(child)
    const timer = seconds && setTimeout(() => endGroup(child, 'SIGKILL'), seconds * 1000)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += part))
    const done = (code) => {
      clearTimeout(timer)
      running.delete(child)
      settle({ code, text })
    }
    child.once('error', (error) => {
      text += error.message
      done(127)
    })
    child.once('close', (code, signal) => done(code ?? signalToExitCode(signal)))
  })
}
