import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/browser/real-bot'
import { openIn } from '../store/json/open-temporary'
import { notes, places } from '../store/samples'

/** Runs the writer, kills it in the middle of its work, and gives the ids it had said to be acknowledged. */
function runAndKill(args: readonly string[], milliseconds: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (chunk: string) => {
      if (text === '') setTimeout(() => child.kill('SIGKILL'), milliseconds)
      text += chunk
    })
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL')
        resolve(
          text
            .slice(0, text.lastIndexOf('\n') + 1)
            .split('\n')
            .slice(0, -1),
        )
      else reject(new Error('the writer ended by itself'))
    })
  })
}

test('of a process killed again and again every acknowledged write is there exactly once', async () => {
  await ensureBuilt()
  const root = await mkdtemp(join(tmpdir(), 'lianxin-store-crash-'))
  // Built beside the modules it needs, because Node does not run TypeScript.
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('../store/json/crash-writer.ts', import.meta.url)),
      outDir: join(root, 'out'),
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  })
  const folder = join(root, 'state')
  const acknowledged: string[] = []
  const backups = async () => {
    const names = await readdir(join(folder, 'backups')).catch(() => [])
    return names.filter((name) => /^\d{4}-\d\d-\d\d$/.test(name))
  }
  let runs = 0
  // On a busy machine none of the first lives long enough for much, or for a backup.
  const isEnough = async () => acknowledged.length > 500 && (await backups()).length >= 2
  for (; runs < 12 || (runs < 60 && !(await isEnough())); runs++) {
    const run = runs
    const thread = run % 2 === 0 ? [join(process.cwd(), 'dist/shard-worker.js')] : []
    const args = [join(root, 'out', 'writer.mjs'), folder, String(run), ...thread]
    acknowledged.push(...(await runAndKill(args, 100 + run * 40)))
  }
  expect(acknowledged.length).toBeGreaterThan(500)

  const store = await openIn(folder)
  const kept: string[] = []
  for await (const { id } of store.walk(places)) kept.push(id)
  const logged = await store.read((tx) => tx.entries(notes, { key: 'k', limit: 1_000_000 }))
  expect(new Set(kept).size).toBe(kept.length)
  const there = new Set(kept)
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([])
  // At most what was under way in each of the runs is there without having been acknowledged.
  expect(kept.length - acknowledged.length).toBeLessThanOrEqual(runs * 16)
  expect(logged.map(({ text }) => text).sort()).toEqual(kept.sort())
  expect(logged.map(({ seq }) => seq)).toEqual(logged.map((_, i) => i + 1))
  expect(await store.read((tx) => tx.counter('n'))).toBe(kept.length)
  await store.close()

  // Each backup is the store as it was at one moment.
  const days = await backups()
  expect(days.length).toBeGreaterThan(1)
  for (const day of days) {
    const back = join(root, day)
    await cp(join(folder, 'backups', day), back, { recursive: true })
    await cp(join(folder, 'backups/keys'), join(back, 'keys'), { recursive: true })
    const old = await openIn(back)
    const ids: string[] = []
    for await (const { id } of old.walk(places)) ids.push(id)
    const entries = await old.read((tx) => tx.entries(notes, { key: 'k', limit: 1_000_000 }))
    expect(entries.map(({ text }) => text).sort()).toEqual(ids.sort())
    expect(ids.filter((id) => !there.has(id))).toEqual([])
    expect(await old.read((tx) => tx.counter('n'))).toBe(ids.length)
    await old.close()
  }
  await rm(root, { recursive: true, force: true })
})
