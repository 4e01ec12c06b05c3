import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

export interface Module {
  /** From the root, with slashes. */
  path: string
  /** As written: './a', 'zod', 'node:fs'. Type-only and dynamic ones count too. */
  imports: string[]
  readsEnvironment: boolean
  lines: number
}

interface Node {
  type: string
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

function* nodesIn(value: unknown): Generator<Node> {
  if (isNode(value)) yield value
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* nodesIn(inner)
}

const isNamed = (value: unknown, name: string) =>
  isNode(value) && ((value.type === 'Identifier' && value.name === name) || value.value === name)

const isProcess = (value: unknown) =>
  isNamed(value, 'process') ||
  (isNode(value) && value.type === 'MemberExpression' && isNamed(value.property, 'process'))

/** process.env, globalThis.process['env'], const { env } = process, import { env } from 'node:process'. */
function takesEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') return isProcess(node.object) && isNamed(node.property, 'env')
  const names = (list: unknown, key: string) =>
    Array.isArray(list) && list.some((item) => isNode(item) && isNamed(item[key], 'env'))
  if (node.type === 'VariableDeclarator')
    return isProcess(node.init) && isNode(node.id) && names(node.id.properties, 'key')
  if (node.type !== 'ImportDeclaration' || !isNode(node.source)) return false
  return /^(node:)?process$/.test(String(node.source.value)) && names(node.specifiers, 'imported')
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function readModule(root: string, path: string): Module {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imports = new Set<string>()
  let readsEnvironment = false
  for (const node of nodesIn(program)) {
    readsEnvironment ||= takesEnvironment(node)
    if (IMPORTING.has(node.type) && isNode(node.source)) imports.add(String(node.source.value))
  }
  return { path, imports: [...imports], readsEnvironment, lines: linesOf(text) }
}

/** By path, without looking into them. */
export function countLines(root: string, folder: string): Pick<Module, 'path' | 'lines'>[] {
  return modulePaths(root, folder).map((path) => ({ path, lines: linesOf(readFileSync(join(root, path), 'utf8')) }))
}

export function readModules(root: string, folder: string): Module[] {
  return modulePaths(root, folder).map((path) => readModule(root, path))
}

const linesOf = (text: string) => text.split('\n').length - 1

function modulePaths(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .sort()
}
