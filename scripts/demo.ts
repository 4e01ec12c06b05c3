import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { configOrExit } from '../src/run-command'
import { startBot } from '../src/serve'
import { exportMasterKey } from '../src/store/keys'
import { makeCommittee } from './bench/make-committee'
import { agreeToJoinings } from './demo/agree'
import { giveParts } from './demo/parts'
import { words } from './demo/words'

const config = configOrExit()
const folder = await mkdtemp(join(tmpdir(), 'lianxin-demo-'))
const masterKey = randomBytes(32)
const size = {
  people: 300,
  officers: 24,
  areas: 3,
  points: 6,
  complaints: 20,
  events: 24,
  messagesEach: 4,
  notices: 60,
  months: 24,
}
await makeCommittee({ folder, masterKey, seed: 1, size, now: new Date().toISOString() })

// A folder and a key of its own: what is set for the real bot stays out of it.
const own = { dataDir: folder, dataKey: exportMasterKey(masterKey), dataKeyFile: undefined }
const none = { telegram: undefined, adminCode: undefined }
const log = pino({ level: config.logLevel, base: null }, pino.destination(2))
const bot = await startBot({ ...config, ...none, ...own }, log, join(import.meta.dirname, '..'))
agreeToJoinings(bot.system)
const parts = await giveParts(bot.system.store, bot.system.bot.tools)
process.stdout.write(words(bot.address, parts, folder))

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await bot.stop()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
}
process.on('SIGINT', stop).on('SIGTERM', stop)
