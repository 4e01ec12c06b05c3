import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config'
import { configOrExit, exit } from '../src/run-command'
import { collections } from '../src/store/collections'
import { masterKeyFor } from '../src/store/json/coming-key'
import { DamagedStore } from '../src/store/json/damage'
import { damageWords } from '../src/store/json/damage-words'
import { realDisk } from '../src/store/json/disk'
import { manifestPath } from '../src/store/json/manifest'
import { wrongKeyWords } from '../src/store/json/wrong-key-words'
import { BadMasterKey, masterKeyPath, WrongMasterKey } from '../src/store/keys'
import { logs } from '../src/store/logs'
import { OtherVersion, type Part, partName } from '../src/store/move'
import { opensDatabaseAt } from '../src/store/postgres/check'
import { type Moved, moveToDatabase, moveToFolder } from '../src/store/postgres/move'
import { outageExit, outageWords } from '../src/store/postgres/outage-words'
import { Outage } from '../src/store/postgres/trouble'
import { UnusableDatabase } from '../src/store/postgres/unusable'

/** Stands for the database that DATABASE_URL names: a password among the arguments can be read by anybody on the machine. */
const byWord = 'database'
const usage = `npm run migrate -- --from FOLDER --to ${byWord}
npm run migrate -- --from ${byWord} --to FOLDER
${byWord}：DATABASE_URL 指的那个数据库 / the database that DATABASE_URL names`

const { from, to } = readArguments()
const toDatabase = isDatabase(to)
if (isDatabase(from) === toDatabase)
  exit(`一边是文件夹，一边是 ${byWord} / one side is a folder, the other ${byWord}:\n${usage}`, 64)
const folder = resolve(toDatabase ? from : to)
const config = configOrExit()
const url = urlOrExit(toDatabase ? to : from)

const problems: Record<Exclude<Extract<Moved, { ok: false }>['problem'], 'differs'>, [string, number]> = {
  'no-store': ['来源里没有数据 / the source holds no data', 66],
  'source-in-use': ['联心正在用来源，请先停下它 / Lianxin is using the source: stop it first', 78],
  'target-in-use': ['联心正在用目标，请先停下它 / Lianxin is using the target: stop it first', 78],
  'not-empty': [
    toDatabase
      ? '目标里已经有东西，请换一个空的数据库 / the target is not empty: name an empty database'
      : `${folder} 里已经有东西，请换一个新的文件夹 / is not empty: name a folder that is not there yet`,
    73,
  ],
  'other-source': [
    toDatabase
      ? '目标里有搬了一半的数据，可是来源在那以后变过（或不是这一个）。请换一个空的数据库，从头搬 / the target holds half of a move, and the source has changed since or is another one: name an empty database and begin anew'
      : `${folder}.moving 里有搬了一半的数据，可是来源在那以后变过（或不是这一个）。请删掉它，从头搬 / holds half of a move, and the source has changed since or is another one: delete it and begin anew`,
    73,
  ],
}

if (toDatabase && (await realDisk.size(manifestPath(folder))) === undefined)
  exit(`没有搬：${folder} 里没有数据 / not moved: no data there`, 66)

try {
  const keyFolder = toDatabase ? folder : config.dataDir
  const masterKey = await masterKeyOrExit(keyFolder)
  const move = toDatabase ? moveToDatabase : moveToFolder
  const moved = await move({
    disk: realDisk,
    folder,
    url,
    masterKey: masterKey.key,
    keyLiesInFolder: masterKey.from === 'folder',
    collections,
    logs,
    onProgress: tellProgress,
  })
  process.stderr.write('\n')
  if (!moved.ok && moved.problem === 'differs') {
    exit(
      `没有搬成：${partName(moved.part)} 两边不一样。来源没有改动，请用空的目标再搬一次 / not moved: ${partName(moved.part)} is not the same on both sides. The source is unchanged: move again, into an empty target`,
      65,
    )
  }
  if (!moved.ok) {
    const [words, code] = problems[moved.problem]
    exit(`没有搬，来源没有改动 / not moved, the source is unchanged: ${words}`, code)
  }
  process.stdout.write(`搬好了，逐项核对过 / moved, and every part verified:
${moved.parts.map(({ part, count }) => `  ${partName(part)}: ${count.toLocaleString('en')}\n`).join('')}${keyWords(masterKey.from, keyFolder)}
${startWords()}
`)
} catch (error) {
  process.stderr.write('\n')
  const words = '没有搬完，来源没有改动 / not moved, the source is unchanged'
  const again = '同样的命令再运行一次，就从停下的地方接着搬 / the same command goes on where it stopped'
  if (error instanceof WrongMasterKey) exit(`${words}: DATA_KEY: ${wrongKeyWords(error)}`, 78)
  if (error instanceof BadMasterKey) exit(`${words}: DATA_KEY: ${error.message}`, 78)
  if (error instanceof UnusableDatabase) exit(`${words}: ${error.message}`, 78)
  if (error instanceof DamagedStore) exit(`${words}: ${damageWords(error)}`, 65)
  if (error instanceof OtherVersion) {
    exit(
      `${words}: 来源是别的版本写的（${error.message}）。请先用这个版本在来源上启动一次联心，停下，再搬 / the source was written by another version (${error.message}): start this one on it once, stop it, then move`,
      78,
    )
  }
  if (error instanceof Outage) exit(`${words}: ${outageWords(error)}. ${again}`, outageExit(error))
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  exit(`${words}: ${code}. ${again}`, 1)
}

