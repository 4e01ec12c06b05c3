import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { runScript } from '../house/run-script'
import { type TemporaryDatabase, temporaryDatabase } from '../support/postgres/shared'
import { Processes } from '../support/processes'
import { temporaryFolder } from '../support/temporary-folder'
import { WireClient } from '../support/wire-client'

let folder: string
let database: TemporaryDatabase
beforeAll(async () => {
  await ensureBuilt()
  folder = await temporaryFolder('postgres-key')
  database = await temporaryDatabase()
}, 120_000)
afterAll(async () => {
  await database.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Waits as a page does, and not so often that it is asked to wait. */
async function answered(worker: WireClient): Promise<void> {
  while ((await worker.messages('?limit=100')).at(-1)?.from !== 'bot') await sleep(200)
}

test('two processes work on while the key is changed, in the folder and by a file, and each next start takes the new one', async () => {
  const env = { DATABASE_URL: database.url, BACKUP: 'off' }
  const key = (...args: string[]) => runScript(folder, 'key', args, env)
  const both = new Processes(folder, env)
  const sites = [await (await both.add()).ready, await (await both.add()).ready].map((site) => site.replace(/\/$/, ''))
  const workers = await Promise.all(sites.map((site) => WireClient.open(site)))
  for (const worker of workers) expect(await worker.says('投诉')).toBe(202)
  const first = (await key('export')).out.trim()
  const changed = await key('rotate')
  expect(changed).toMatchObject({ code: 0, err: '' })
  expect(changed.out).toContain(first)
  const second = readFileSync(join(folder, 'keys', 'master.key'), 'utf8').trim()
  expect(second).not.toBe(first)
  expect((await key('export')).out.trim()).toBe(second)
  for (const worker of workers) expect(await worker.says('同意')).toBe(202)
  for (const worker of [await WireClient.open(sites[0] as string), ...workers]) {
    expect(await worker.says('菜单')).toBe(202)
    await answered(worker)
  }
  expect(both.stderr()).not.toMatch(/parked|fault/)
  await both.end()

  const given = new Processes(folder, { ...env, DATA_KEY: first })
  const wrong = await given.add().catch((error: Error) => error)
  expect(String(wrong)).not.toBe('')
  expect(given.stderr()).toMatch(/这是换下来的旧密钥/)
  await given.end()

  const file = join(folder, 'next.key')
  const byFile = { ...env, DATA_KEY: second }
  expect(await runScript(folder, 'key', ['rotate'], byFile)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/--new FILE/),
  })
  expect(await runScript(folder, 'key', ['rotate', '--new', file], byFile)).toMatchObject({ code: 0, err: '' })
  const again = new Processes(folder, { ...env, DATA_KEY_FILE: file })
  const site = (await (await again.add()).ready).replace(/\/$/, '')
  const worker = await WireClient.open(site)
  expect(await worker.says('投诉')).toBe(202)
  await answered(worker)
  await again.end()
})
