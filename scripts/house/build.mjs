import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { fingerprint } from './fingerprint.mjs'
import { say } from './say.mjs'

const STAMP = '.made-from'

export function isBuilt(root) {
  try {
    return readFileSync(join(root, 'dist', STAMP), 'utf8') === fingerprint(root)
  } catch {
    return false
  }
}

/**
 * Builds page and server into a folder beside dist and swaps it in whole: a build that fails or is cut off leaves the
 * former one as it was. Gives whether it succeeded.
 */
export async function build(root) {
  say('正在构建……  building…')
  const next = join(root, 'dist.next')
  const former = join(root, 'dist.former')
  for (const folder of [next, former]) rmSync(folder, { recursive: true, force: true })
  const madeFrom = fingerprint(root)
  const page = existsSync(join(root, 'vite.page.config.ts'))
  const parts = [
    ...(page ? [['--config', 'vite.page.config.ts', '--outDir', join(next, 'chat-page')]] : []),
    ['--config', 'vite.config.ts', '--outDir', next],
  ]
  for (const part of parts) {
    const vite = [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--logLevel',
      'warn',
      '--emptyOutDir',
      'false',
      ...part,
    ]
    const { code } = await run(process.execPath, vite, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } })
    if (code === 0) continue
    rmSync(next, { recursive: true, force: true })
    say(`构建没有成功（代码 ${code}） / the build failed (exit code ${code})`)
    return false
  }
  writeFileSync(join(next, STAMP), madeFrom)
  if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), former)
  renameSync(next, join(root, 'dist'))
  rmSync(former, { recursive: true, force: true })
  return true
}
