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

/** Gives whether apt-get did it, and what it said last. */
export async function apt(...args) {
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args]
  const [first, ...rest] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command]
  const { code, text } = await run(first, rest, { output: 'text' })
  return { done: code === 0, last: text.trim().split('\n').at(-1) }
}

/** Gives the path of a Chromium that can show Chinese, from Debian's packages where there is none; undefined after saying why not. */
export async function ensureChromium() {
  const { CHROMIUM } = process.env
  if (CHROMIUM && !findChromium()) {
    say(`CHROMIUM 指的程序不能运行 / CHROMIUM names no program that can be run: ${CHROMIUM}`)
    return undefined
  }
  const missing = [...(findChromium() ? [] : ['chromium']), ...((await hasChineseFont()) ? [] : ['fonts-noto-cjk'])]
  if (missing.length === 0) return findChromium()
  const names = missing.join(', ')
  say(`正在用 apt-get 安装 ${names}……  installing ${names} with apt-get…`)
  const updated = await apt('update')
  const installed = await apt('install', '-y', '--no-install-recommends', 'fontconfig', ...missing)
  if (installed.done && findChromium() && (await hasChineseFont())) return findChromium()
  const why = [updated, installed].filter(({ done, last }) => !done && last).map(({ last }) => last)
  say(
    `浏览器测试缺少 ${names}，也装不上 / the browser tests need ${names}, which cannot be installed. ${why.join(' | ')}`,
  )
  return undefined
}
