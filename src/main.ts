import { setFlagsFromString } from 'node:v8'
import pino from 'pino'
import { faultOf } from './compose'
import { formatProblems, loadConfig, type Problem, readConfig } from './config'
import { startBot } from './serve'
import { askBot, busy, movingOut } from './store/json/control-socket'
import { DamagedStore } from './store/json/damage'
import { damageWords } from './store/json/damage-words'
import { FolderHeld } from './store/json/folder-lock'
import { wrongKeyWords } from './store/json/wrong-key-words'
import { BadMasterKey, WrongMasterKey } from './store/keys'
import { outageExit, outageWords } from './store/postgres/outage-words'
import { Outage } from './store/postgres/trouble'
import { TakenDatabase, UnusableDatabase } from './store/postgres/unusable'

const misconfigured = 78
const damaged = 65

/** It may be over in a moment: whoever started us may try again. */
const unavailable = 75

const held: Problem = {
  name: 'DATA_DIR',
  problem: '另一个联心正在用这个文件夹 / another Lianxin is using this folder',
}
const heldForAMoment: Problem = {
  name: 'DATA_DIR',
  problem:
    '正在恢复或换密钥，或者另一个联心正在启动，请等它做完再启动 / is being restored or given another key, or another Lianxin is just starting: start again when that is done',
}

/** Starts everything in order; a signal stops it in reverse. */
async function main(): Promise<void> {
  const loaded = await loadConfig()
  const read = readConfig()
  const { dataDir, databaseUrl } = read.ok ? read.config : read.rest
  const taken = databaseUrl === undefined ? await holderOf(dataDir) : undefined
  if (!loaded.ok) return giveUp([...(taken ? [taken] : []), ...loaded.problems])
  if (taken) return giveUp([taken], taken === held ? misconfigured : unavailable)
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

  const bot = await startBot(config, log, import.meta.dirname, tellAdminCode)
  // Left to itself the heap doubles before it is looked through: memory that a small server does not have. While it starts it only grows.
  setFlagsFromString('--heap-growing-percent=40')
  const stop = async () => {
    await bot.stop()
    process.exit(0)
  }
  finish = () => void stop().catch(fail)
  if (stopping) return finish()
  process.stdout.write(`${bot.address}\n`)
}

async function holderOf(folder: string): Promise<Problem | undefined> {
  const answer = await askBot(folder, busy)
  if (answer.ok) return answer.result === movingOut ? held : heldForAMoment
  return answer.problem === 'bot-not-running' ? undefined : held
}

function tellAdminCode(code: string): void {
  process.stderr.write(
    `第一个管理员请在聊天里发：/admin ${code}\nThe first administrator sends in the chat: /admin ${code}\n`,
  )
}

function giveUp(problems: readonly Problem[], code = misconfigured): void {
  process.stderr.write(formatProblems(problems))
  process.exitCode = code
}

/** Says what is wrong in words for whoever runs the bot; the exit code tells configuration from damage. */
function fail(fault: unknown): never {
  // Somebody was quicker by a moment: the next start sees who.
  if (fault instanceof FolderHeld) return exit(formatProblems([held]), unavailable)
  if (fault instanceof WrongMasterKey) {
    return exit(formatProblems([{ name: 'DATA_KEY', problem: wrongKeyWords(fault) }]), misconfigured)
  }
  if (fault instanceof BadMasterKey) {
    return exit(formatProblems([{ name: 'DATA_KEY', problem: fault.message }]), misconfigured)
  }
  if (fault instanceof UnusableDatabase) {
    const code = fault instanceof TakenDatabase ? unavailable : misconfigured
    return exit(formatProblems([{ name: 'DATABASE_URL', problem: fault.message }]), code)
  }
  if (fault instanceof Outage) {
    return exit(formatProblems([{ name: 'DATABASE_URL', problem: outageWords(fault) }]), outageExit(fault))
  }
  if (fault instanceof DamagedStore) {
    return exit(`数据有损坏，没有改动 / data is damaged, nothing was changed: ${damageWords(fault)}\n`, damaged)
  }
  exit(`${faultOf(fault)}\n`, 1)
}

function exit(words: string, code: number): never {
  process.stderr.write(words)
  process.exit(code)
}

await main().catch(fail)
