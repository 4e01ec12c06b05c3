import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { run } from './child.mjs'
import { say } from './say.mjs'
import { root, withSetUpLock } from './set-up.mjs'

const tool = (path, ...args) => [process.execPath, [join(root, 'node_modules', path), ...args]]

async function runTool([command, args], env = {}, seconds = undefined) {
  const { code } = await run(command, args, { cwd: root, env: { ...process.env, ...env }, output: 'stdout', seconds })
  return { ok: code === 0 }
}

/** Vitest tells its counts in a file; a test file that could not even be loaded counts as one failure. */
async function runVitest(project, env, seconds) {
  const counts = join(root, `tmp/vitest-${project}.json`)
  mkdirSync(join(root, 'tmp'), { recursive: true })
  rmSync(counts, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${counts}`]
  const { ok } = await runTool(tool('vitest/vitest.mjs', 'run', '--project', project, ...reporters), env, seconds)
  try {
    const told = JSON.parse(readFileSync(counts, 'utf8'))
    const unloaded = told.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    return {
      ok: ok && told.success,
      passed: told.numPassedTests,
      failed: told.numFailedTests + unloaded.length,
      skipped: told.numPendingTests + told.numTodoTests,
    }
  } catch {
    return { ok: false, passed: 0, failed: 1, skipped: 0 }
  }
}

const vitest = (name) => ({ name, run: (env, seconds) => runVitest(name, env, seconds) })

const still = [
  { name: 'format and lint', run: () => runTool(tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.')) },
  { name: 'types', run: () => runTool(tool('typescript/bin/tsc', '--noEmit')) },
  { name: 'unused code', run: () => runTool(tool('knip/bin/knip.js')) },
]

const builds = { name: 'build', run: async () => ({ ok: await withSetUpLock(() => build(root)) }) }

/** One after the other: two heavy ones at once would measure each other. */
export const partsByRun = {
  check: [...still, vitest('fast')],
  all: [...still, builds, vitest('fast'), vitest('thorough'), vitest('slow'), vitest('browser')],
  long: [builds, vitest('long')],
}

const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(7)} s`

/** Runs every part, also after one has failed. Prints the time each took and the counts; gives whether all is well in time. */
export async function runParts(parts, { env = {}, limitSeconds, startedAt = Date.now(), before = [] }) {
  const results = [...before]
  for (const part of parts) {
    say(`\n── ${part.name}`)
    const from = Date.now()
    // What hangs is ended well past the limit, so that a slow machine still shows the whole result.
    const left = Math.max(60, limitSeconds * 2 - (Date.now() - startedAt) / 1000)
    results.push({ name: part.name, ...(await part.run(env, left)), ms: Date.now() - from })
  }
  return report(results, limitSeconds, Date.now() - startedAt)
}

function report(results, limitSeconds, tookMs) {
  const inTime = tookMs <= limitSeconds * 1000
  const sum = (what) => results.reduce((total, result) => total + (result[what] ?? 0), 0)
  const lines = results.map(({ name, ok, ms }) => `${seconds(ms)}  ${ok ? 'ok    ' : 'FAILED'}  ${name}`)
  lines.push(`${seconds(tookMs)}  ${inTime ? 'of' : 'PAST THE LIMIT OF'} ${limitSeconds} s`)
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
  process.stdout.write(`\n${lines.join('\n')}\n\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`)
  return inTime && results.every(({ ok }) => ok)
}
