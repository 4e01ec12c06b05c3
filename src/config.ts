import { accessSync, constants, mkdtempSync, readFileSync, rmdirSync, statSync, utimesSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** Something that keeps the bot from starting: the variable to mend and, in Chinese and English, why. Never a secret's value. */
export interface Problem {
  name: string
  problem: string
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

const optional = <S extends z.ZodType>(rule: S) => z.preprocess((text) => (text === '' ? undefined : text), rule)
const says = (chinese: string, english: string) => ({ error: `${chinese} / ${english}` })
const later = (what: string, feature: string) =>
  optional(
    z.undefined(says(`本版本还不支持${what}，请去掉`, `${feature} is not supported in this version yet; unset it`)),
  )

const port = says('要是 0 到 65535 的整数', 'must be a whole number from 0 to 65535')
const host = says('要是主机名或 IP 地址', 'must be a host name or an IP address')
const publicUrl = says(
  '要是不带路径的 https:// 网址（只有本机可以用 http://）',
  'must be an https:// address without a path (http:// only for this machine itself)',
)
const trustProxy = says('要是 1 或 0', 'must be 1 or 0')
const dataKey = says('要是 32 字节的 base64', 'must be 32 bytes in base64')
const token = says('至少 8 个字符，不含空格', 'must have at least 8 characters and no space')
const logLevel = says('要是 fatal、error、warn、info、debug、trace 或 silent', 'must be a level of pino')
const zone = says('不是时区名，例如 Asia/Shanghai', 'is not the name of a time zone such as Asia/Shanghai')

const secret = z.string().regex(/^\S{8,}$/, token)
const path = z.string().transform((text) => resolve(text))

/** Every variable the bot reads, by its name in the environment; `.env.example` names the same ones. */
export const environment = z.object({
  PORT: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, port)
      .transform(Number)
      .refine((number) => number <= 65_535, port)
      .default(8080),
  ),
  HOST: optional(
    z
      .string()
      .regex(/^[\w.:-]+$/, host)
      .default('127.0.0.1'),
  ),
  PUBLIC_URL: optional(
    z
      .string()
      .refine(isPublicOrigin, publicUrl)
      .transform((text) => new URL(text).origin)
      .optional(),
  ),
  TRUST_PROXY: optional(
    z
      .enum(['1', '0', 'true', 'false'], trustProxy)
      .transform((text) => text === '1' || text === 'true')
      .default(false),
  ),
  DATA_DIR: optional(path.prefault('data/state')),
  DATABASE_URL: later('数据库', 'a database'),
  TELEGRAM_BOT_TOKEN: later(' Telegram', 'Telegram'),
  TELEGRAM_MODE: later(' Telegram', 'Telegram'),
  TELEGRAM_WEBHOOK_SECRET: later(' Telegram', 'Telegram'),
  TELEGRAM_API_ROOT: later(' Telegram', 'Telegram'),
  TELEGRAM_PROXY: later(' Telegram', 'Telegram'),
  ADMIN_CODE: optional(secret.optional()),
  METRICS_TOKEN: optional(secret.optional()),
  TZ_WALL: optional(z.string().refine(isTimeZone, zone).default('Asia/Shanghai')),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], logLevel).default('info')),
  DATA_KEY: optional(z.string().refine(isDataKey, dataKey).optional()),
  DATA_KEY_FILE: optional(path.optional()),
})

type Environment = z.output<typeof environment>
type Rule = Problem & { when(is: Environment): boolean }

const environmentToConfig = (is: Environment) => ({
  port: is.PORT,
  host: is.HOST,
  /** Origin under which people reach the bot, without a slash at the end. */
  publicUrl: is.PUBLIC_URL,
  trustProxy: is.TRUST_PROXY,
  /** Absolute path. */
  dataDir: is.DATA_DIR,
  adminCode: is.ADMIN_CODE,
  metricsToken: is.METRICS_TOKEN,
  timeZone: is.TZ_WALL,
  logLevel: is.LOG_LEVEL,
  /** 32 bytes in base64; without it the store makes a key of its own. */
  dataKey: is.DATA_KEY,
  dataKeyFile: is.DATA_KEY_FILE,
})

export type Config = ReturnType<typeof environmentToConfig>

