import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInstalled } from '../../scripts/house/install.mjs'
import { repository } from './stand-in'

/** A fresh copy of what git knows or would take, with this repository's packages linked and an npm that only fails. */
export function copyRepository(): string {
  if (!isInstalled(repository)) throw new Error('node_modules is not what package-lock.json asks for: run npm ci')
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lianxin-copy-')))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  })
  for (const path of listed.split('\0').filter((name) => name !== '' && existsSync(join(repository, name))))
    cpSync(join(repository, path), join(root, path))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  // A real `npm ci` would follow the link and empty the repository's own node_modules.
  writeFileSync(join(root, 'no-npm.mjs'), 'process.exit(1)\n')
  return root
}
