import { accessSync, constants, mkdtempSync, readFileSync, rmdirSync, statSync, utimesSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { type Config, dataKeyWords, isDataKey } from './environment'
import type { Problem } from './problem'

/** Tries what the settings point to: the data folder, the port, the files and programs. Leaves nothing behind. */
export async function checkSurroundings(config: Config): Promise<Problem[]> {
  return [
    dataDirProblem(config.dataDir),
    await portProblem(config),
    dataKeyFileProblem(config.dataKeyFile),
    certificateProblem(config.databaseUrl),
    programsProblem(config.pgBin),
  ].filter((problem) => problem !== undefined)
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

function dataKeyFileProblem(path: string | undefined): Problem | undefined {
  if (path === undefined) return undefined
  try {
    return isDataKey(readFileSync(path, 'utf8')) ? undefined : { name: 'DATA_KEY_FILE', problem: dataKeyWords.error }
  } catch (error) {
    return { name: 'DATA_KEY_FILE', problem: `读不到 ${path} / cannot be read (${codeOf(error)})` }
  }
}

/** The files that an address names for TLS. */
function certificateProblem(url: string | undefined): Problem | undefined {
  if (url === undefined) return undefined
  const { searchParams } = new URL(url)
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    const path = searchParams.get(name)
    if (!path) continue
    try {
      readFileSync(path)
    } catch (error) {
      const problem = `读不到 ${name} 指的文件 / the file of ${name} cannot be read (${codeOf(error)})`
      return { name: 'DATABASE_URL', problem }
    }
  }
  return undefined
}

/** A folder without them would be noticed only when a backup is missing. */
function programsProblem(folder: string | undefined): Problem | undefined {
  if (folder === undefined) return undefined
  try {
    accessSync(join(folder, 'pg_dump'), constants.X_OK)
    return undefined
  } catch {
    return { name: 'PG_BIN', problem: `${folder} 里没有 pg_dump / holds no pg_dump` }
  }
}

/** Makes and removes an empty folder in the nearest folder that exists: permission bits alone tell nothing about root, /proc or a full disk. */
function dataDirProblem(dataDir: string): Problem | undefined {
  let nearest = dataDir
  try {
    while (!statSync(nearest, { throwIfNoEntry: false })) nearest = dirname(nearest)
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK)
    const { atimeMs, mtimeMs } = statSync(nearest)
    rmdirSync(mkdtempSync(join(nearest, '.lianxin-probe-')))
    utimesSync(nearest, atimeMs / 1000, mtimeMs / 1000)
    return undefined
  } catch (error) {
    return { name: 'DATA_DIR', problem: `不能写入 ${dataDir} / cannot be written to (${codeOf(error)} at ${nearest})` }
  }
}

function portProblem({ port, host }: Config): Promise<Problem | undefined> {
  return new Promise((settle) => {
    const probe = createServer()
    probe.once('error', (error) => {
      const code = codeOf(error)
      if (code === 'EADDRINUSE')
        settle({ name: 'PORT', problem: `${port} 已被占用，请换一个 / ${port} is in use already: choose another` })
      else if (code === 'EACCES') settle({ name: 'PORT', problem: `没有权限用 ${port} / no permission to use ${port}` })
      else
        settle({
          name: 'HOST',
          problem: `这台机器上没有地址 ${host} / ${host} is no address of this machine (${code})`,
        })
    })
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => settle(undefined)))
  })
}
