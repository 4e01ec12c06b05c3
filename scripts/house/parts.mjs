import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from './build.mjs'
import { run } from './child.mjs'
import { say } from './say.mjs'
import { root, withSetUpLock } from './set-up.mjs'

const tool = (path, ...args) => [process.execPath, [join(root, 'node_modules', path), ...args]]

async function runTool([command, args], { env = {}, seconds, output = 'stdout' }) {
  const { code, text } = await run(command, args, { cwd: root, env: { ...process.env, ...env }, output, seconds })
  return { ok: code === 0, text }
}

/** Vitest tells its counts in a file; a test file that could not even be loaded counts as one failure. */
async function runVitest(projects, files, how) {
  const counts = join(root, `tmp/vitest-${projects.join('-')}.json`)
  mkdirSync(join(root, 'tmp'), { recursive: true })
  rmSync(counts, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${counts}`]
  const chosen = projects.flatMap((project) => ['--project', project])
  const { ok } = await runTool(tool('vitest/vitest.mjs', 'run', ...chosen, ...files, ...reporters), how)
  try {
    const told = JSON.parse(readFileSync(counts, 'utf8'))
    const failures = told.testResults.flatMap(failuresOf)
    return {
      ok: ok && told.success,
      passed: told.numPassedTests,
      failed: failures.length,
      skipped: told.numPendingTests + told.numTodoTests,
      failures,
    }
  } catch {
    return { ok: false, passed: 0, failed: 1, skipped: 0 }
  }
}

/** What failed in a file and why, in one line each: said last, where a log that is cut still shows it. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name)
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (status === 'failed' && failed.length === 0) return [`${file}: ${firstLine(message)}`]
  return failed.map((test) => `${file}: ${test.fullName.trim()}: ${firstLine(test.failureMessages[0])}`)
}

const firstLine = (text = '') => text.split('\n', 1)[0]

/** The tests of projects that may run beside each other, or only those in files of whose names this is a part. */
const vitest = (projects, ...files) => ({ name: projects.join(', '), run: (how) => runVitest(projects, files, how) })

/** Says what it has to say once it is over. */
const quiet = (name, ...command) => ({
  name,
  run: (how) => runTool(tool(...command), { ...how, output: 'text' }),
})

const still = [
  quiet('format and lint', '@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'),
  // By its own record of the last run: what that rests on is looked at again when it changes.
  quiet('types', 'typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'tmp/types.tsbuildinfo'),
  quiet('unused code', 'knip/bin/knip.js'),
]

/** These wait for no clock that anything else could slow. */
const fast = { ...vitest(['fast']), beside: still }

const builds = { name: 'build', run: async () => ({ ok: await withSetUpLock(() => build(root)) }) }

/** One after the other: two heavy ones at once would measure each other. */
export const partsByRun = {
  check: [fast],
  all: [fast, builds, vitest(['thorough', 'postgres']), vitest(['slow', 'browser'])],
  long: [builds, vitest(['every-channel']), vitest(['postgres-long']), vitest(['long'])],
  crash: [builds, vitest(['slow'], 'crash')],
}

const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(7)} s`

/** Runs every part, also after one has failed. Prints the time each took and the counts; gives whether all is well in time. */
export async function runParts(parts, { env = {}, limitSeconds, startedAt = Date.now(), before = [] }) {
  const results = [...before]
  // What hangs is ended well past the limit, so that a slow machine still shows the whole result.
  const left = () => Math.max(60, limitSeconds * 2 - (Date.now() - startedAt) / 1000)
  const timed = async (part) => {
    const from = Date.now()
    return { name: part.name, ...(await part.run({ env, seconds: left() })), ms: Date.now() - from }
  }
  for (const part of parts) {
    const { name, beside = [] } = part
    say(`\n── ${[name, ...beside.map((other) => other.name)].join(', ')}`)
    const others = oneByOne(beside, timed)
    const result = await timed(part)
    const told = await others
    for (const { name, text } of told) if (text) say(`\n── ${name}\n${text.trimEnd()}`)
    results.push(...told, result)
  }
  return report(results, limitSeconds, Date.now() - startedAt)
}

async function oneByOne(parts, timed) {
  const results = []
  for (const part of parts) results.push(await timed(part))
  return results
}

function report(results, limitSeconds, tookMs) {
  const inTime = tookMs <= limitSeconds * 1000
  const sum = (what) => results.reduce((total, result) => total + (result[what] ?? 0), 0)
  const lines = results.map(({ name, ok, ms }) => `${seconds(ms)}  ${ok ? 'ok    ' : 'FAILED'}  ${name}`)
  lines.push(`${seconds(tookMs)}  ${inTime ? 'of' : 'PAST THE LIMIT OF'} ${limitSeconds} s`)
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
  const failures = results.flatMap(({ failures = [] }) => failures.map((failure) => `✗ ${failure}\n`)).join('')
  process.stdout.write(
    `\n${failures}\n${lines.join('\n')}\n\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`,
  )
  return inTime && results.every(({ ok }) => ok)
}
