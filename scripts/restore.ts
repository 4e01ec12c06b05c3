import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { now } from '../src/compose'
import { wallDate, wallStamp, wallTime } from '../src/domain/calendar'
import { eraseAgain } from '../src/features/settings/erase-documents'
import { configOrExit, exit } from '../src/run-command'
import { collections } from '../src/store/collections'
import { backupNames } from '../src/store/json/backup'
import { findBackup } from '../src/store/json/backup-list'
import { DamagedStore } from '../src/store/json/damage'
import { damageWords } from '../src/store/json/damage-words'
import { realDisk } from '../src/store/json/disk'
import { openJsonStore } from '../src/store/json/json-store'
import { restore } from '../src/store/json/restore'
import { wrongKeyWords } from '../src/store/json/wrong-key-words'
import { BadMasterKey, loadMasterKey } from '../src/store/keys'
import { logs } from '../src/store/logs'
import { isDump } from '../src/store/postgres/backup'
import { restoreIntoDatabase } from './database/restore'

const config = configOrExit()
const backups = await backupNames(realDisk, config.dataDir)
const { given, options } = await readArguments()
const from = await realPath(backups.includes(given) ? join(config.dataDir, 'backups', given) : given)
if (config.databaseUrl !== undefined) {
  if (options.to !== undefined)
    exit('有 DATABASE_URL 就恢复到那个数据库，不用 --to / with DATABASE_URL it is that database: without --to', 64)
  await restoreIntoDatabase({ ...config, databaseUrl: config.databaseUrl }, from, options.force === true)
  process.exit(0)
}
const to = await realPath(options.to ?? config.dataDir)

const problems = {
  'no-backup': [`${from} 里没有做完的备份`, 'holds no backup that is finished', 66],
  'in-use': [`联心正在用 ${to}，请先停下它`, 'Lianxin is using this folder: stop it first', 78],
  'of-a-database': [
    `${from} 是数据库的备份。要写 DATABASE_URL，恢复到数据库里；以后可以用 npm run migrate 搬到文件夹`,
    'is a backup of a database: set DATABASE_URL and bring it back there; npm run migrate can move it into a folder afterwards',
    73,
  ],
  'holds-data': [
    `${to} 里已经有数据。加上 --force，它们会移到旁边，不会删掉`,
    'holds data already. With --force they are moved aside, not deleted',
    73,
  ],
  'own-disk': [
    `${to} 是一块单独的盘，不能移到旁边。请用 --to 恢复到它里面的一个新文件夹，再把 DATA_DIR 设成那里`,
    'is a disk of its own and cannot be moved aside. Restore with --to into a new folder in it, and set DATA_DIR to that',
    73,
  ],
  'no-key': [
    `没有总密钥。请用 DATA_KEY 或 DATA_KEY_FILE 给，或放到 ${join(to, 'keys/master.key')}`,
    'no master key: give it by DATA_KEY or DATA_KEY_FILE, or lay it there',
    78,
  ],
} as const

try {
  process.stderr.write(`正在检查 / checking ${from} …\n`)
  const isGiven = config.dataKey !== undefined || config.dataKeyFile !== undefined
  const masterKey = isGiven ? (await loadMasterKey({ ...config, folder: to })).key : undefined
  if (await isDumpIn(from)) refuse('of-a-database')
  const restored = await restore({
    disk: realDisk,
    from,
    to,
    force: options.force === true,
    masterKey,
    stores: [config.dataDir],
    stamp: wallStamp(now(), config.timeZone),
    tryOut: finishIn,
  })
  if (!restored.ok && restored.problem === 'wrong-key') {
    exit(
      `没有恢复，什么也没有改动 / not restored, nothing was changed: 总密钥打不开 ${from} / the master key does not open it
DATA_KEY: ${wrongKeyWords(restored.fault)}`,
      78,
    )
  }
  if (!restored.ok) refuse(restored.problem)
  const { at, files, tried, aside } = restored
  const made = `${wallDate(at, config.timeZone)} ${wallTime(at, config.timeZone)}`
  process.stdout.write(`恢复好了 / restored: ${to}
${made} 的数据：${tried.people} 人，${tried.cases} 个案子，${files} 个文件 / as of ${made}: ${tried.people} people, ${tried.cases} cases, ${files} files
${aside ? asideWords(aside) : ''}${startWords()}
`)
} catch (error) {
  const words = '没有恢复，数据还是原来的 / not restored, the data are as they were'
  if (error instanceof DamagedStore) exit(`${words}: ${damageWords(error)}`, 65)
  if (error instanceof BadMasterKey) exit(`${words}: DATA_KEY: ${error.message}`, 78)
  const { code, path = '' } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  exit(
    `没有恢复完，${to} 里原来的或新的数据是完整的 / not finished; the old data or the new stand there whole: ${code} ${path}`,
    1,
  )
}

function refuse(problem: keyof typeof problems): never {
  const [chinese, english, code] = problems[problem]
  exit(`没有恢复，什么也没有改动 / not restored, nothing was changed: ${chinese} / ${english}`, code)
}

async function isDumpIn(folder: string): Promise<boolean> {
  const backup = await findBackup(realDisk, folder)
  return backup !== undefined && isDump(backup)
}

/** Opens it as the bot will, erases once more whoever has been since the backup, and counts who is left. */
async function finishIn(folder: string, masterKey: Buffer, erased: ReadonlySet<string>) {
  const store = await openJsonStore({ folder, collections, logs, masterKey, now })
  try {
    const left = await eraseAgain(store, erased, now())
    await store.deleteUnreadable()
    return left
  } finally {
    await store.close()
  }
}

function asideWords(aside: string): string {
  // Unless what was brought back is one of them: then they have come along.
  const backups = existsSync(join(aside, 'backups'))
  return `原来的数据移到了 ${aside}${backups ? '，以前的备份也在那里' : ''}。确认没问题就删掉：以后有人删除自己的资料，那里不会跟着删
What was there now lies in ${aside}${backups ? ', with its backups' : ''}. Delete it once all is well: whoever is erased from now on is not erased there
`
}

function startWords(): string {
  const start = options.to === undefined ? 'npm start' : `DATA_DIR=${to} npm start`
  return `可以启动了 / Lianxin can be started: ${start}`
}

async function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { to: { type: 'string' }, force: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [folder, ...rest] = positionals
    if (folder && rest.length === 0 && values.to !== '') return { given: folder, options: values }
  } catch {
    // Said below.
  }
  const there = backups.length > 0 ? backups.join(', ') : '还没有 / none yet'
  exit(`npm run restore -- BACKUP [--to FOLDER] [--force]\n备份 / backups: ${there}`, 64)
}

/** Without links on the way, so that a folder is moved and not a link to it. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path))
}
