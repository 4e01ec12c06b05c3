import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const repository = join(import.meta.dirname, '../..')

const MAIN = `import { createServer } from 'node:http'
import { answer } from './answer'

const server = createServer((_, response) => response.end(answer))
const port: number = Number(process.env.PORT)
if (process.env.END_WITH) process.exit(Number(process.env.END_WITH))
server.listen(port, '127.0.0.1', () => process.stdout.write(\`http://localhost:\${port}/\\n\`))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit(0)))
`

const PLAY = `import { answer } from '../src/answer'

process.stdout.write(\`\${answer} \${process.argv.slice(2).join(',')} \${process.env.FROM_FILE}\\n\`)
process.exitCode = 3
`

/** Installs by linking the repository's packages; tells each run in npm.log, takes NPM_SECONDS and holds a child of its own meanwhile. */
const NPM = `import { spawn } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'

appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n')
const held = spawn('sleep', ['60'])
await new Promise((done) => setTimeout(done, Number(process.env.NPM_SECONDS ?? 0) * 1000))
held.kill()
if (process.env.NPM_FAILS) process.exit(1)
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules')
symlinkSync(process.env.VITE, 'node_modules/vite')
copyFileSync('package-lock.json', 'node_modules/.package-lock.json')
`

export function write(root: string, files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

/** A small project with the repository's own scripts and build settings, a stand-in for the bot and one for npm. */
export function makeStandIn(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lianxin-stand-in-')))
  cpSync(join(repository, 'scripts/house'), join(root, 'scripts/house'), { recursive: true })
  for (const path of ['scripts/start.mjs', 'scripts/run.mjs', 'vite.config.ts', 'tsconfig.json'])
    cpSync(join(repository, path), join(root, path))
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  write(root, {
    'package.json': JSON.stringify({ name: 'stand-in', type: 'module', scripts }),
    'package-lock.json': JSON.stringify({ packages: { '': {}, 'node_modules/vite': { version: '8.0.0' } } }),
    'npm.mjs': NPM,
    '.env': 'FROM_FILE=told\n',
    'src/main.ts': MAIN,
    'src/answer.ts': "export const answer = 'first'\n",
    'scripts/play.ts': PLAY,
  })
  return root
}

export const standInEnv = (root: string) => ({
  npm_execpath: join(root, 'npm.mjs'),
  VITE: realpathSync(join(repository, 'node_modules/vite')),
})
