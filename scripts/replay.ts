import { runCommand, tell } from '../src/run-command'

const [id] = process.argv.slice(2)
if (!id) {
  process.stderr.write('npm run replay -- ID（日志里 parked 那一行的 id / the id in the log’s line "parked"）\n')
  process.exit(64)
}
const answer = await runCommand('replay', { id })
const why: Record<string, string> = {
  unknown: `没有这条消息 / no such parked message: ${id}`,
  'done-already': `这条已经办过了 / it was handled already: ${id}`,
  failed: `还是出错，消息仍然存着 / it still fails; the message is kept: ${id}`,
}
tell(answer.ok ? answer : { ok: false, problem: why[answer.problem] ?? answer.problem }, () => {
  return `重新办好了 / handled again: ${id}`
})
