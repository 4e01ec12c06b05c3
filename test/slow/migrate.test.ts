import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { realDisk } from '../../src/store/json/disk'
import { DatabaseBackups } from '../../src/store/postgres/backup'
import { Programs } from '../../src/store/postgres/programs'
import { launch } from '../house/launch'
import { runScript } from '../house/run-script'
import { repository } from '../house/stand-in'
import { PostgresServer, password } from '../support/postgres/server'
import { schemaIn, type TemporaryDatabase } from '../support/postgres/shared'
import { sampleFiles } from '../support/sample-files'
import { temporaryFolder } from '../support/temporary-folder'
import { WireClient } from '../support/wire-client'

let server: PostgresServer
let database: TemporaryDatabase
let root: string
let state: string
beforeAll(async () => {
  await ensureBuilt()
  server = await PostgresServer.make(await temporaryFolder('migrate'))
})
afterAll(() => server.remove())
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'lianxin-migrate-'))
  state = join(root, 'state')
  database = await schemaIn(server.url)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const start = (env: Record<string, string>) =>
  launch([process.execPath, 'dist/main.js'], repository, {
    PORT: '0',
    DATA_DIR: state,
    ADMIN_CODE: 'blue-kettle-42',
    ...env,
  })
const texts = async (client: WireClient) =>
  (await client.messages('?after=0&limit=100')).map(({ seq, text }) => `${seq} ${text}`)

/** Killed at other moments each time, in the end let through. */
async function moveWithKills(from: string, to: string) {
  const args = [process.execPath, 'dist/scripts/migrate.js', '--from', from, '--to', to]
  for (const after of [450, 600, 700, 800, 900, 1100]) {
    const run = launch(args, repository, { DATA_DIR: state, DATABASE_URL: database.url })
    await Promise.race([run.ended, sleep(after)])
    run.child.kill('SIGKILL')
    if ((await run.ended).code === 0) return
  }
  const { code, err } = await runScript(state, 'migrate', ['--from', from, '--to', to], { DATABASE_URL: database.url })
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
}

test('a conversation moves into a database, is backed up and restored there, and moves back; the program is killed all the time', async () => {
  const bot = start({})
  const client = await WireClient.open(await bot.ready)
  for (const word of ['登记', '同意', '小李', '19', '13812345678']) expect(await client.says(word)).toBe(202)
  const photo = sampleFiles['image/png'] as NonNullable<(typeof sampleFiles)[string]>
  await client.sendFile(photo)
  expect((await runScript(state, 'migrate', ['--from', state, '--to', database.url])).code).toBe(78)
  await bot.end('SIGTERM')
  const before = await (async () => {
    const again = start({})
    client.site = await again.ready
    const said = await texts(client)
    await again.end('SIGTERM')
    return said
  })()
  expect((await runScript(state, 'migrate', ['--from', state])).code).toBe(64)
  expect((await runScript(state, 'migrate', ['--from', state, '--to', join(root, 'x')])).code).toBe(64)
  expect((await runScript(state, 'migrate', ['--from', join(root, 'nothing'), '--to', database.url])).code).toBe(66)
  const without = await runScript(state, 'migrate', ['--from', state, '--to', 'database'])
  expect(without).toMatchObject({ code: 64, err: expect.stringContaining('没有 DATABASE_URL') })
  await moveWithKills(state, 'database')

  const inDatabase = { DATABASE_URL: database.url }
  const moved = start(inDatabase)
  client.site = await moved.ready
  expect(await texts(client)).toEqual(before)
  expect(await client.says('跳过')).toBe(202)
  const backup = await runScript(state, 'backup', [], inDatabase)
  expect(backup).toMatchObject({ code: 0, err: '' })
  const name = /backups\/([\d-]+)/.exec(backup.out)?.[1] ?? ''
  const later = await texts(client)
  expect(await client.says('以后的话')).toBe(202)
  expect((await runScript(state, 'restore', [name, '--force'], inDatabase)).code).toBe(78)
  await moved.end('SIGTERM')
  expect((await runScript(state, 'restore', [name], inDatabase)).code).toBe(73)
  const out = join(root, 'out')
  expect(await runScript(state, 'backup', ['--to', out], inDatabase)).toMatchObject({ code: 0 })
  const restored = await runScript(state, 'restore', [name, '--force'], inDatabase)
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('DROP SCHEMA') })
  expect(backup.out + restored.out + restored.err).not.toContain(password)

  // A backup of a later version comes back too; only this one cannot open it.
  const [{ value: format } = {}] = await database.query(`SELECT value FROM lianxin_state WHERE name = 'schema'`)
  const setFormat = (value: unknown) =>
    database.query(`UPDATE lianxin_state SET value = $1 WHERE name = 'schema'`, [value])
  await setFormat('99')
  const [url, now] = [database.url, () => new Date().toISOString()]
  const programs = new Programs({ url, folder: undefined, searchPath: process.env.PATH ?? '' })
  await new DatabaseBackups({ disk: realDisk, folder: state, url, now, programs }).make('2099-01-01')
  const newer = await runScript(state, 'restore', ['2099-01-01', '--force'], inDatabase)
  expect(newer).toMatchObject({ code: 69, out: expect.stringContaining('恢复好了') })
  expect(newer.err).toMatch(/更新的联心写的/)
  expect(newer.out + newer.err).not.toMatch(/没有改动|nothing was changed/)
  await setFormat(format)

  const back = join(root, 'back')
  expect(await runScript(state, 'restore', [out, '--to', join(root, 'no')])).toMatchObject({
    code: 73,
    err: expect.stringContaining('DATABASE_URL'),
  })
  await moveWithKills('database', back)
  const home = start({ DATA_DIR: back })
  client.site = await home.ready
  expect((await texts(client)).slice(0, later.length)).toEqual(later)
  expect((await texts(client)).join()).not.toContain('以后的话')
  expect(await client.says('跳过')).toBe(202)
  expect((await home.end('SIGTERM')).code).toBe(0)
})
