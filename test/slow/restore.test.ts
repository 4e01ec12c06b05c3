import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { launch } from '../house/launch'
import { runScript } from '../house/run-script'
import { repository } from '../house/stand-in'
import { folderContent } from '../support/folder-content'
import { portNobodyDials } from '../support/port-nobody-dials'
import { sampleFiles } from '../support/sample-files'
import { until } from '../support/until'
import { WireClient } from '../support/wire-client'

let root: string
let state: string
let port: number
beforeAll(async () => {
  await ensureBuilt()
})
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'lianxin-restore-'))
  state = join(root, 'state')
  port = await portNobodyDials()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const start = (dataDir = state) =>
  launch([process.execPath, 'dist/main.js'], repository, { PORT: String(port), DATA_DIR: dataDir })

const script = (name: string, args: string[] = [], env: Record<string, string> = {}) =>
  runScript(state, name, args, env)

/** What the person said, from the beginning. */
const own = async (client: WireClient) =>
  (await client.messages('?after=0&limit=100')).filter(({ from }) => from === 'me').map(({ text }) => text)

/** The newest message of the bot, once there is one after so many. */
async function answered(client: WireClient, after: number) {
  const said = async () => (await client.messages()).filter(({ from }) => from !== 'me')
  await until(async () => (await said()).length > after)
  return (await said()).at(-1)
}

test('a copy made while people write, brought back after a crash: conversations go on', async () => {
  const bot = start()
  const site = (await bot.ready).replace(/\/$/, '')
  const worker = await WireClient.open(site)
  await worker.says('投诉')
  const question = await answered(worker, 0)
  const { bytes, name } = sampleFiles['image/jpeg']!
  const sender = await WireClient.open(site)
  expect((await sender.sendFile({ name, bytes, type: 'image/jpeg' })).status).toBe(202)

  const writers = await Promise.all(Array.from({ length: 4 }, () => WireClient.open(site)))
  const acknowledged = writers.map((): string[] => [])
  let ended = false
  const writing = Promise.all(
    writers.map(async (writer, index) => {
      for (let n = 0; !ended; n++) {
        const text = `第 ${n} 句`
        if ((await writer.says(text, randomUUID())) === 202) acknowledged[index]?.push(text)
      }
    }),
  )
  await until(() => acknowledged.every((texts) => texts.length >= 3))
  const before = acknowledged.map((texts) => [...texts])
  const out = join(root, 'out')
  const [copied, made] = await Promise.all([script('backup', ['--to', out]), script('backup')])
  expect(copied).toMatchObject({ code: 0, err: '' })
  expect(copied.out).toMatch(/备份好了 \/ backed up: .*\/out\n\d+ 个文件，[\d,]+ 字节 \/ \d+ files, [\d,]+ bytes\n/)
  expect(copied.out).toContain('npm run key -- export')
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/npm run restore -- \d{4}-\d\d-\d\d-\d{6}\./) })
  ended = true
  await writing
  bot.child.kill('SIGKILL')
  await bot.ended

  const after = join(root, 'restored')
  const restored = await script('restore', [out, '--to', after])
  expect(restored).toMatchObject({ code: 0 })
  expect(restored.out).toMatch(/\d+ people, \d+ cases, 1 files\n可以启动了 .* DATA_DIR=.*\/restored npm start\n$/)
  const again = start(after)
  await again.ready
  for (const [index, writer] of writers.entries()) {
    const texts = await own(writer)
    expect(texts.slice(0, before[index]?.length)).toEqual(before[index])
    expect(texts).toEqual(acknowledged[index]?.slice(0, texts.length))
  }
  const pressed = question?.choices[0]
  expect(await worker.presses(pressed?.label ?? '')).toBe(202)
  expect((await answered(worker, 1))?.text).toContain('你现在安全吗')
  const held = await script('restore', [out, '--to', after, '--force'])
  expect(held).toMatchObject({ code: 78, out: '' })
  expect(held.err).toContain('Lianxin is using this folder')
  await again.end('SIGTERM')
  // The backups of the store that is replaced are not those of the copy.
  const over = await script('restore', [out, '--force'])
  expect(over).toMatchObject({ code: 0, out: expect.stringMatching(/lies in \S+, with its backups\./) })
})

test('what is refused changes nothing; with --force what was there lies aside', async () => {
  expect(await script('backup')).toMatchObject({ code: 1, err: expect.stringContaining('run npm start once') })
  expect(await script('restore')).toMatchObject({ code: 64, err: expect.stringContaining('还没有 / none yet') })
  expect(existsSync(state)).toBe(false)
  const bot = start()
  const client = await WireClient.open((await bot.ready).replace(/\/$/, ''))
  await client.says('我叫小李')
  await bot.end('SIGTERM')
  // Without a bot it is made all the same, and once more, with what was said since.
  const first = await script('backup')
  expect(first).toMatchObject({ code: 0 })
  const bot2 = start()
  await bot2.ready
  await client.says('后来')
  await bot2.end('SIGTERM')
  const name = first.out.match(/backups\/([\d-]+)/)?.[1] ?? ''
  const before = folderContent(root)

  expect(await script('backup', ['--to', state])).toMatchObject({ code: 73, err: expect.stringContaining('not empty') })
  expect(await script('restore', [join(root, 'nothing')])).toMatchObject({ code: 73 })
  expect(await script('restore', [join(root, 'nothing'), '--force'])).toMatchObject({
    code: 66,
    err: expect.stringContaining('no backup that is finished'),
  })
  expect(await script('restore', [name])).toMatchObject({ code: 73, err: expect.stringContaining('--force') })
  const wrong = { DATA_KEY: randomBytes(32).toString('base64') }
  expect(await script('restore', [name, '--force'], wrong)).toMatchObject({
    code: 78,
    err: expect.stringContaining('总密钥打不开'),
  })
  expect(folderContent(root)).toEqual(before)

  const manifest = join(state, 'backups', name, 'manifest.json')
  const whole = readFileSync(manifest)
  writeFileSync(manifest, whole.subarray(0, 40))
  expect(await script('restore', [name, '--force'])).toMatchObject({
    code: 65,
    err: expect.stringContaining(`${manifest}: 长度不对 / 40 bytes instead of ${whole.length}`),
  })
  writeFileSync(manifest, whole)
  expect(folderContent(root)).toEqual(before)

  const { code, out } = await script('restore', [name, '--force'])
  expect(code).toBe(0)
  const aside = out.match(/lies in (\S+)\. /)?.[1] ?? ''
  expect(readdirSync(root).map((each) => join(root, each))).toContain(aside)
  for (const [folder, said] of [
    [state, ['我叫小李']],
    [aside, ['我叫小李', '后来']],
  ] as const) {
    const again = start(folder)
    await again.ready
    expect(await own(client)).toEqual(said)
    await again.end('SIGTERM')
  }
})
