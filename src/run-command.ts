import pino from 'pino'
import { openSystem } from './compose'
import { type Config, formatProblems, readConfig } from './config'
import { controlHandlers } from './control'
import { askBot, type ControlAnswer } from './store/json/control-socket'
import { holdFolder } from './store/json/folder-lock'

/** The settings a script works with; a wrong environment ends it like the bot. */
export function configOrExit(): Config {
  const read = readConfig()
  if (read.ok) return read.config
  process.stderr.write(formatProblems(read.problems))
  process.exit(78)
}

/** Ends a script with words on stderr. */
export function exit(words: string, code: number): never {
  process.stderr.write(`${words}\n`)
  process.exit(code)
}

/** Sends a command to the bot that holds the folder; where none runs, does the same work here. */
export async function runCommand(command: string, args: unknown): Promise<ControlAnswer> {
  const config = configOrExit()
  const answer = await askBot(config.dataDir, command, args)
  if (answer.ok || answer.problem !== 'bot-not-running') return answer
  const folder = await holdFolder(config.dataDir, {})
  const system = await openSystem(config, pino({ level: 'warn', base: null }, pino.destination(2)))
  try {
    return (await controlHandlers(system)[command]?.(args)) ?? { ok: false, problem: 'no-such-command' }
  } finally {
    await system.close()
    await folder.release()
  }
}

/** Prints what came of a command; a problem goes to stderr and exits with 1. */
export function tell(answer: ControlAnswer, words: (result: unknown) => string): void {
  if (answer.ok) process.stdout.write(`${words(answer.result)}\n`)
  else {
    process.stderr.write(`${answer.problem}\n`)
    process.exitCode = 1
  }
}
