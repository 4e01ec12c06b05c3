import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
/** `debug` colours with it where somebody has installed it. */
const optional = ['supports-color']
const known = new Set([...builtinModules, ...Object.keys({ ...dependencies, ...devDependencies }), ...optional])

test('what is built into the program asks for nothing that only happens to lie in node_modules', () => {
  const files = ['dist', 'dist/chunks', 'dist/scripts'].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => (name.endsWith('.js') ? [join(folder, name)] : [])),
  )
  const asked = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    const names = text.matchAll(/(?:^(?:import|export) [^'"\n]*|\bimport\(|\b(?:__)?require\()["']([^"'\n]+)["']/gm)
    return [...names].flatMap(([, name = '']) => (name.startsWith('.') ? [] : [{ file, name }]))
  })
  expect(asked.some(({ name }) => name === 'pino')).toBe(true)
  const packageOf = (name: string) => name.replace(/^node:/, '').match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? name
  expect(asked.filter(({ name }) => !known.has(packageOf(name)))).toEqual([])
})
