import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { say } from './say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function findChromium(env = process.env) {
  if (env.CHROMIUM) return isRunnable(env.CHROMIUM) ? env.CHROMIUM : undefined
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(':')]
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isRunnable)
}

async function hasChineseFont() {
  const { code, text } = await run('fc-list', [':lang=zh', 'family'], { output: 'text' })
  return code === 0 && text.trim() !== ''
}

async function asRoot(...command) {
  const [first, ...rest] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command]
  return (await run(first, rest, { output: 'text' })).code === 0
}

/** Gives the path of a Chromium that can show Chinese, from Debian's packages where there is none; undefined after saying why not. */
export async function ensureChromium() {
  const missing = [...(findChromium() ? [] : ['chromium']), ...((await hasChineseFont()) ? [] : ['fonts-noto-cjk'])]
  if (missing.length > 0) {
    say(`正在安装 ${missing.join('、')}……  installing ${missing.join(' and ')} with apt-get…`)
    const apt = (...args) => asRoot('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args)
    const fetched = (await apt('update')) && (await apt('install', '-y', '--no-install-recommends', ...missing))
    if (!fetched || !findChromium() || !(await hasChineseFont())) {
      say(
        `没有 ${missing.join('、')}，也装不上 / ${missing.join(' and ')} missing and not installable; the browser tests need it`,
      )
      return undefined
    }
  }
  return findChromium()
}