function readArguments(): { from: string; to: string } {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } })
    if (values.from && values.to) return { from: values.from, to: values.to }
  } catch {
    // Said below.
  }
  exit(usage, 64)
}

function isDatabase(text: string): boolean {
  return text === byWord || /^postgres(ql)?:\/\//.test(text)
}

function urlOrExit(text: string): string {
  const given = text === byWord ? config.databaseUrl : text
  if (given === undefined) {
    exit(
      `没有 DATABASE_URL。请先设好它：写进 .env，或者放进环境，例如 postgresql://用户:密码@主机/数据库 / there is no DATABASE_URL: set it first, in .env or the environment, such as postgresql://user:password@host/database`,
      64,
    )
  }
  const checked = readConfig({ DATABASE_URL: given })
  if (checked.ok) return given
  exit(checked.problems.map(({ name, problem }) => `${name}: ${problem}`).join('\n'), 64)
}

/** None is made here: the data want the one they were made with. */
async function masterKeyOrExit(keyFolder: string) {
  const isGiven = config.dataKey !== undefined || config.dataKeyFile !== undefined
  if (isGiven || existsSync(masterKeyPath(keyFolder))) {
    const opens = toDatabase ? undefined : (key: Buffer) => opensDatabaseAt(url, key)
    return masterKeyFor({ ...config, folder: keyFolder }, opens)
  }
  exit(
    `没有总密钥。请用 DATA_KEY 或 DATA_KEY_FILE 给，或放到 ${masterKeyPath(keyFolder)} / no master key: give it by DATA_KEY or DATA_KEY_FILE, or lay it there`,
    78,
  )
}

let told = 0
/** One line on a terminal, a line now and then in a file. */
function tellProgress(what: 'moving' | 'verifying', part: Part, done: number, all: number): void {
  const isTerminal = process.stderr.isTTY === true
  if (Date.now() - told < (isTerminal ? 200 : 5_000)) return
  told = Date.now()
  const verb = what === 'moving' ? '正在搬 / moving' : '正在核对 / verifying'
  const figures = what === 'moving' && all >= done ? `${done.toLocaleString('en')} / ${all.toLocaleString('en')}` : ''
  process.stderr.write(`${isTerminal ? '\r\u001b[K' : ''}${verb} ${partName(part)} ${figures}${isTerminal ? '' : '\n'}`)
}

function keyWords(given: string, keyFolder: string): string {
  if (given !== 'folder') return `总密钥不变，仍用 ${given} 给 / the master key stays, given by ${given} as before`
  if (!toDatabase) return `总密钥不变，也放进了 ${masterKeyPath(folder)} / the master key stays, and lies there too`
  return `总密钥不变，还在 ${masterKeyPath(keyFolder)}：DATA_DIR 不要改，或用 DATA_KEY_FILE 指向它 / the master key stays and lies there: leave DATA_DIR as it is, or name that file by DATA_KEY_FILE`
}

function startWords(): string {
  return toDatabase
    ? `可以启动了：设好 DATABASE_URL，npm start。确认没问题，就删掉文件夹里的旧数据（不要删 keys/master.key）：以后有人删除自己的资料，那里不会跟着删
Lianxin can be started: set DATABASE_URL, npm start. Once all is well delete the old data in the folder (not keys/master.key): whoever is erased from now on is not erased there`
    : `可以启动了：去掉 DATABASE_URL，DATA_DIR=${folder} npm start。确认没问题，就删掉数据库：以后有人删除自己的资料，那里不会跟着删
Lianxin can be started: without DATABASE_URL, DATA_DIR=${folder} npm start. Once all is well delete the database: whoever is erased from now on is not erased there`
}
