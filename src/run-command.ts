import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { openSystem } from './compose'
import { type Config, formatProblems, readConfig } from './config'
import { controlHandlers } from './control'
import { askBot, busy, busyHandlers, type ControlAnswer } from './store/json/control-socket'
import { realDisk } from './store/json/disk'
import { FolderHeld, type HeldFolder, holdFolder } from './store/json/folder-lock'
import { manifestPath } from './store/json/manifest'

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

const pause = 100

/** Sends a command to the bot that holds the folder; where none runs, does the same work here, one script after the other. */
export async function runCommand(command: string, args: unknown): Promise<ControlAnswer> {
  const config = configOrExit()
  // Beside whatever processes run: the database keeps them apart.
  if (config.databaseUrl !== undefined) return runHere(config, command, args)
  await refuseWithoutData(config.dataDir)
  for (;;) {
    const answer = await askBot(config.dataDir, command, args)
    if (answer.ok) return answer
    if (answer.problem === 'bot-not-running') {
      const folder = await holdForScript(config.dataDir)
      if (folder) return runHere(config, command, args).finally(() => folder.release())
    } else if (answer.problem !== 'no-such-command' || (await isBotOfOtherVersion(config.dataDir))) return answer
    await sleep(pause)
  }
}

/** A folder that was mistyped must not become a store. */
async function refuseWithoutData(folder: string): Promise<void> {
  if ((await realDisk.size(manifestPath(folder))) !== undefined) return
  exit(`${folder} 里还没有数据，先运行一次 npm start / no data there yet: run npm start once`, 1)
}

async function isBotOfOtherVersion(folder: string): Promise<boolean> {
  const answer = await askBot(folder, busy)
  return !answer.ok && answer.problem === 'no-such-command'
}

/** Undefined when somebody was quicker. */
async function holdForScript(folder: string): Promise<HeldFolder | undefined> {
  try {
    return await holdFolder(folder, busyHandlers)
  } catch (error) {
    if (error instanceof FolderHeld) return undefined
    throw error
  }
}

async function runHere(config: Config, command: string, args: unknown): Promise<ControlAnswer> {
  const system = await openSystem(config, pino({ level: 'warn', base: null }, pino.destination(2)), { isGuest: true })
  try {
    return (await controlHandlers(system)[command]?.(args)) ?? { ok: false, problem: 'no-such-command' }
  } finally {
    await system.close()
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
