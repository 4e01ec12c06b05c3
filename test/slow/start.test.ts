import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { launch, processesIn } from '../house/launch'
import { makeStandIn, standInEnv, write } from '../house/stand-in'
import { portNobodyDials } from '../support/port-nobody-dials'

const START = [process.execPath, 'scripts/start.mjs']
const BUILDING = /building/
const INSTALLING = /installing/

let root: string
let port: number
beforeAll(() => {
  root = makeStandIn()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(async () => {
  port = await portNobodyDials()
})

const start = (env: Record<string, string> = {}, command = START, cwd = root) =>
  launch(command, cwd, { ...standInEnv(root), PORT: String(port), ...env })

const npmRuns = (folder = root) => readFileSync(join(folder, 'npm.log'), 'utf8').trim().split('\n').length
const answer = async (address: string) => (await fetch(address)).text()
const makeUninstalled = () => rmSync(join(root, 'node_modules'), { recursive: true, force: true })
const makeUnbuilt = () => rmSync(join(root, 'dist'), { recursive: true, force: true })

/** Waits until `what` holds; the test's own time limit ends a wait in vain. */
async function until(what: () => boolean) {
  while (!what()) await new Promise((done) => setTimeout(done, 20))
}

test('the first start installs and builds, the second does neither', async () => {
  const first = start()
  expect(await answer(await first.ready)).toBe('first')
  expect(first.stdout()).toBe(`http://localhost:${port}/\n`)
  expect(first.stderr()).toMatch(INSTALLING)
  expect(first.stderr()).toMatch(BUILDING)
  expect(await first.end('SIGTERM')).toMatchObject({ code: 0 })
  const second = start()
  expect(await answer(await second.ready)).toBe('first')
  expect(second.stderr()).toBe('')
  expect(await second.end('SIGINT')).toMatchObject({ code: 0 })
  expect(npmRuns()).toBe(1)
  expect(processesIn(root)).toEqual([])
})

test('a changed source is built again, a merely touched one is not', async () => {
  utimesSync(join(root, 'src/answer.ts'), new Date(), new Date())
  const touched = start()
  await touched.ready
  expect(touched.stderr()).toBe('')
  await touched.end('SIGTERM')
  write(root, { 'src/answer.ts': "export const answer = 'second'\n" })
  const changed = start()
  expect(await answer(await changed.ready)).toBe('second')
  expect(changed.stderr()).toMatch(BUILDING)
  expect(changed.stderr()).not.toMatch(INSTALLING)
  await changed.end('SIGTERM')
})

test('a changed lock file is installed again', async () => {
  const before = npmRuns()
  write(root, {
    'package-lock.json': JSON.stringify({ packages: { '': {}, 'node_modules/vite': { version: '8.0.1' } } }),
  })
  const changed = start()
  await changed.ready
  expect(changed.stderr()).toMatch(INSTALLING)
  expect(npmRuns()).toBe(before + 1)
  await changed.end('SIGTERM')
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s to npm start ends the bot and leaves no process', async (signal) => {
  const npm = start({}, ['npm', 'start'])
  await npm.ready
  await npm.end(signal)
  await until(() => processesIn(root).length === 0)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('after SIGKILL no process and no open port stay', async () => {
  const bot = start()
  await bot.ready
  expect(await bot.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
  expect(processesIn(root)).toEqual([])
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test("the bot's exit code is passed on", async () => {
  expect(await start({ END_WITH: '78' }).ended).toMatchObject({ code: 78 })
  expect(await start({ END_WITH: '78' }, ['npm', 'start']).ended).toMatchObject({ code: 78 })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s during the installation ends its children and exits with %i', async (signal, code) => {
  makeUninstalled()
  const before = npmRuns()
  const cut = start({ NPM_SECONDS: '60' })
  await until(() => npmRuns() > before)
  expect(await cut.end(signal)).toMatchObject({ code })
  await until(() => processesIn(root).length === 0)
  expect(existsSync(join(root, 'tmp/set-up.lock'))).toBe(false)
})

test('a signal during the build leaves the former build as it was', async () => {
  const whole = start()
  await whole.ready
  await whole.end('SIGTERM')
  const built = statSync(join(root, 'dist/main.js')).mtimeMs
  write(root, { 'src/answer.ts': "export const answer = 'third'\n" })
  const cut = start()
  await until(() => BUILDING.test(cut.stderr()))
  expect(await cut.end('SIGTERM')).toMatchObject({ code: 143 })
  expect(processesIn(root)).toEqual([])
  expect(statSync(join(root, 'dist/main.js')).mtimeMs).toBe(built)
  const again = start()
  expect(await answer(await again.ready)).toBe('third')
  await again.end('SIGTERM')
})

test('two starts at once install and build once', async () => {
  makeUninstalled()
  makeUnbuilt()
  const before = npmRuns()
  const other = await portNobodyDials()
  const both = [start({ NPM_SECONDS: '1' }), start({ NPM_SECONDS: '1', PORT: String(other) })]
  for (const bot of both) expect(await answer(await bot.ready)).toBe('third')
  expect(npmRuns()).toBe(before + 1)
  expect(both.map((bot) => BUILDING.test(bot.stderr())).filter(Boolean)).toHaveLength(1)
  for (const bot of both) expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 })
})

test('the lock of a start that was killed is taken over', async () => {
  makeUninstalled()
  const before = npmRuns()
  const killed = start({ NPM_SECONDS: '60' })
  await until(() => npmRuns() > before)
  killed.child.kill('SIGKILL')
  // The stand-in for npm is left over: a real one comes to its end by itself.
  for (const pid of processesIn(root)) if (pid !== killed.child.pid) process.kill(pid, 'SIGKILL')
  await killed.ended
  expect(existsSync(join(root, 'tmp/set-up.lock'))).toBe(true)
  const next = start()
  await next.ready
  await next.end('SIGTERM')
})

test('an installation or a build that fails ends with one line and code 1', async () => {
  makeUninstalled()
  const failed = start({ NPM_FAILS: '1' })
  expect(await failed.ended).toMatchObject({ code: 1 })
  expect(failed.stderr()).toMatch(/the installation failed/)
  write(root, { 'src/broken.ts': 'export const = 1', 'src/answer.ts': "export { answer } from './broken'" })
  const broken = start()
  expect(await broken.ended).toMatchObject({ code: 1 })
  expect(broken.stderr()).toMatch(/the build failed/)
  rmSync(join(root, 'src/broken.ts'))
  write(root, { 'src/answer.ts': "export const answer = 'mended'\n" })
})

test('a script gets its arguments and .env, and gives its exit code', async () => {
  const play = start({}, ['npm', 'run', '--silent', 'play', '--', 'a', '--live'])
  expect(await play.ended).toMatchObject({ code: 3 })
  expect(play.stdout()).toBe('mended a,--live told\n')
  const unknown = start({}, [process.execPath, 'scripts/run.mjs', 'plya'])
  expect(await unknown.ended).toMatchObject({ code: 64 })
  expect(unknown.stderr()).toMatch(/plya.*play/)
})

test('started from another folder, it runs in its own', async () => {
  mkdirSync(join(root, 'elsewhere'))
  const bot = start({}, [process.execPath, '../scripts/start.mjs'], join(root, 'elsewhere'))
  await bot.ready
  // A script of before may still be ending.
  await until(() => processesIn(root).length === 1)
  expect(processesIn(root)).toEqual([bot.child.pid])
  await bot.end('SIGTERM')
})
