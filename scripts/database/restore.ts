import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { now } from '../../src/compose'
import { type Config, searchPath } from '../../src/config'
import { wallDate, wallStamp, wallTime } from '../../src/domain/calendar'
import { eraseAgain } from '../../src/features/settings/erase-documents'
import { exit } from '../../src/run-command'
import { collections } from '../../src/store/collections'
import { findBackup } from '../../src/store/json/backup-list'
import { masterKeyFor } from '../../src/store/json/coming-key'
import { DamagedStore } from '../../src/store/json/damage'
import { damageWords } from '../../src/store/json/damage-words'
import { realDisk } from '../../src/store/json/disk'
import { opensKeys } from '../../src/store/json/key-check'
import { wrongKeyWords } from '../../src/store/json/wrong-key-words'
import { BadMasterKey, masterKeyPath, WrongMasterKey } from '../../src/store/keys'
import { logs } from '../../src/store/logs'
import { outageExit, outageWords } from '../../src/store/postgres/outage-words'
import { openPostgresStore } from '../../src/store/postgres/postgres-store'
import { Programs, ProgramTrouble } from '../../src/store/postgres/programs'
import { restoreDatabase } from '../../src/store/postgres/restore'
import { Outage } from '../../src/store/postgres/trouble'
import { UnusableDatabase } from '../../src/store/postgres/unusable'

const unchanged = '没有恢复，什么也没有改动 / not restored, nothing was changed'

/** Brings a backup back into the database that the settings name, and says what came of it. */
export async function restoreIntoDatabase(
  config: Config & { databaseUrl: string },
  from: string,
  force: boolean,
): Promise<void> {
  const { databaseUrl: url, dataDir: folder, timeZone } = config
  process.stderr.write(`正在检查 / checking ${from} …\n`)
  try {
    const masterKey = await masterKeyOrExit(config, from)
    const programs = new Programs({ url, folder: config.pgBin, searchPath: searchPath() })
    const stamp = wallStamp(now(), timeZone)
    const restored = await restoreDatabase({ disk: realDisk, from, url, force, stamp, masterKey, folder, programs })
    if (!restored.ok) {
      const problems = {
        'no-backup': [
          `${from} 里没有做完的数据库备份；文件夹的备份要先恢复到文件夹，再用 npm run migrate 搬 / holds no finished backup of a database; one of a folder comes back into a folder first, and npm run migrate moves it`,
          66,
        ],
        'in-use': ['联心正在用这个数据库，请先停下它 / Lianxin is using this database: stop it first', 78],
        'holds-data': [
          '数据库里已经有数据。加上 --force，它们会移到旁边的 schema，不会删掉 / holds data already. With --force they are moved aside into a schema of their own, not deleted',
          73,
        ],
        'other-place': [
          `备份的 schema 是 ${restored.place}，DATABASE_URL 的 search_path 要是它 / the backup is of the schema ${restored.place}: the search_path of DATABASE_URL has to be that`,
          73,
        ],
      } as const
      const [words, code] = problems[restored.problem]
      exit(`${unchanged}: ${words}`, code)
    }
    const figures = await finishIn(url, masterKey, new Set(restored.erased)).catch((error) => {
      if (error instanceof UnusableDatabase || error instanceof Outage)
        return error instanceof Outage ? outageWords(error) : error.message
      throw error
    })
    const made = `${wallDate(restored.at, timeZone)} ${wallTime(restored.at, timeZone)}`
    const aside = restored.aside
      ? `原来的数据移到了 schema ${restored.aside}。确认没问题就删掉（DROP SCHEMA ${restored.aside} CASCADE）：以后有人删除自己的资料，那里不会跟着删
What was there now lies in the schema ${restored.aside}. Drop it once all is well: whoever is erased from now on is not erased there
`
      : ''
    if (typeof figures === 'string') {
      process.stdout.write(`恢复好了，${made} 的数据 / restored, as of ${made}\n${aside}`)
      exit(`可是这个版本现在打不开它 / but this version cannot open it now: ${figures}`, 69)
    }
    const { people, cases } = figures
    process.stdout.write(`恢复好了 / restored
${made} 的数据：${people} 人，${cases} 个案子 / as of ${made}: ${people} people, ${cases} cases
${aside}可以启动了 / Lianxin can be started: npm start
`)
  } catch (error) {
    if (error instanceof WrongMasterKey) {
      exit(
        `${unchanged}: 总密钥打不开 ${from} / the master key does not open it\nDATA_KEY: ${wrongKeyWords(error)}`,
        78,
      )
    }
    if (error instanceof BadMasterKey) exit(`${unchanged}: DATA_KEY: ${error.message}`, 78)
    if (error instanceof DamagedStore) exit(`${unchanged}: ${damageWords(error)}`, 65)
    if (error instanceof ProgramTrouble || error instanceof UnusableDatabase) exit(`${unchanged}: ${error.message}`, 69)
    if (error instanceof Outage) exit(`${unchanged}: ${outageWords(error)}`, outageExit(error))
    throw error
  }
}

async function masterKeyOrExit(config: Config, from: string): Promise<Buffer> {
  const isGiven = config.dataKey !== undefined || config.dataKeyFile !== undefined
  const path = masterKeyPath(config.dataDir)
  if (!isGiven && !existsSync(path)) {
    exit(
      `${unchanged}: 没有总密钥。请用 DATA_KEY 或 DATA_KEY_FILE 给，或放到 ${path} / no master key: give it by DATA_KEY or DATA_KEY_FILE, or lay it there`,
      78,
    )
  }
  // Of a key that was being changed, the one that opens the backup.
  const backup = await findBackup(realDisk, from)
  const opens = async (key: Buffer) => backup !== undefined && opensKeys(realDisk, join(backup.keys, 'keys'), key)
  return (await masterKeyFor({ ...config, folder: config.dataDir }, opens)).key
}

/** Opens it as the bot will, erases once more whoever has been since the backup, and counts who is left. */
async function finishIn(url: string, masterKey: Buffer, erased: ReadonlySet<string>) {
  const store = await openPostgresStore({ url, collections, logs, masterKey, now })
  try {
    return await eraseAgain(store, erased, now())
  } finally {
    await store.close()
  }
}
