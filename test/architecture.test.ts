import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Architecture, findCycles, findViolations } from './house/find-violations'
import { countLines, readModules } from './house/read-module'

/** Who may import whom, besides itself. */
const rules: Architecture = {
  allowed: {
    domain: [],
    text: ['domain'],
    store: ['domain'],
    dialog: ['domain', 'text'],
    // Words its own numbers where a channel has no buttons.
    delivery: ['domain', 'text', 'store (interface)'],
    features: ['domain', 'text', 'dialog', 'store (interface)', 'delivery (interface)'],
    bot: ['domain', 'text', 'dialog', 'store (interface)', 'delivery (interface)', 'features'],
    channels: ['domain', 'text', 'store (interface)', 'delivery', 'bot', 'web/api'],
    jobs: ['domain', 'text', 'store (interface)', 'delivery', 'features'],
    'web/server': ['domain', 'text', 'store (interface)', 'delivery', 'features', 'bot', 'web/api'],
    'web/api': ['domain'],
    'web/chat-page': ['domain', 'text', 'web/api'],
    'web/console': ['domain', 'text', 'web/api'],
    config: [],
    main: 'everything',
    compose: 'everything',
    serve: 'everything',
    'run-command': 'everything',
    control: 'everything',
    scripts: 'everything',
  },
  interfaces: {
    // What a feature may know of keeping and sending; the engines stay behind it.
    store: /^src\/store\/(store|crew|collections|logs)$/,
    delivery: /^src\/delivery\/(mailing|messenger|notice|outbox|shape)$/,
  },
  separate: ['features', 'channels'],
  packages: [
    { name: /^dayjs/, only: /^src\/domain\/calendar(\.ts|\/)/ },
    { name: /^node-cron/, only: /^src\/jobs\// },
    { name: /^lowdb/, only: /^src\/store\/json\// },
    { name: /^pg$/, only: /^(src\/store|scripts\/bench)\/postgres\// },
    { name: /^(telegraf|(https|socks)-proxy-agent)/, only: /^src\/channels\/telegram\// },
    { name: /^react/, only: /^src\/web\/(chat-page|console)\// },
    // What the browser loads.
    { name: /^node:/, only: /^(?!src\/web\/(api|chat-page|console)\/|src\/(text|dialog)\/)/ },
  ],
  environment: /^(src\/config\.ts|scripts\/.*\.mjs)$/,
  lines: 350,
}

const LONG = 250

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A root with these files in it. */
function planted(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'lianxin-architecture-'))
  folders.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const violationsIn = (files: Record<string, string>) => findViolations(readModules(planted(files), 'src'), rules)

const repository = join(import.meta.dirname, '..')
const ours = ['src', 'scripts'].flatMap((folder) => readModules(repository, folder))

test('every import, package and length keeps to the design', () => {
  expect(findViolations(ours, rules)).toEqual([])
})

test('no modules import each other in a circle', () => {
  expect(findCycles(ours)).toEqual([])
})

test('no test is too long to be read', () => {
  const tests = countLines(repository, 'test')
  expect(tests.filter(({ lines }) => lines > rules.lines).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  const long = [...ours, ...tests].filter(({ lines }) => lines > LONG)
  if (long.length > 0)
    process.stdout.write(`over ${LONG} lines:\n${long.map(({ path, lines }) => `  ${lines} ${path}\n`).join('')}`)
})

test.each([
  ['src/domain/youth.ts', "import '../store/store'", 'store/store'],
  ['src/domain/youth.ts', "import type { Store } from '../store/store'", 'store/store'],
  ['src/domain/youth.ts', "export * from '../text/text'", 'text/text'],
  ['src/domain/youth.ts', "export const load = () => import('../text/text')", 'text/text'],
  ['src/domain/youth.ts', "export type T = import('../text/text').Text", 'text/text'],
  ['src/features/events/sign-up.ts', "import { x } from '../complaints/file'", 'features/complaints/file'],
  ['src/features/events/sign-up.ts', "import { x } from '../../store/json/journal'", 'store/json/journal'],
  ['src/channels/telegram/poll.ts', "import { x } from '../web-chat/session'", 'channels/web-chat/session'],
  ['src/web/chat-page/App.tsx', "import { x } from '../server/serve'", 'web/server/serve'],
  [
    'src/web/chat-page/App.tsx',
    "export const App = () => <p>{typeof import('../../bot/converse')}</p>",
    'bot/converse',
  ],
  ['src/store/store.ts', "import { x } from '../config'", 'config'],
  ['src/config.ts', "import { x } from './domain/instant'", 'domain/instant'],
  ['src/bot/converse.ts', "import { x } from '../main'", 'main'],
  ['src/bot/converse.ts', "import { x } from '../../test/support/world'", 'test/support/world'],
])('%s with %s is refused', (path, text, to) => {
  const target = to.startsWith('test/') ? to : `src/${to}`
  expect(violationsIn({ [path]: text })).toEqual([`${path} may not import ${target}`])
})

test.each([
  ['src/bot/converse.ts', 'dayjs'],
  ['src/main.ts', 'node-cron'],
  ['src/delivery/outbox.ts', 'lowdb/node'],
  ['src/text/text.ts', 'react'],
  ['src/web/api/chat-error.ts', 'node:fs'],
])('%s may not use %s', (path, name) => {
  expect(violationsIn({ [path]: `import x from '${name}'` })).toEqual([`${path} may not import ${name}`])
})

test.each([
  'export const port = process.env.PORT',
  "export const port = globalThis.process['env'].PORT",
  'const { env } = process',
  "import { env } from 'node:process'",
])('%s is seen', (text) => {
  expect(violationsIn({ 'src/bot/menu.ts': text })).toEqual(['src/bot/menu.ts reads the environment'])
  expect(violationsIn({ 'src/config.ts': text })).toEqual([])
})

test('what the design allows passes', () => {
  const files = {
    'src/config.ts': '// Reads process.env, in words only.\nexport const config = 1',
    'src/domain/calendar.ts': "import dayjs from 'dayjs'\nexport { dayjs }",
    'src/store/store.ts': "import type { dayjs } from '../domain/calendar'\nexport type Store = typeof dayjs",
    'src/features/feature.ts': "import type { Store } from '../store/store'\nexport type Feature = Store",
    'src/features/events/sign-up.ts':
      "import type { Feature } from '../feature'\nimport './list'\nexport type T = Feature",
    'src/features/events/list.ts': 'export const list = []',
    'src/main.ts': "import { config } from './config'\nimport './features/events/sign-up'\nexport { config }",
  }
  expect(violationsIn(files)).toEqual([])
  expect(findCycles(readModules(planted(files), 'src'))).toEqual([])
})

test('a cycle is found, also one closed by a type or by an index file', () => {
  const root = planted({
    'src/domain/a.ts': "import { b } from './b'\nexport const a = b",
    'src/domain/b.ts': "import type { a } from './c'\nexport const b = 1 as unknown as typeof a",
    'src/domain/c/index.ts': "export { a } from '../a'",
  })
  expect(findCycles(readModules(root, 'src'))).toEqual([
    'src/domain/a → src/domain/b → src/domain/c/index → src/domain/a',
  ])
})

test('a file at no known place and a file of 351 lines are refused', () => {
  const files = { 'src/utils/all.ts': 'export const x = 1', 'src/bot/menu.ts': '\n'.repeat(351) }
  expect(violationsIn(files)).toEqual(['src/bot/menu.ts has 351 lines', 'src/utils/all.ts belongs to no part'])
})
