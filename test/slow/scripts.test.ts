import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { launch } from '../house/launch'
import { runScript } from '../house/run-script'
import { repository } from '../house/stand-in'
import { portNobodyDials } from '../support/port-nobody-dials'

let root: string
let state: string
beforeAll(async () => {
  await ensureBuilt()
})
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lianxin-scripts-'))
  state = join(root, 'state')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const script = (name: string, ...args: string[]) => runScript(state, name, args)

test('several jobs at once while the bot is stopped run one after the other', async () => {
  const bot = launch([process.execPath, 'dist/main.js'], repository, {
    PORT: String(await portNobodyDials()),
    DATA_DIR: state,
  })
  await bot.ready
  await bot.end('SIGTERM')
  const jobs = ['monthly-contact', 'event-reminders', 'monthly-contact', 'forget-old']
  for (const ran of await Promise.all(jobs.map((job) => script('job', job)))) {
    expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/^\{.*\}\n$/), err: '' })
  }
})

test.for([['job', 'forget-old'], ['admin-code'], ['replay', 'x'], ['key', 'saved'], ['key', 'rotate']])(
  '%s: a folder that was mistyped does not become a store',
  async ([name = '', ...args]) => {
    const ran = await script(name, ...args)
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringContaining('npm start') })
    expect(existsSync(state)).toBe(false)
  },
)
