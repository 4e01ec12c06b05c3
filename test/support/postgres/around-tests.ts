import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderVariable, sharedServer } from './shared'

/** Before all tests: only the place where the first that wants a PostgreSQL starts it. After them it is stopped and removed. */
export default function around(): () => Promise<void> {
  if (process.env[folderVariable]) return async () => {}
  const folder = mkdtempSync(join(tmpdir(), 'lianxin-postgres-'))
  process.env[folderVariable] = folder
  return async () => {
    delete process.env[folderVariable]
    const server = sharedServer(folder)
    if (server) await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
