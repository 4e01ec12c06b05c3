import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadEnvironment, root, setUp } from './house/set-up.mjs'

const [name = '', ...args] = process.argv.slice(2)

loadEnvironment()
await setUp()

const script = join(root, 'dist/scripts', `${name}.js`)
if (!/^[\w-]+$/.test(name) || !existsSync(script)) {
  const known = existsSync(join(root, 'dist/scripts')) ? readdirSync(join(root, 'dist/scripts')) : []
  const names = known.filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3))
  process.stderr.write(`没有这个命令 / no such script: ${name || '(…)'}. ${names.join(', ')}\n`)
  process.exit(64)
}

process.argv = [process.execPath, script, ...args]
process.setSourceMapsEnabled(true)
await import(pathToFileURL(script).href)
