import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { build, isBuilt } from './house/build.mjs'
import { signalToExitCode } from './house/child.mjs'
import { say } from './house/say.mjs'
import { loadEnvironment, root, setUp, withSetUpLock } from './house/set-up.mjs'

loadEnvironment()
await setUp({ building: false })

let bot
let timer
let turn = Promise.resolve()

/** Settles when the bot has given its folder and port back. */
function stop(signal = 'SIGTERM') {
  if (!bot || bot.exitCode !== null || bot.signalCode !== null) return Promise.resolve()
  return new Promise((gone) => {
    bot.once('exit', gone)
    bot.kill(signal)
  })
}

async function restart() {
  if (!isBuilt(root) && !(await withSetUpLock(() => build(root)))) return
  await stop()
  bot = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/main.js')], { stdio: 'inherit', cwd: root })
  bot.once(
    'exit',
    (code) => code && say(`已退出，改动后会再启动 / exited with ${code}; the next change starts it again`),
  )
}

function later() {
  clearTimeout(timer)
  timer = setTimeout(() => {
    turn = turn.then(restart)
  }, 150)
}

for (const folder of ['src', 'data']) {
  if (!existsSync(join(root, folder))) continue
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (!String(file).startsWith('state')) later()
  })
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await stop(signal)
    process.exit(signalToExitCode(signal))
  })
}
turn = restart()
