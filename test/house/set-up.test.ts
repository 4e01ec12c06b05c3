import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findChromium } from '../../scripts/house/chromium.mjs'
import { fingerprint, listSources } from '../../scripts/house/fingerprint.mjs'
import { isInstalled } from '../../scripts/house/install.mjs'
import { withLock } from '../../scripts/house/lock.mjs'
import { isNodeFit } from '../../scripts/house/node-version.mjs'
import { write } from './stand-in'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lianxin-set-up-'))
})
afterEach(() => rmSync(root, { recursive: true }))

test.each([
  ['18.20.4', false],
  ['20.18.3', false],
  ['20.19.0', true],
  ['20.20.2', true],
  ['21.7.3', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['24.0.1', true],
])('Node %s: %s', (version, fit) => {
  expect(isNodeFit(version)).toBe(fit)
})

const vite = { version: '8.0.0', integrity: 'sha512-a' }
const foreign = { version: '1.0.0', os: ['plan9'], optional: true }

test.each([
  ['the same', { 'node_modules/vite': vite }, true],
  ['nothing', undefined, false],
  ['an older one', { 'node_modules/vite': { ...vite, version: '7.0.0' } }, false],
  ['another one of the same version', { 'node_modules/vite': { ...vite, integrity: 'sha512-b' } }, false],
  ['one too many', { 'node_modules/vite': vite, 'node_modules/left': vite }, false],
  ['none of it', {}, false],
  ['what another system needs', { 'node_modules/vite': vite, 'node_modules/foreign': foreign }, false],
])('node_modules with %s', (_, present, installed) => {
  const wanted = { '': { name: 'lianxin' }, 'node_modules/vite': vite, 'node_modules/foreign': foreign }
  write(root, { 'package-lock.json': JSON.stringify({ packages: wanted }) })
  if (present) write(root, { 'node_modules/.package-lock.json': JSON.stringify({ packages: present }) })
  expect(isInstalled(root)).toBe(installed)
})

test('the fingerprint follows every source and nothing of the stored state', () => {
  write(root, { 'src/main.ts': '1', 'scripts/play.ts': '2', 'scripts/start.mjs': '3', 'data/holidays.json': '4' })
  const before = fingerprint(root)
  write(root, {
    'data/state/people.json': 'a',
    'data/state.before/x': 'a',
    'scripts/start.mjs': 'changed',
    'README.md': 'b',
  })
  expect(fingerprint(root)).toBe(before)
  expect(listSources(root)).toEqual(['src/main.ts', 'scripts/play.ts', 'data/holidays.json'])
  for (const path of ['src/new.css', 'scripts/play.ts', 'data/holidays.json', 'package-lock.json']) {
    const last = fingerprint(root)
    write(root, { [path]: 'changed' })
    expect(fingerprint(root)).not.toBe(last)
  }
})

test('a lock lets one at a time work, and tells who waits', async () => {
  const path = join(root, 'tmp/lock')
  const steps: string[] = []
  const wait = vi.fn()
  const work = (name: string) => async () => {
    steps.push(`${name} in`)
    await new Promise((done) => setTimeout(done, 50))
    steps.push(`${name} out`)
  }
  await Promise.all([withLock(path, work('a'), wait), withLock(path, work('b'), wait)])
  expect(steps).toEqual(['a in', 'a out', 'b in', 'b out'])
  expect(wait).toHaveBeenCalledTimes(1)
  expect(existsSync(path)).toBe(false)
})

test('a lock is given back when the work throws', async () => {
  const path = join(root, 'lock')
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(path)).toBe(false)
})

test.each([
  ['of a process that is gone', `4194305 ${hostname()}`, 0],
  ['not touched for a minute', `${process.pid} ${hostname()}`, 60],
  ['of another machine, not touched for a minute', '1 elsewhere', 60],
])('a lock %s is taken over by one of two', async (_, text, age) => {
  const path = join(root, 'lock')
  writeFileSync(path, text)
  utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age)
  let inside = 0
  const work = async () => {
    expect(++inside).toBe(1)
    await new Promise((done) => setTimeout(done, 20))
    inside--
  }
  await Promise.all([withLock(path, work), withLock(path, work)])
})

test('a Chromium is found in CHROMIUM or on the PATH, and a wrong CHROMIUM is not passed over', () => {
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(root, 'bin/chromium'), '', { mode: 0o755 })
  expect(findChromium({ CHROMIUM: join(root, 'bin/chromium') })).toBe(join(root, 'bin/chromium'))
  expect(findChromium({ CHROMIUM: join(root, 'bin/none'), PATH: join(root, 'bin') })).toBeUndefined()
  expect(findChromium({ PATH: join(root, 'bin') })).toMatch(/chrom/)
})
