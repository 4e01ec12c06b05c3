import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { masterKeyOf } from '../src/compose/master-key'
import { configOrExit, exit, runCommand, tell } from '../src/run-command'
import type { ChangedKey } from '../src/store/json/change-master-key'
import { wrongKeyWords } from '../src/store/json/wrong-key-words'
import {
  exportMasterKey,
  masterKeyName,
  masterKeyOfFile,
  masterKeyPath,
  masterKeyText,
  WrongMasterKey,
} from '../src/store/keys'

const usage = `npm run key -- export（打印总密钥 / prints the master key）
npm run key -- saved（已经另存，不用再提醒 / it lies elsewhere too: no more reminders）
npm run key -- rotate [--new FILE]（换一把 / another one takes over）`

const config = configOrExit()
const [action, flag, given, ...rest] = process.argv.slice(2)
const isWhole = flag === undefined || (flag === '--new' && given && rest.length === 0)
if (action === 'export' && flag === undefined) await exportKey()
else if (action === 'saved' && flag === undefined) {
  tell(await runCommand('key-saved', {}), () => '好的，记下了，不再提醒 / noted: no more reminders')
} else if (action === 'rotate' && isWhole) await rotate(given && resolve(given))
else exit(usage, 64)

async function exportKey(): Promise<void> {
  const isGiven = config.dataKey !== undefined || config.dataKeyFile !== undefined
  if (!isGiven && !existsSync(masterKeyPath(config.dataDir))) {
    exit(`${config.dataDir} 里还没有密钥，先运行一次 npm start / no key there yet: run npm start once`, 1)
  }
  const { key } = await masterKeyOf(config)
  process.stderr.write(
    `密钥 ${masterKeyName(key)}。请抄下或存到另一处（不要和数据放在一起），再运行 npm run key -- saved。没有它，数据谁也打不开。
The key ${masterKeyName(key)}. Keep this apart from the data, then run npm run key -- saved. Without it nobody can open the data.
`,
  )
  process.stdout.write(masterKeyText(key))
}

async function rotate(file: string | undefined): Promise<void> {
  // Afterwards it stands nowhere on this machine.
  const before = await masterKeyOfFile(masterKeyPath(config.dataDir)).catch(() => undefined)
  const answer = await runCommand('key', { file }).catch((error) => {
    if (error instanceof WrongMasterKey) exit(`没有换 / not changed: DATA_KEY: ${wrongKeyWords(error)}`, 78)
    throw error
  })
  if (!answer.ok) exit(`没有换 / not changed: ${problemWords(answer.problem, file)}`, 1)
  const changed = answer.result as Extract<ChangedKey, { ok: true }>
  const lines = [
    `换好了：${changed.former} → ${changed.key} / changed: the key ${changed.former} → ${changed.key}`,
    changed.from === 'folder' ? inFolder : fromOutside(file ?? '', changed.former),
    changed.isFinished ? backupsOpen(changed.key) : unfinished,
    copiesOutside(changed.former),
    ...(changed.from === 'folder' && before && masterKeyName(before) === changed.former
      ? [`旧密钥 / the former key ${changed.former}: ${exportMasterKey(before)}`]
      : []),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function problemWords(problem: string, file: string | undefined): string {
  const words: Record<string, string> = {
    'file-wanted': `密钥是用 DATA_KEY 或 DATA_KEY_FILE 给的，请说新密钥写到哪个文件：npm run key -- rotate --new FILE
the key is given by DATA_KEY or DATA_KEY_FILE: say which file the new one is to be written to`,
    'same-key': `${file} 里就是现在的密钥，请换一个文件名 / holds the key that is in use: name another file`,
    'not-a-key': `${file} 里不是密钥（32 字节的 base64）；还没有的文件会写上新密钥 / holds no key (32 bytes in base64); a file that is not there yet is given a new one`,
    unfinished:
      '上一次换密钥还没有做完，备份的密钥写不进去；请先重启联心 / the change before is not finished, the keys of the backups cannot be written: restart Lianxin first',
    'bot-stopped': '联心停下了，请再试一次 / Lianxin stopped meanwhile: try again',
    'no-such-command': '正在运行的联心是旧版，请先重启 / the bot that runs is of an older version: restart it first',
    'under-way': '这时正在换密钥，请过一会再试 / another change of the key is under way: try again in a while',
    silent:
      '有一个联心进程没有回应（停住了，或者是旧版），旧密钥仍然有效；请停掉它，或者把所有进程升到同一版，再试一次 / a process of Lianxin does not answer (it stands still, or is of an older version); the former key still counts. Stop it, or bring all processes to one version, and try again',
    ENOSPC: '硬盘满了，旧密钥仍然有效 / the disk is full; the former key still counts',
    EACCES: `不能写 ${file} / cannot be written`,
    EROFS: `不能写 ${file} / cannot be written`,
    EISDIR: `${file} 是一个文件夹 / is a folder`,
  }
  return words[problem] ?? `${problem}。哪把密钥有效，看下次启动怎么说 / which key counts the next start says`
}

const inFolder = `不用改设置。请马上把新密钥抄下，和数据分开放：npm run key -- export
No setting changes. Keep the new key apart from the data, now: npm run key -- export`

function fromOutside(file: string, former: string): string {
  return `下次启动之前请改设置：DATA_KEY_FILE=${file}，去掉 DATA_KEY（或把这个文件的内容写进 DATA_KEY）。现在运行着的联心不用重启。旧密钥 ${former} 不能再启动${everywhere('。每台打开这个数据库的机器都要这样改')}
Before the next start set DATA_KEY_FILE=${file} and take DATA_KEY away (or put the content of that file into DATA_KEY). The bot that runs need not be restarted. The former key ${former} starts nothing any more${everywhere('. The same holds on every machine that opens this database')}`
}

/** Where data do not lie on this machine alone. */
function everywhere(words: string): string {
  return config.databaseUrl === undefined ? '' : words
}

function backupsOpen(key: string): string {
  return `${config.dataDir}/backups 里的备份，以前的也一样，用新密钥 ${key} 打开
The backups in ${config.dataDir}/backups, earlier ones too, open with the new key ${key}`
}

const unfinished = `备份的密钥还没换成（写不进硬盘）：下次启动或下次备份时会补上。在那之前旧密钥不要扔
The keys of the backups are not changed yet (they could not be written): the next start or backup makes up for it. Keep the former key until then`

function copiesOutside(former: string): string {
  return `以前用 --to 拷到别处的备份只认旧密钥 ${former}（恢复时用 DATA_KEY 给）。最好现在重新拷一份，把旧的删掉：npm run backup -- --to FOLDER
Copies made with --to before now open with the former key ${former} only (given by DATA_KEY to restore). Best make a new one now and delete them: npm run backup -- --to FOLDER`
}
