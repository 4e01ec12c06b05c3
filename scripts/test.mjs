import { withSignals } from './house/child.mjs'
import { ensureChromium } from './house/chromium.mjs'
import { allParts, quickParts, runParts } from './house/parts.mjs'
import { setUp } from './house/set-up.mjs'

const quick = process.argv[2] === 'check'
const startedAt = Date.now()

async function everything() {
  const CHROMIUM = await ensureChromium()
  if (!CHROMIUM) return false
  const setUpTime = { name: 'set-up', ok: true, ms: Date.now() - startedAt }
  return runParts(allParts, { env: { CHROMIUM }, limitSeconds: 15 * 60, startedAt, before: [setUpTime] })
}

await setUp({ building: false })
const ok = await withSignals(() => (quick ? runParts(quickParts, { limitSeconds: 60, startedAt }) : everything()))
process.exitCode = ok ? 0 : 1
