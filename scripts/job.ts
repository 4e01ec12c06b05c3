import { exit, runCommand, tell } from '../src/run-command'
import { wrongUse } from './job/wrong-use'

const words = process.argv.slice(2)
const wrong = wrongUse(words)
if (wrong !== undefined) exit(wrong, 64)
const [name, , at] = words
tell(await runCommand('job', { name, ...(at && { at: new Date(at).toISOString() }) }), (did) => JSON.stringify(did))
