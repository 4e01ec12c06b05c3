import { parseArgs } from 'node:util'
import { withSignals } from './house/child.mjs'
import { ensureChromium } from './house/chromium.mjs'
import { partsByRun, runParts } from './house/parts.mjs'
import { ensurePostgresClient } from './house/postgres-client.mjs'
import { setUp } from './house/set-up.mjs'

const LIMIT_SECONDS = { check: 60, all: 15 * 60, long: 6 * 60 * 60, crash: 6 * 60 * 60 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string' }, messages: { type: 'string' }, seed: { type: 'string' } },
})
const [name = 'all'] = positionals
const given = Object.entries(values).map(([option, value]) => [option.toUpperCase(), value])
const startedAt = Date.now()

async function runAll() {
  const needsChromium = name === 'all' || name === 'long'
  const CHROMIUM = needsChromium ? await ensureChromium() : process.env.CHROMIUM
  if (needsChromium && !CHROMIUM) return false
  if (name === 'all' && !(await ensurePostgresClient())) return false
  const before = [{ name: 'set-up', ok: true, ms: Date.now() - startedAt }]
  const env = { ...Object.fromEntries(given), ...(CHROMIUM && { CHROMIUM }) }
  return runParts(partsByRun[name], { env, limitSeconds: LIMIT_SECONDS[name], startedAt, before })
}

await setUp({ building: false })
process.exitCode = (await withSignals(runAll)) ? 0 : 1
