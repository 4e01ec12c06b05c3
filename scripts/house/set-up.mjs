import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, isBuilt } from './build.mjs'
import { withSignals } from './child.mjs'
import { install, isInstalled } from './install.mjs'
import { withLock } from './lock.mjs'
import { requireNode } from './node-version.mjs'
import { say } from './say.mjs'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Holds the set-up lock, which keeps two starts from installing or building over each other. */
export const withSetUpLock = (work) =>
  withLock(join(root, 'tmp/set-up.lock'), work, () =>
    say('另一个进程正在安装或构建，等它完成……  another start is setting up, waiting for it…'),
  )

/** `.env` in the project's folder, for what runs the bot; tests and builds do not depend on it. What is set already wins. */
export function loadEnvironment() {
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
}

/** Installs and builds what is missing or out of date and nothing else; ends the process where that fails. */
export async function setUp({ building = true } = {}) {
  requireNode()
  process.chdir(root)
  const isReady = () => isInstalled(root) && (!building || isBuilt(root))
  if (isReady()) return
  const done = await withSignals(() =>
    withSetUpLock(async () => (await install(root)) && (!building || isBuilt(root) || (await build(root)))),
  )
  if (!done) process.exit(1)
}
