import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatProblems, loadConfig, readConfig } from '../src/config'
import { environment } from '../src/config/environment'
import { checkSurroundings } from '../src/config/surroundings'

const KEY = Buffer.alloc(32, 7).toString('base64')

let folder: string
let server: Server | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianxin-config-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
  server = undefined
})

function configOf(env: Record<string, string>) {
  const read = readConfig(env)
  if (!read.ok) throw new Error(formatProblems(read.problems))
  return read.config
}

function problemNames(env: Record<string, string>) {
  const read = readConfig(env)
  return read.ok ? [] : read.problems.map(({ name }) => name)
}

function warningNames(env: Record<string, string>) {
  const read = readConfig(env)
  return read.ok ? read.warnings.map(({ name }) => name) : undefined
}

const occupyPort = () =>
  new Promise<number>((ready) => {
    const listening = createServer().listen(0, '127.0.0.1', () => ready((listening.address() as AddressInfo).port))
    server = listening
  })

const surroundingsOf = (env: Record<string, string>) =>
  checkSurroundings(configOf({ PORT: '0', DATA_DIR: join(folder, 'state'), ...env }))

test('without any variable everything has its default', () => {
  const defaults = {
    port: 8080,
    host: '127.0.0.1',
    trustProxy: false,
    dataDir: resolve('data/state'),
    diskLowMb: 1024,
    backsUp: true,
    timeZone: 'Asia/Shanghai',
    logLevel: 'info',
  }
  expect(readConfig({})).toEqual({ ok: true, config: defaults, warnings: [] })
})

test('an empty variable is one that is not set', () => {
  const empty = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, '']))
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('what is given is read', () => {
  const config = configOf({
    PORT: '80',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://lianxin.example.org/',
    TRUST_PROXY: '1',
    DATA_DIR: folder,
    DISK_LOW_MB: '0',
    ADMIN_CODE: 'open-sesame',
    METRICS_TOKEN: 'metrics-token',
    TZ_WALL: 'Asia/Urumqi',
    LOG_LEVEL: 'debug',
    DATA_KEY: KEY,
    HOME: '/somewhere',
  })
  expect(config).toEqual({
    port: 80,
    host: '0.0.0.0',
    publicUrl: 'https://lianxin.example.org',
    trustProxy: true,
    dataDir: folder,
    diskLowMb: 0,
    backsUp: true,
    adminCode: 'open-sesame',
    metricsToken: 'metrics-token',
    timeZone: 'Asia/Urumqi',
    logLevel: 'debug',
    dataKey: KEY,
  })
})

