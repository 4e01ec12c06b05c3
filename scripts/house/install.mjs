import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { say } from './say.mjs'

function packagesIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}

const isFor = (allowed, is) =>
  !allowed || allowed.includes(is) || (allowed[0]?.startsWith('!') && !allowed.includes(`!${is}`))

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes node_modules/.package-lock.json last, after
 * everything it lists is in place, so an install that was cut off or left out development packages shows here.
 */
export function isInstalled(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const present = packagesIn(join(root, 'node_modules/.package-lock.json'))
  if (!wanted || !present) return false
  const missing = Object.entries(wanted).some(([path, { optional }]) => path !== '' && !present[path] && !optional)
  const other = Object.entries(present).some(([path, is]) => {
    const asked = wanted[path]
    return asked?.version !== is.version || asked.integrity !== is.integrity || !fitsMachine(is)
  })
  return !missing && !other
}

const fitsMachine = ({ os, cpu }) => isFor(os, process.platform) && isFor(cpu, process.arch)

/** `npm ci`, only where the lock file and node_modules differ. Gives whether all is there. */
export async function install(root) {
  if (isInstalled(root)) return true
  say('正在安装依赖，第一次要几分钟……  installing packages…')
  // A NODE_ENV=production around us must not leave out the packages that build the bot.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const npm = process.env.npm_execpath
  const [command, before] = npm && existsSync(npm) ? [process.execPath, [npm]] : ['npm', []]
  const { code } = await run(command, [...before, ...args], { cwd: root })
  if (code !== 0) say(`安装没有成功（npm ci，代码 ${code}） / the installation failed (npm ci, exit code ${code})`)
  return code === 0
}
