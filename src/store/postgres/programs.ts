import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** PostgreSQL's own program is not there, is older than the server, or failed: in Chinese and English, without the address. */
export class ProgramTrouble extends Error {}

type Program = 'pg_dump' | 'pg_restore' | 'psql'

/** PostgreSQL's own programs, from the folder that `PG_BIN` names or from the search path. */
export class Programs {
  constructor(private readonly deps: { url: string; folder: string | undefined; searchPath: string }) {}

  /** Each is there and not older than the server. */
  async check(programs: readonly Program[], serverVersion: number): Promise<void> {
    const wanted = Math.floor(serverVersion / 10_000)
    for (const program of programs) {
      const said = await this.run(program, ['--version'])
      const version = Number(/ (\d+)/.exec(said)?.[1] ?? 0)
      if (version >= wanted) continue
      throw new ProgramTrouble(
        `${program} 是 ${version} 版，数据库是 ${wanted} 版：请装 postgresql-client-${wanted}，或用 PG_BIN 指出新版程序的文件夹 / ${program} is version ${version} and the server ${wanted}: install postgresql-client-${wanted}, or name the folder of newer programs by PG_BIN`,
      )
    }
  }

  /** Runs one to its end and gives what it said. */
  async run(program: Program, args: readonly string[]): Promise<string> {
    const child = this.start(program, args)
    child.stdin?.end()
    let said = ''
    child.stdout?.on('data', (bytes) => (said += bytes))
    await ended(program, child)
    return said
  }

  /** The address goes by the environment: arguments can be read by anybody on the machine. */
  start(program: Program, args: readonly string[]): ChildProcess {
    return spawn(this.#path(program), args, { stdio: 'pipe', env: { ...variables(this.deps.url), LC_ALL: 'C' } })
  }

  #path(program: Program): string {
    const { folder, searchPath } = this.deps
    const folders = folder ? [folder] : searchPath.split(delimiter)
    const found = folders.map((each) => join(each, program)).find(isRunnable)
    if (found) return found
    throw new ProgramTrouble(
      `找不到 ${program}：请装 PostgreSQL 的客户端程序（Debian：apt install postgresql-client），或用 PG_BIN 指出它的文件夹 / ${program} is not there: install PostgreSQL's client programs (Debian: apt install postgresql-client), or name their folder by PG_BIN`,
    )
  }
}

/** Settles when it ended well. What it says may hold what people wrote: only its first words, up to a colon's end, would be safe, so none are told. */
export async function ended(program: Program, child: ChildProcess): Promise<void> {
  child.stderr?.resume()
  const [code] = child.exitCode === null ? await once(child, 'close') : [child.exitCode]
  if (code === 0) return
  throw new ProgramTrouble(`${program} 没有做完（退出码 ${code}） / ${program} did not finish (exit code ${code})`)
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What the address says, as PostgreSQL's programs take it. */
function variables(address: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(address)
  const given: Record<string, string | null> = {
    PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGOPTIONS: searchParams.get('options'),
    PGSSLMODE: searchParams.get('sslmode'),
    PGSSLROOTCERT: searchParams.get('sslrootcert'),
    PGSSLCERT: searchParams.get('sslcert'),
    PGSSLKEY: searchParams.get('sslkey'),
    PGAPPNAME: 'lianxin',
  }
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
