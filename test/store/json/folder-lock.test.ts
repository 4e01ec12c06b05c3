import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { askBot } from '../../../src/store/json/control-socket'
import { FolderHeld, holdFolder } from '../../../src/store/json/folder-lock'

const newFolder = () => mkdtemp(join(tmpdir(), 'hold-'))

test('a held folder is refused until it is released', async () => {
  const folder = await newFolder()
  const first = await holdFolder(folder, {})
  await expect(holdFolder(folder, {})).rejects.toBeInstanceOf(FolderHeld)
  await first.release()
  const second = await holdFolder(folder, {})
  await second.release()
  expect(await readdir(folder)).toEqual([])
})

test('the socket is for its owner only', async () => {
  const folder = await newFolder()
  const held = await holdFolder(folder, {})
  expect((await stat(join(folder, 'control.sock'))).mode & 0o777).toBe(0o600)
  await held.release()
})

test('scripts are answered by the bot that holds the folder', async () => {
  const folder = await newFolder()
  expect(await askBot(folder, 'job', {})).toEqual({ ok: false, problem: 'bot-not-running' })
  const held = await holdFolder(folder, {
    job: async (args) => ({ ok: true, result: { ran: args } }),
    refuse: async () => ({ ok: false, problem: 'no-such-job' }),
    break: async () => Promise.reject(new Error('secret')),
  })
  expect(await askBot(folder, 'job', { name: '每日' })).toEqual({ ok: true, result: { ran: { name: '每日' } } })
  expect(await askBot(folder, 'refuse')).toEqual({ ok: false, problem: 'no-such-job' })
  expect(await askBot(folder, 'break')).toEqual({ ok: false, problem: 'failed' })
  expect(await askBot(folder, 'toString')).toEqual({ ok: false, problem: 'no-such-command' })
  await held.release()
  expect(await askBot(folder, 'job')).toEqual({ ok: false, problem: 'bot-not-running' })
})

test('a folder too deep for the path of a socket is held all the same', async () => {
  const folder = join(await newFolder(), '很深的文件夹'.repeat(4), 'x'.repeat(120))
  await mkdir(folder, { recursive: true })
  const held = await holdFolder(folder, { ping: async () => ({ ok: true, result: 'pong' }) })
  expect(await askBot(folder, 'ping')).toEqual({ ok: true, result: 'pong' })
  await expect(holdFolder(folder, {})).rejects.toBeInstanceOf(FolderHeld)
  expect(await readdir(folder)).toContain('control.sock')
  await held.release()
})

const holder = `
  import { createServer } from 'node:net'
  import { linkSync } from 'node:fs'
  const folder = process.argv[1]
  createServer().listen(folder + '/control.dead.new', () => {
    linkSync(folder + '/control.dead.new', folder + '/control.1.lock')
    linkSync(folder + '/control.dead.new', folder + '/control.sock')
    process.kill(process.pid, 'SIGKILL')
  })
`

test('of many that start at once over a dead holder one wins', async () => {
  for (let round = 0; round < 5; round++) {
    const folder = await newFolder()
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, folder], { stdio: 'inherit' })
    await new Promise((resolve) => child.on('exit', resolve))
    expect(await readdir(folder)).toContain('control.1.lock')

    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => holdFolder(folder, {})))
    const held = tries.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(held).toHaveLength(1)
    for (const outcome of tries) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(FolderHeld)
    expect((await readdir(folder)).sort()).toEqual(['control.2.lock', 'control.sock'])
    await held[0]?.release()
  }
})
