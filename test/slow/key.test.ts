import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { launch } from '../house/launch'
import { runScript } from '../house/run-script'
import { repository } from '../house/stand-in'
import { portNobodyDials } from '../support/port-nobody-dials'
import { until } from '../support/until'
import { WireClient } from '../support/wire-client'

let root: string
let state: string
let port: number
beforeAll(async () => {
  await ensureBuilt()
})
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'lianxin-key-'))
  state = join(root, 'state')
  port = await portNobodyDials()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const start = (env: Record<string, string> = {}) =>
  launch([process.execPath, 'dist/main.js'], repository, { PORT: String(port), DATA_DIR: state, ...env })

const key = (args: string[], env: Record<string, string> = {}) => runScript(state, 'key', args, env)

async function said(client: WireClient): Promise<string[]> {
  return (await client.messages('?limit=100')).map(({ text }) => text)
}

test('with the key in the folder: while people write and while the bot is stopped; nobody is signed out', async () => {
  expect((await key(['rotate'])).code).toBe(1)
  expect(await key(['rotat'])).toMatchObject({ code: 64, err: expect.stringContaining('rotate [--new FILE]') })
  const bot = start()
  const site = (await bot.ready).replace(/\/$/, '')
  const worker = await WireClient.open(site)
  await worker.says('投诉')
  await until(async () => (await said(worker)).length > 1)
  const first = (await key(['export'])).out.trim()
  const changed = await key(['rotate'])
  expect(changed).toMatchObject({ code: 0, err: '' })
  const second = (await key(['export'])).out.trim()
  expect(second).not.toBe(first)
  // The former key is told once more: copies carried away open with it only.
  expect(changed.out).toContain(first)
  expect(changed.out).not.toContain(second)
  expect(await worker.says('同意')).toBe(202)
  await bot.end('SIGTERM')

  expect(await key(['rotate'])).toMatchObject({ code: 0, err: '' })
  const wrong = start({ DATA_KEY: second })
  expect((await wrong.ended).code).toBe(78)
  expect(wrong.stderr()).toMatch(
    /^ *DATA_KEY: 这是换下来的旧密钥 \w{8}。从 [\d-]+ 起要用新密钥 \w{8} \/ this is the former key /m,
  )
  const other = start({ DATA_KEY: first })
  expect((await other.ended).code).toBe(78)
  expect(other.stderr()).toMatch(/这份数据要的是密钥 \w{8}/)

  const again = start()
  await again.ready
  expect((await said(worker)).join('\n')).toContain('你现在安全吗')
  expect(await worker.says('都没有')).toBe(202)
  await again.end('SIGTERM')
})

test('with the key given from outside: a file is wanted, and the next start wants what it says', async () => {
  const first = Buffer.alloc(32, 5).toString('base64')
  const bot = start({ DATA_KEY: first })
  await bot.ready
  const file = join(root, 'new.key')
  // Whoever asks need not know how the bot was given its key.
  expect(await key(['rotate'])).toMatchObject({ code: 1, err: expect.stringMatching(/--new FILE/) })
  const changed = await key(['rotate', '--new', file])
  expect(changed).toMatchObject({ code: 0, err: '' })
  expect(changed.out).toContain(`DATA_KEY_FILE=${file}`)
  expect(changed.out).not.toContain(readFileSync(file, 'utf8').trim())
  expect(await key(['rotate', '--new', file])).toMatchObject({ code: 1, err: expect.stringContaining('现在的密钥') })
  await bot.end('SIGTERM')
  expect((await start({ DATA_KEY: first }).ended).code).toBe(78)
  expect(await key(['rotate', '--new', join(root, 'x')], { DATA_KEY: first })).toMatchObject({
    code: 78,
    err: expect.stringContaining('旧密钥'),
  })
  const again = start({ DATA_KEY_FILE: file })
  await again.ready
  await again.end('SIGTERM')
})