/** Settings that are right one by one and cannot stand together. */
const impossible: Rule[] = [
  {
    name: 'DATA_KEY',
    problem: '不能和 DATA_KEY_FILE 同时给出 / cannot be given together with DATA_KEY_FILE',
    when: (is) => is.DATA_KEY !== undefined && is.DATA_KEY_FILE !== undefined,
  },
]

/** What works and is most likely not meant. */
const doubtful: Rule[] = [
  {
    name: 'TRUST_PROXY',
    problem: '前面有代理，最好写明 PUBLIC_URL，即大家打开的网址 / stands without PUBLIC_URL, the address people open',
    when: (is) => is.TRUST_PROXY && is.PUBLIC_URL === undefined,
  },
  {
    name: 'HOST',
    problem:
      '网络上都能连到，又没有 https 的 PUBLIC_URL，谈话内容会明文传输 / is open to the network without an https PUBLIC_URL: conversations travel unencrypted',
    when: (is) => !LOOPBACK.has(is.HOST) && !is.PUBLIC_URL?.startsWith('https:'),
  },
  {
    name: 'PUBLIC_URL',
    problem:
      '前面有 https 代理却没有 TRUST_PROXY=1，所有人会合用一个访问次数限制 / stands behind an https proxy without TRUST_PROXY=1: all visitors share one rate limit',
    when: (is) => is.PUBLIC_URL?.startsWith('https:') === true && !is.TRUST_PROXY,
  },
]

const arise = (rules: Rule[], is: Environment): Problem[] =>
  rules.filter((rule) => rule.when(is)).map(({ name, problem }) => ({ name, problem }))

/** Reads the environment alone. Where it is wrong, `rest` is what it says without the wrong variables, for checking the surroundings all the same. */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
): { ok: true; config: Config; warnings: Problem[] } | { ok: false; problems: Problem[]; rest: Config } {
  const read = environment.safeParse(env)
  const problems = (read.error?.issues ?? []).map((issue) => ({ name: String(issue.path[0]), problem: issue.message }))
  const wrong = new Set(problems.map(({ name }) => name))
  const is =
    read.data ?? environment.parse(Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.has(name))))
  problems.push(...arise(impossible, is))
  const config = environmentToConfig(is)
  return problems.length > 0
    ? { ok: false, problems, rest: config }
    : { ok: true, config, warnings: arise(doubtful, is) }
}

/** Tries what the settings point to: the data folder, the port, the key file. Leaves nothing behind. */
export async function checkSurroundings(config: Config): Promise<Problem[]> {
  return [dataDirProblem(config.dataDir), await portProblem(config), dataKeyFileProblem(config.dataKeyFile)].filter(
    (problem) => problem !== undefined,
  )
}

/** Everything that keeps the bot from starting, in one list: the environment and what it points to. */
export async function loadConfig(
  env: Record<string, string | undefined> = process.env,
): Promise<{ ok: true; config: Config; warnings: Problem[] } | { ok: false; problems: Problem[] }> {
  const read = readConfig(env)
  const around = await checkSurroundings(read.ok ? read.config : read.rest)
  if (read.ok) return around.length > 0 ? { ok: false, problems: around } : read
  const named = new Set(read.problems.map(({ name }) => name))
  return { ok: false, problems: [...read.problems, ...around.filter(({ name }) => !named.has(name))] }
}

/** For stderr, before the bot gives up with exit code 78 (EX_CONFIG). */
export function formatProblems(problems: readonly Problem[]): string {
  const lines = problems.map(({ name, problem }) => `  ${name}: ${problem}\n`)
  return `联心没有启动，什么也没有改动。请先解决：\nLianxin did not start and changed nothing. Please mend first:\n${lines.join('')}`
}

function isPublicOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

function isDataKey(text: string): boolean {
  const bytes = Buffer.from(text.trim(), 'base64')
  // Buffer skips what is no base64, so the way back has to give the same text.
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === text.trim().replace(/=+$/, '')
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')

function dataKeyFileProblem(path: string | undefined): Problem | undefined {
  if (path === undefined) return undefined
  try {
    return isDataKey(readFileSync(path, 'utf8')) ? undefined : { name: 'DATA_KEY_FILE', problem: dataKey.error }
  } catch (error) {
    return { name: 'DATA_KEY_FILE', problem: `读不到 ${path} / cannot be read (${codeOf(error)})` }
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
      if (code === 'EADDRINUSE') settle({ name: 'PORT', problem: `${port} 已被占用 / ${port} is in use already` })
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
