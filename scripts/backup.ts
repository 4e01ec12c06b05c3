import { join, resolve } from 'node:path'
import { searchPath } from '../src/config'
import { configOrExit, exit, runCommand } from '../src/run-command'
import { type Backup, findBackup } from '../src/store/json/backup-list'
import { copyOut, isFree } from '../src/store/json/copy-out'
import { DamagedStore } from '../src/store/json/damage'
import { damageWords } from '../src/store/json/damage-words'
import { type Disk, realDisk } from '../src/store/json/disk'
import { manifestPath } from '../src/store/json/manifest'
import { verifyBackup } from '../src/store/json/verify-backup'
import { verifyDump } from '../src/store/postgres/backup'
import { Programs } from '../src/store/postgres/programs'

const problems: Record<string, string> = {
  'bot-stopped': '联心停下了，请再试一次 / Lianxin stopped meanwhile: try again',
  'backed-up-elsewhere': 'BACKUP=off：数据库由别处备份 / somebody else backs the database up',
  ENOSPC: '硬盘满了 / the disk is full',
  EACCES: '没有权限写到那里 / no permission to write there',
  EROFS: '那里不能写 / that place is read-only',
}

const [flag, given, ...rest] = process.argv.slice(2)
if (rest.length > 0 || (flag !== undefined && (flag !== '--to' || !given))) {
  exit('npm run backup\nnpm run backup -- --to FOLDER', 64)
}
const to = given && resolve(given)
const config = configOrExit()
const { dataDir, databaseUrl: url, pgBin } = config
if (url === undefined && (await realDisk.size(manifestPath(dataDir))) === undefined) {
  exit(`${dataDir} 里还没有数据，先运行一次 npm start / no data there yet: run npm start once`, 1)
}
try {
  if (to && !(await isFree(realDisk, to))) {
    exit(`${to} 里已经有东西，请换一个新的文件夹 / is not empty: name a folder that is not there yet`, 73)
  }
  const answer = await runCommand('backup', {})
  if (!answer.ok) exit(`没有备份成 / not backed up: ${problems[answer.problem] ?? answer.problem}`, 1)
  const name = String(answer.result)
  const folder = join(dataDir, 'backups', name)
  const backup = await findBackup(realDisk, folder)
  if (!backup) exit(`没有备份成 / not backed up: ${folder}`, 1)
  const { files } = to ? await copyOut(realDisk, backup, to, verify) : backup.list
  const bytes = files.reduce((sum, { length }) => sum + length, 0).toLocaleString('en')
  const size = `${files.length} 个文件，${bytes} 字节 / ${files.length} files, ${bytes} bytes`
  process.stdout.write(`备份好了 / backed up: ${to ?? folder}\n${size}\n${to ? outside(to) : inside(name)}\n`)
} catch (error) {
  if (error instanceof DamagedStore) exit(`没有备份成 / not backed up: ${damageWords(error)}`, 65)
  const { code = 'failed' } = error as NodeJS.ErrnoException
  exit(`没有备份成 / not backed up: ${problems[code] ?? code}`, 1)
}

/** As what is backed up is verified. */
async function verify(disk: Disk, backup: Backup): Promise<unknown> {
  if (url === undefined) return verifyBackup(disk, backup)
  return verifyDump(disk, backup, new Programs({ url, folder: pgBin, searchPath: searchPath() }))
}

function inside(name: string): string {
  return `要恢复：npm run restore -- ${name}。它和数据在同一块硬盘上，要防硬盘坏：npm run backup -- --to 别处
To bring it back: npm run restore -- ${name}. It lies on the disk of the data; against a broken disk: npm run backup -- --to ELSEWHERE`
}

function outside(folder: string): string {
  return `请放到别的机器或硬盘上。里面没有总密钥，另外保管：npm run key -- export。要恢复：npm run restore -- ${folder}
Keep it on another machine or disk. The master key is not in it and is kept apart: npm run key -- export. To bring it back: npm run restore -- ${folder}`
}