test.each([
  ['PORT', 'web'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['HOST', 'http://localhost'],
  ['PUBLIC_URL', 'lianxin.example.org'],
  ['PUBLIC_URL', 'http://lianxin.example.org'],
  ['PUBLIC_URL', 'https://example.org/lianxin'],
  ['PUBLIC_URL', 'https://me:secret@example.org'],
  ['TRUST_PROXY', 'perhaps'],
  ['DISK_LOW_MB', '1 GB'],
  ['DISK_LOW_MB', '-1'],
  ['DISK_LOW_MB', '1000001'],
  ['DATABASE_URL', 'postgresql://u:p@one:5432,two:5432/lianxin'],
  ['DATABASE_URL', 'mysql://localhost/lianxin'],
  ['DATABASE_URL', 'postgresql://localhost'],
  ['DATABASE_URL', 'localhost/lianxin'],
  ['TELEGRAM_BOT_TOKEN', '123:abc'],
  ['TELEGRAM_MODE', 'webhook'],
  ['TELEGRAM_MODE', 'pull'],
  ['TELEGRAM_WEBHOOK_SECRET', 'secret'],
  ['TELEGRAM_WEBHOOK_SECRET', 'long enough but with blanks'],
  ['TELEGRAM_API_ROOT', 'http://localhost:8081'],
  ['TELEGRAM_API_ROOT', 'localhost:8081'],
  ['TELEGRAM_PROXY', 'http://localhost:3128'],
  ['TELEGRAM_PROXY', '127.0.0.1:1080'],
  ['ADMIN_CODE', '1234567'],
  ['ADMIN_CODE', 'two words'],
  ['METRICS_TOKEN', 'short'],
  ['TZ_WALL', 'Asia/Atlantis'],
  ['TZ_WALL', '+08:00'],
  ['LOG_LEVEL', 'loud'],
  ['DATA_KEY', 'c2hvcnQ='],
  ['DATA_KEY', `${KEY.slice(0, -2)}!=`],
])('%s=%s is refused by name', (name, value) => {
  expect([...new Set(problemNames({ [name]: value }))]).toEqual([name])
})

test('all problems come at once, and an impossible combination with them', () => {
  const path = join(folder, 'key')
  expect(problemNames({ PORT: 'x', TZ_WALL: 'x', DATA_KEY: KEY, DATA_KEY_FILE: path })).toEqual([
    'PORT',
    'TZ_WALL',
    'DATA_KEY',
  ])
})

describe('Telegram', () => {
  const token = '123456:AAE_abcdefghijklmnopqrstuvwxyz'
  const https = { PUBLIC_URL: 'https://lianxin.example.org', TRUST_PROXY: '1' }

  test('a token is enough: updates are fetched from the official address', () => {
    expect(configOf({ TELEGRAM_BOT_TOKEN: token }).telegram).toEqual({
      token,
      root: 'https://api.telegram.org/',
      proxy: undefined,
      mode: 'polling',
      webhookSecret: undefined,
    })
  })

  test('the address of a server of one’s own keeps its path', () => {
    const env = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: 'http://localhost:8081/api' }
    expect(configOf(env).telegram?.root).toBe('http://localhost:8081/api/')
    expect(warningNames(env)).toEqual([])
    expect(warningNames({ ...env, TELEGRAM_API_ROOT: 'http://tg.lan:8081' })).toEqual(['TELEGRAM_API_ROOT'])
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['a webhook without an address', { TELEGRAM_MODE: 'webhook' }, ['TELEGRAM_MODE']],
    [
      'a webhook at a port nobody calls',
      { TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'https://a.example:9443' },
      ['PUBLIC_URL'],
    ],
    ['a webhook at this machine', { TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'http://localhost:8080' }, ['PUBLIC_URL']],
    ['a secret that nobody sends', { TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(20) }, ['TELEGRAM_WEBHOOK_SECRET']],
    [
      'a proxy to a plain address',
      { TELEGRAM_PROXY: 'socks5://localhost:1080', TELEGRAM_API_ROOT: 'http://a:1' },
      ['TELEGRAM_PROXY'],
    ],
    ['a webhook as it should be', { ...https, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(20) }, []],
    [
      'a webhook of a server of one’s own',
      { TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'http://localhost:8080', TELEGRAM_API_ROOT: 'http://localhost:8081' },
      [],
    ],
  ])('%s', (_, env, names) => {
    expect(problemNames({ TELEGRAM_BOT_TOKEN: token, ...env })).toEqual(names)
  })

  test.each<[string, Record<string, string>, string[]]>([
    [
      'a webhook without an address, beside a token that is none',
      { TELEGRAM_BOT_TOKEN: 'x', TELEGRAM_MODE: 'webhook' },
      ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_MODE'],
    ],
    [
      'a webhook without an address and without a token',
      { TELEGRAM_MODE: 'webhook' },
      ['TELEGRAM_MODE', 'TELEGRAM_MODE'],
    ],
    [
      'a secret that nobody sends, beside a token that is none',
      { TELEGRAM_BOT_TOKEN: 'x', TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(20) },
      ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'],
    ],
    [
      'a wrong mode and a wrong proxy without a token',
      { TELEGRAM_MODE: 'pull', TELEGRAM_PROXY: 'x' },
      ['TELEGRAM_MODE', 'TELEGRAM_PROXY', 'TELEGRAM_MODE', 'TELEGRAM_PROXY'],
    ],
    [
      'a wrong address does not count as missing',
      { TELEGRAM_BOT_TOKEN: token, TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'x' },
      ['PUBLIC_URL'],
    ],
    [
      'a wrong mode does not count as fetching',
      { TELEGRAM_BOT_TOKEN: token, TELEGRAM_MODE: 'pull', TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(20) },
      ['TELEGRAM_MODE'],
    ],
  ])('everything comes in one round: %s', (_, env, names) => {
    expect(problemNames(env)).toEqual(names)
  })
})

test('what works and is most likely not meant is a warning', () => {
  expect(warningNames({ HOST: '0.0.0.0' })).toEqual(['HOST'])
  expect(warningNames({ HOST: 'localhost', PUBLIC_URL: 'http://localhost:8080' })).toEqual([])
  expect(warningNames({ PUBLIC_URL: 'https://example.org' })).toEqual(['PUBLIC_URL'])
  expect(warningNames({ TRUST_PROXY: 'true' })).toEqual(['TRUST_PROXY'])
  expect(warningNames({ HOST: '0.0.0.0', PUBLIC_URL: 'https://example.org', TRUST_PROXY: '1' })).toEqual([])
})

