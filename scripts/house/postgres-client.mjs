import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { apt } from './chromium.mjs'
import { say } from './say.mjs'

function hasClient(env = process.env) {
  const folders = env.PG_BIN ? [env.PG_BIN] : (env.PATH ?? '').split(':')
  return ['pg_dump', 'pg_restore', 'psql'].every((name) => folders.some((folder) => existsSync(join(folder, name))))
}

/** Whether PostgreSQL's client programs are there, from Debian's packages where they were not; says why not. */
export async function ensurePostgresClient() {
  if (hasClient()) return true
  say('正在用 apt-get 安装 postgresql-client……  installing postgresql-client with apt-get…')
  const tries = [await apt('update'), await apt('install', '-y', '--no-install-recommends', 'postgresql-client')]
  if (hasClient()) return true
  const why = tries.filter(({ done, last }) => !done && last).map(({ last }) => last)
  say(
    `备份的测试缺少 postgresql-client，也装不上 / the tests of backups need postgresql-client, which cannot be installed. ${why.join(' | ')}`,
  )
  return false
}
