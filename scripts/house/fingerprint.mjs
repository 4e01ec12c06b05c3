import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What a build is made from, apart from the bot's own memory. */
const SOURCES = [
  'src',
  'scripts',
  'data',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'vite.page.config.ts',
]
// What was moved aside, or back from a database, lies beside it: data/state.before-…
const isState = (path) => /^data\/state(\.|$)/.test(path) || path === process.env.DATA_DIR

export function listSources(root, paths = SOURCES) {
  return paths.flatMap((path) => {
    const is = isState(path) ? undefined : statSync(join(root, path), { throwIfNoEntry: false })
    if (is?.isDirectory())
      return listSources(
        root,
        readdirSync(join(root, path))
          .sort()
          .map((name) => `${path}/${name}`),
      )
    return is?.isFile() && !path.endsWith('.mjs') ? [path] : []
  })
}

/** By content, so that a copy or a fresh clone with other file times is not built again. */
export function fingerprint(root) {
  const hash = createHash('sha256')
  for (const path of listSources(root))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  return hash.digest('hex')
}
