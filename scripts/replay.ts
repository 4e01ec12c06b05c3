import { runCommand, tell } from '../src/run-command'

const [id] = process.argv.slice(2)
if (!id) {
  process.stderr.write('npm run replay -- ID（日志里 parked 那一行的 id / the id in the log’s line "parked"）\n')
  process.exit(64)
}
tell(await runCommand('replay', { id }), () => `重新办好了 / handled again: ${id}`)
