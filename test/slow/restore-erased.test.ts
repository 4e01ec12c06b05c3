import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { destroyedKeys } from '../../src/store/json/destroyed-keys'
import { realDisk } from '../../src/store/json/disk'
import { runScript } from '../house/run-script'
import { type TemporaryDatabase, temporaryDatabase } from '../support/postgres/shared'
import { Processes } from '../support/processes'
import { temporaryFolder } from '../support/temporary-folder'
import { WireClient } from '../support/wire-client'

let root: string
let folder: string
let database: TemporaryDatabase
beforeAll(async () => {
  await ensureBuilt()
  database = await temporaryDatabase()
}, 120_000)
afterAll(() => database.remove())
beforeEach(async () => {
  root = await temporaryFolder('restore-erased')
  folder = join(root, 'state')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Waits as a page does, until the bot has said this. */
async function hears(worker: WireClient, words: string): Promise<void> {
  while (!(await worker.messages('?limit=100')).some(({ from, text }) => from === 'bot' && text.includes(words))) {
    await sleep(200)
  }
}

async function registers(worker: WireClient, name: string): Promise<void> {
  for (const word of ['登记', '同意', name, '19', '13812345678', ...Array(7).fill('跳过')]) {
    expect(await worker.says(word)).toBe(202)
  }
  expect(await worker.presses('没错，登记')).toBe(202)
  await hears(worker, `登记好了，${name}`)
}

/** One of two people erases everything after a backup, which is then brought back. */
async function eraseAndRestore(env: Record<string, string>) {
  const script = (name: string, ...args: string[]) => runScript(folder, name, args, env)
  const before = new Processes(folder, env)
  const site = await (await before.add()).ready
  const [worker, other] = [await WireClient.open(site), await WireClient.open(site)]
  await registers(worker, '小李')
  await registers(other, '小王')
  const { cookie } = worker
  const made = await script('backup')
  expect(made.code).toBe(0)
  const name = /restore -- (\d{4}-\d\d-\d\d-\d{6})/.exec(made.out)?.[1] as string
  expect(await worker.says('我的')).toBe(202)
  await hears(worker, '13812345678')
  await worker.presses('全部删掉')
  await hears(worker, '要把关于你的一切都删掉吗')
  expect(await worker.presses('确定，全部删掉')).toBe(202)
  await before.end()

  const restored = await script('restore', name, '--force')
  expect(restored).toMatchObject({ code: 0 })
  expect(restored.out).toContain('1 人')
  worker.cookie = cookie
  return { worker, other, name }
}

/** With the data that were brought back. */
async function registerAgain(env: Record<string, string>, worker: WireClient, other: WireClient): Promise<void> {
  const after = new Processes(folder, env)
  worker.site = await (await after.add()).ready
  other.site = worker.site
  await registers(worker, '小李')
  expect(await other.says('我的')).toBe(202)
  await hears(other, '小王')
  expect(after.stderr()).not.toMatch(/parked|fault/)
  await after.end()
}

/** The collections in whose files somebody's id stands, and what there is of journals. */
async function theirFiles(at: string, id: string | undefined): Promise<string[]> {
  const found: string[] = []
  for (const kind of ['snapshot', 'journal']) {
    for (const name of readdirSync(join(folder, at, kind))) {
      if (readFileSync(join(folder, at, kind, name), 'utf8').includes(String(id))) found.push(name)
    }
  }
  // Beside each file of the snapshot lies what a start reads out of it.
  return [...new Set(found.map((name) => name.replace(/[.-].*/, '')))].sort()
}

const stays =
  'whoever erases everything after a backup stays erased when it comes back, and registers again from the same account'

test(`${stays}: in a folder`, async () => {
  const { worker, other, name } = await eraseAndRestore({})
  const refs = await destroyedKeys(realDisk, folder)
  const [erased] = refs.flatMap((ref) => /^person:(.+)\//.exec(ref)?.[1] ?? [])
  expect(await theirFiles(join('backups', name), erased)).toEqual(
    expect.arrayContaining(['accounts', 'persons', 'sessions', 'youths']),
  )
  // That they had agreed, and until when that is kept, stays as it does when somebody is erased.
  expect(await theirFiles('', erased)).toEqual(['consents'])
  await registerAgain({}, worker, other)
}, 120_000)

test(`${stays}: in a database`, async () => {
  const env = { DATABASE_URL: database.url }
  const count = (table: string) => database.query(`SELECT count(*)::integer AS count FROM ${table}`)
  const { worker, other } = await eraseAndRestore(env)
  expect(await count('persons')).toEqual([{ count: 1 }])
  expect(await count('accounts')).toEqual([{ count: 1 }])
  await registerAgain(env, worker, other)
  await database.query(
    `DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'lianxin_before') LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$`,
  )
}, 120_000)