test('a database of another machine without encryption is a warning', () => {
  expect(warningNames({ DATABASE_URL: 'postgresql://u:p@db.example.org/lianxin' })).toEqual(['DATABASE_URL'])
  expect(warningNames({ DATABASE_URL: 'postgresql://u:p@db.example.org/lianxin?sslmode=disable' })).toHaveLength(1)
  for (const url of [
    'postgresql://u:p@db.example.org/lianxin?sslmode=verify-full',
    'postgres://localhost:5433/lianxin',
    'postgresql://%2Fvar%2Frun%2Fpostgresql/lianxin',
  ]) {
    expect(warningNames({ DATABASE_URL: url })).toEqual([])
    expect(configOf({ DATABASE_URL: url }).databaseUrl).toBe(url)
  }
})

test('the list of problems is in Chinese and English and names no secret', async () => {
  const secrets = {
    ADMIN_CODE: 'hush',
    DATABASE_URL: 'postgres://u:hush@h',
    DATA_KEY: 'hush',
    TELEGRAM_BOT_TOKEN: 'hush',
  }
  const loaded = await loadConfig({ ...secrets, PORT: 'hush', DATA_DIR: folder })
  const text = loaded.ok ? '' : formatProblems(loaded.problems)
  for (const name of ['PORT', ...Object.keys(secrets)])
    expect(text).toMatch(new RegExp(`^ {2}${name}: .*[一-龥].* / .*[a-z]`, 'm'))
  expect(text).not.toContain('hush')
})

test('free surroundings have no problem and stay as they were', async () => {
  const before = statSync(folder).mtimeMs
  expect(await surroundingsOf({})).toEqual([])
  expect(readdirSync(folder)).toEqual([])
  expect(statSync(folder).mtimeMs).toBeCloseTo(before, 1)
})

test('a data folder below a file, or where nothing can be made, is a problem', async () => {
  writeFileSync(join(folder, 'file'), '')
  for (const path of [join(folder, 'file'), join(folder, 'file/state'), '/proc/lianxin'])
    expect((await surroundingsOf({ DATA_DIR: path })).map(({ name }) => name)).toEqual(['DATA_DIR'])
})

test('a port in use and a host that is not ours are problems', async () => {
  const port = await occupyPort()
  expect((await surroundingsOf({ PORT: String(port) })).map(({ name }) => name)).toEqual(['PORT'])
  expect((await surroundingsOf({ HOST: '192.0.2.1' })).map(({ name }) => name)).toEqual(['HOST'])
})

test('a key file is read, and a missing or wrong one is a problem', async () => {
  const path = join(folder, 'key')
  expect((await surroundingsOf({ DATA_KEY_FILE: path })).map(({ name }) => name)).toEqual(['DATA_KEY_FILE'])
  writeFileSync(path, 'not a key')
  expect((await surroundingsOf({ DATA_KEY_FILE: path })).map(({ name }) => name)).toEqual(['DATA_KEY_FILE'])
  writeFileSync(path, `${KEY}\n`)
  expect(await surroundingsOf({ DATA_KEY_FILE: path })).toEqual([])
  expect(configOf({ DATA_KEY_FILE: path }).dataKeyFile).toBe(path)
  const database = (file: string) => `postgresql://u:secret@h/lianxin?sslmode=verify-full&sslrootcert=${file}`
  expect(await surroundingsOf({ DATABASE_URL: database(path) })).toEqual([])
  expect(await surroundingsOf({ DATABASE_URL: database(`${path}.not-there`) })).toEqual([
    { name: 'DATABASE_URL', problem: expect.stringMatching(/^读不到 sslrootcert 指的文件.*\(ENOENT\)$/) },
  ])
})

test('a folder without pg_dump is a problem', async () => {
  expect((await surroundingsOf({ PG_BIN: folder })).map(({ name }) => name)).toEqual(['PG_BIN'])
  writeFileSync(join(folder, 'pg_dump'), '', { mode: 0o755 })
  expect(await surroundingsOf({ PG_BIN: folder })).toEqual([])
})

test('environment and surroundings come in one list, each variable once', async () => {
  const port = await occupyPort()
  const loaded = await loadConfig({ PORT: String(port), DATA_DIR: '/proc/lianxin', TZ_WALL: 'x', LOG_LEVEL: 'x' })
  const names = loaded.ok ? [] : loaded.problems.map(({ name }) => name)
  expect(names.sort()).toEqual(['DATA_DIR', 'LOG_LEVEL', 'PORT', 'TZ_WALL'])
})

test('.env.example explains exactly the variables the bot reads, each in both languages', () => {
  const text = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8')
  const named = [...text.matchAll(/^([A-Z_]+)=$/gm)].map(([, name]) => name)
  expect(named).toEqual(Object.keys(environment.shape))
  for (const name of named) expect(text).toMatch(new RegExp(`^# .*[a-z].*[一-龥].*\n${name}=$`, 'm'))
})
