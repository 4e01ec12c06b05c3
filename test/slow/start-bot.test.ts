import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { busyHandlers } from '../../src/store/json/control-socket'
import { holdFolder } from '../../src/store/json/folder-lock'
import { copyRepository } from '../house/copy-repository'
import { launch, processesIn } from '../house/launch'
import { portNobodyDials } from '../support/port-nobody-dials'

/** The bot itself, under the same contract as its stand-in in start.test.ts. */
describe('the bot from a fresh copy', () => {
  let root: string
  let port: number
  beforeAll(() => {
    root = copyRepository()
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  beforeEach(async () => {
    port = await portNobodyDials()
  })

  const start = (env: Record<string, string> = {}) =>
    launch([process.execPath, 'scripts/start.mjs'], root, {
      npm_execpath: join(root, 'no-npm.mjs'),
      PORT: String(port),
      ...env,
    })

  test('the first start builds and answers, SIGTERM ends it within 5 s', async () => {
    const bot = start()
    const address = await bot.ready
    expect(address).toBe(`http://localhost:${port}/`)
    expect(bot.stderr()).toMatch(/building/)
    expect((await fetch(`${address}healthz`)).status).toBe(200)
    const page = await fetch(address)
    // Longer than nginx or Caddy keep theirs to the bot: what they send next must not meet a line that is just closing.
    expect(page.headers.get('keep-alive')).toBe('timeout=130')
    expect(page.status).toBe(200)
    expect(await page.text()).toMatch(/<html/i)
    const { code, ms } = await bot.end('SIGTERM')
    expect(code).toBe(0)
    expect(ms).toBeLessThan(5000)
    expect(processesIn(root)).toEqual([])
  })

  test('the second start builds nothing, SIGINT ends it within 5 s', async () => {
    const built = statSync(join(root, 'dist/main.js')).mtimeMs
    const bot = start()
    await bot.ready
    expect(bot.stderr()).not.toMatch(/building/)
    expect(statSync(join(root, 'dist/main.js')).mtimeMs).toBe(built)
    const { code, ms } = await bot.end('SIGINT')
    expect(code).toBe(0)
    expect(ms).toBeLessThan(5000)
    expect(processesIn(root)).toEqual([])
  })

  test('it starts again after SIGKILL', async () => {
    const killed = start()
    await killed.ready
    await killed.end('SIGKILL')
    const next = start()
    expect((await fetch(`${await next.ready}healthz`)).status).toBe(200)
    await next.end('SIGTERM')
  })

  test('every problem is named at once, the code is 78 and nothing is made', async () => {
    const bot = start({
      PORT: 'many',
      TZ_WALL: 'Asia/Atlantis',
      TELEGRAM_BOT_TOKEN: '1:hush',
      ADMIN_CODE: 'hush',
      DATA_DIR: 'data/state/file/below',
      DATA_KEY_FILE: 'no-such-key',
    })
    expect(await bot.ended).toMatchObject({ code: 78 })
    for (const name of ['PORT', 'TZ_WALL', 'TELEGRAM_BOT_TOKEN', 'ADMIN_CODE', 'DATA_KEY_FILE'])
      expect(bot.stderr()).toMatch(new RegExp(`^ *${name}: `, 'm'))
    expect(bot.stderr()).not.toContain('hush')
    expect(bot.stdout()).toBe('')
    expect(existsSync(join(root, 'data/state/file'))).toBe(false)
  })

  test('with a wrong environment the data folder stays as it was', async () => {
    const folder = join(root, 'data/other')
    mkdirSync(folder)
    writeFileSync(join(folder, 'note'), 'kept')
    const { mtimeMs } = statSync(folder)
    expect(await start({ LOG_LEVEL: 'loud', DATA_DIR: folder }).ended).toMatchObject({ code: 78 })
    expect(readdirSync(folder)).toEqual(['note'])
    expect(statSync(folder).mtimeMs).toBeCloseTo(mtimeMs, 1)
  })

  test('a folder that a command is at work on is named, and the start may be tried again', async () => {
    const folder = await holdFolder(join(root, 'data/state'), busyHandlers)
    const bot = start()
    expect(await bot.ended).toMatchObject({ code: 75 })
    expect(bot.stderr()).toMatch(/^ *DATA_DIR: .*请等它做完/m)
    await folder.release()
  })

  test('a folder that another bot holds is named, and that bot goes on', async () => {
    const bot = start()
    const address = await bot.ready
    const second = start({ PORT: String(await portNobodyDials()) })
    expect(await second.ended).toMatchObject({ code: 78 })
    expect(second.stderr()).toMatch(/^ *DATA_DIR: /m)
    expect((await fetch(`${address}healthz`)).status).toBe(200)
    const third = start()
    expect(await third.ended).toMatchObject({ code: 78 })
    expect(third.stderr()).toMatch(/^ *PORT: /m)
    await bot.end('SIGTERM')
  })
})
