import { jobs } from '../src/jobs'
import { runCommand, tell } from '../src/run-command'

const [name, flag, at] = process.argv.slice(2)
const known = jobs.map((job) => job.name)
const isRight =
  name !== undefined && known.includes(name) && (flag === undefined || (flag === '--now' && isInstant(at)))
if (!isRight) {
  process.stderr.write(`npm run job -- NAME [--now 2026-11-20T00:00:00.000Z]\nNAME: ${known.join(', ')}\n`)
  process.exit(64)
}
tell(await runCommand('job', { name, ...(at && { at: new Date(at).toISOString() }) }), (did) => JSON.stringify(did))

function isInstant(text: string | undefined): boolean {
  return text !== undefined && !Number.isNaN(Date.parse(text))
}
