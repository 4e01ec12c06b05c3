import { withSignals } from './house/child.mjs'
import { ensureChromium } from './house/chromium.mjs'
import { partsByRun, runParts } from './house/parts.mjs'
import { setUp } from './house/set-up.mjs'

const LIMIT_SECONDS = { check: 60, all: 15 * 60, long: 6 * 60 * 60 }

const [name = 'all'] = process.argv.slice(2)
const startedAt = Date.now()

async function runAll() {
  const CHROMIUM = name === 'check' ? process.env.CHROMIUM : await ensureChromium()
  if (name !== 'check' && !CHROMIUM) return false
  const before = [{ name: 'set-up', ok: true, ms: Date.now() - startedAt }]
  const env = CHROMIUM ? { CHROMIUM } : {}
  return runParts(partsByRun[name], { env, limitSeconds: LIMIT_SECONDS[name], startedAt, before })
}

await setUp({ building: false })
process.exitCode = (await withSignals(runAll)) ? 0 : 1
