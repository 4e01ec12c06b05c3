import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import pino from 'pino'
import { Terminal } from '../src/channels/terminal/terminal'
import { typeOf } from '../src/channels/upload-type'
import { now, openSystem } from '../src/compose'
import { firstAdminCode } from '../src/features/officers/admin-code'
import { configOrExit } from '../src/run-command'
import { FolderHeld, holdFolder } from '../src/store/json/folder-lock'

const config = configOrExit()
const live = process.argv.includes('--live')
const dataDir = live ? config.dataDir : await mkdtemp(join(tmpdir(), 'lianxin-play-'))
const folder = await holdFolder(dataDir, {}).catch((fault) => {
  if (!(fault instanceof FolderHeld)) throw fault
  process.stderr.write(
    '联心正在运行，请在浏览器里用，或先停下它 / Lianxin is running: use the browser, or stop it first\n',
  )
  process.exit(78)
})
const terminal = new Terminal()
const log = pino({ level: 'warn', base: null }, pino.destination(2))
const system = await openSystem(live ? config : { ...config, dataDir, databaseUrl: undefined }, log, {
  messengers: [terminal],
})
const code = await firstAdminCode(system.store, system.bot.tools, config.adminCode)

process.stdout.write(
  `联心在终端里。发「你好」「投诉」试试；「:as 名字」换一个人，「:file 路径」发照片，「:quit」结束。${live ? '' : '\n这是临时的数据，结束就没了。'}
Lianxin in a terminal. Try 你好, 投诉 or /lang; ":as NAME" is somebody else, ":file PATH" sends a photo, ":quit" ends.
${code ? `管理员 / administrator: /admin ${code}\n` : ''}\n`,
)

async function takeFile(path: string) {
  const bytes = await readFile(path).catch(() => undefined)
  const type = bytes && (await typeOf(bytes))
  if (!bytes || !type) return undefined
  return system.store.files.put({ id: `f-${system.bot.tools.newId()}`, name: basename(path), type, bytes })
}

process.once('SIGINT', () => process.stdin.destroy()).once('SIGTERM', () => process.stdin.destroy())
await terminal
  .run({
    input: process.stdin,
    output: process.stdout,
    converse: system.bot.converse,
    delivered: () => system.delivery.run(),
    takeFile,
    newId: system.bot.tools.newId,
    now,
  })
  .catch(() => undefined)
await system.close()
await folder.release()
if (!live) await rm(dataDir, { recursive: true, force: true })
