import { resolve } from 'node:path'
import { z } from 'zod'

const OFFICIAL_API = 'https://api.telegram.org/'
/** Addresses of this machine itself. */
export const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

const optional = <S extends z.ZodType>(rule: S) => z.preprocess((text) => (text === '' ? undefined : text), rule)
const says = (chinese: string, english: string) => ({ error: `${chinese} / ${english}` })

const botToken = says(
  '要是 @BotFather 给的令牌，例如 123456789:AA…',
  'must be the token that @BotFather gave, such as 123456789:AA…',
)
const telegramMode = says('要是 polling 或 webhook', 'must be polling or webhook')
const webhookSecret = says(
  '要是 16 到 256 个字母、数字、_ 或 -',
  'must be 16 to 256 letters, digits, underscores or hyphens',
)
const apiRoot = says('要是 http:// 或 https:// 网址', 'must be an http:// or https:// address')
const proxyUrl = says(
  '要是 http://、https:// 或 socks5:// 代理地址',
  'must be the address of a proxy: http://, https:// or socks5://',
)

const databaseUrl = says(
  '要是 postgresql:// 开头的数据库网址，例如 postgresql://用户:密码@主机/数据库',
  'must be the address of a PostgreSQL database, such as postgresql://user:password@host/database',
)
const oneHost = says(
  '只能写一个主机。有主备的话，请写总是指向主库的那个地址',
  'may name one host only: give the address that always leads to the primary',
)
const databaseName = says(
  '后面要写上数据库名，例如 …@主机/lianxin',
  'must end with the name of the database, such as …@host/lianxin',
)
const port = says('要是 0 到 65535 的整数', 'must be a whole number from 0 to 65535')
const host = says('要是主机名或 IP 地址', 'must be a host name or an IP address')
const publicUrl = says(
  '要是不带路径的 https:// 网址（只有本机可以用 http://）',
  'must be an https:// address without a path (http:// only for this machine itself)',
)
const trustProxy = says('要是 1 或 0', 'must be 1 or 0')
export const dataKeyWords = says(
  '要是 32 字节的 base64，用 openssl rand -base64 32 生成',
  'must be 32 bytes in base64, as openssl rand -base64 32 makes them',
)
const token = says('至少 8 个字符，不含空格', 'must have at least 8 characters and no space')
const diskLow = says(
  '要是 0 到 1000000 的整数，单位 MB；0 是不提醒',
  'must be a whole number of MB from 0 to 1000000; 0: no alert',
)
const backup = says('要是 on 或 off', 'must be on or off')
const logLevel = says(
  '要是 fatal、error、warn、info、debug、trace 或 silent',
  'must be fatal, error, warn, info, debug, trace or silent',
)
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
  DISK_LOW_MB: optional(
    z
      .string()
      .regex(/^\d{1,7}$/, diskLow)
      .transform(Number)
      .refine((number) => number <= 1_000_000, diskLow)
      .default(1024),
  ),
  DATABASE_URL: optional(
    z
      .string()
      .refine((text) => !/,/.test(text.split('/')[2]?.split('@').at(-1) ?? ''), { ...oneHost, abort: true })
      .refine((text) => hasScheme(text, ['postgres:', 'postgresql:']), databaseUrl)
      .refine((text) => !URL.canParse(text) || new URL(text).pathname.length > 1, databaseName)
      .optional(),
  ),
  PG_BIN: optional(path.optional()),
  BACKUP: optional(z.enum(['on', 'off'], backup).default('on')),
  TELEGRAM_BOT_TOKEN: optional(
    z
      .string()
      .regex(/^\d{3,}:[\w-]{20,}$/, botToken)
      .optional(),
  ),
  TELEGRAM_MODE: optional(z.enum(['polling', 'webhook'], telegramMode).optional()),
  TELEGRAM_WEBHOOK_SECRET: optional(
    z
      .string()
      .regex(/^[\w-]{16,256}$/, webhookSecret)
      .optional(),
  ),
  TELEGRAM_API_ROOT: optional(
    z
      .string()
      .refine((text) => hasScheme(text, ['http:', 'https:']), apiRoot)
      // Without the slash the last part of its path would be lost.
      .transform((text) => (text.endsWith('/') ? text : `${text}/`))
      .optional(),
  ),
  TELEGRAM_PROXY: optional(
    z
      .string()
      .refine(
        (text) => hasScheme(text, ['http:', 'https:', 'socks:', 'socks4:', 'socks4a:', 'socks5:', 'socks5h:']),
        proxyUrl,
      )
      .optional(),
  ),
  ADMIN_CODE: optional(secret.optional()),
  METRICS_TOKEN: optional(secret.optional()),
  TZ_WALL: optional(z.string().refine(isTimeZone, zone).default('Asia/Shanghai')),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], logLevel).default('info')),
  DATA_KEY: optional(z.string().refine(isDataKey, dataKeyWords).optional()),
  DATA_KEY_FILE: optional(path.optional()),
})

export type Environment = z.output<typeof environment>
export const environmentToConfig = (is: Environment) => ({
  port: is.PORT,
  host: is.HOST,
  /** Origin under which people reach the bot, without a slash at the end. */
  publicUrl: is.PUBLIC_URL,
  trustProxy: is.TRUST_PROXY,
  /** Absolute path. */
  dataDir: is.DATA_DIR,
  /** Undefined when the data are kept in the folder. With user and password: never told. */
  databaseUrl: is.DATABASE_URL,
  /** Folder of PostgreSQL's own programs; without it they are on the search path. */
  pgBin: is.PG_BIN,
  /** False where somebody else backs the database up. */
  backsUp: is.BACKUP === 'on',
  /** Less free room than this on the disk of the data is an alert; 0: never. */
  diskLowMb: is.DISK_LOW_MB,
  /** Undefined when the bot is not on Telegram. */
  telegram:
    is.TELEGRAM_BOT_TOKEN === undefined
      ? undefined
      : {
          token: is.TELEGRAM_BOT_TOKEN,
          root: is.TELEGRAM_API_ROOT ?? OFFICIAL_API,
          proxy: is.TELEGRAM_PROXY,
          mode: is.TELEGRAM_MODE ?? ('polling' as const),
          /** Without it the bot makes one of its own. */
          webhookSecret: is.TELEGRAM_WEBHOOK_SECRET,
        },
  adminCode: is.ADMIN_CODE,
  metricsToken: is.METRICS_TOKEN,
  timeZone: is.TZ_WALL,
  logLevel: is.LOG_LEVEL,
  /** 32 bytes in base64; without it the store makes a key of its own. */
  dataKey: is.DATA_KEY,
  dataKeyFile: is.DATA_KEY_FILE,
})

export type Config = ReturnType<typeof environmentToConfig>

function isPublicOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol) && new URL(text).hostname !== ''
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

export function isDataKey(text: string): boolean {
  const bytes = Buffer.from(text.trim(), 'base64')
  // Buffer skips what is no base64, so the way back has to give the same text.
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === text.trim().replace(/=+$/, '')
}
