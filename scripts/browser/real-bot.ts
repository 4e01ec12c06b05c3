import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, isBuilt } from '../house/build.mjs'
import { root, withSetUpLock } from '../house/set-up.mjs'

/** The program as it is installed, in a process of its own, with nothing kept from before. */
export interface RealBot {
  url: string
  adminCode: string
  /** Where it keeps its data, and is reached by scripts. */
  dataDir: string
  /** What it wrote to its log. */
  log(): string
  /** Ends it as a service manager would and gives its exit code; the data is gone after it. */
  stop(): Promise<number | null>
}

/** What runs is what lies here: after `npm test` built it, nothing is built again. */
export async function ensureBuilt(): Promise<void> {
  if (!isBuilt(root) && !(await withSetUpLock(() => build(root)))) throw new Error('the build failed')
}

export async function startRealBot(more: Record<string, string> = {}): Promise<RealBot> {
  const folder = await mkdtemp(join(tmpdir(), 'lianxin-browser-'))
  const dataDir = join(folder, 'state')
  const adminCode = 'blue-kettle-42'
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: { DATA_DIR: dataDir, PORT: '0', ADMIN_CODE: adminCode, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (part) => {
    log += part
  })
  const ended = new Promise<number | null>((settle) => child.once('close', settle))
  const url = await new Promise<string>((settle, refuse) => {
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (part) => {
      said += part
      if (said.includes('\n')) settle(said.trim())
    })
    ended.then((code) => refuse(new Error(`the bot ended with ${code}: ${log}`)))
  })
  return {
    url,
    adminCode,
    dataDir,
    log: () => log,
    async stop() {
      child.kill('SIGTERM')
      const code = await ended
      await rm(folder, { recursive: true, force: true })
      return code
    },
  }
}
