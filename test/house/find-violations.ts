import { posix } from 'node:path'
import type { Module } from './read-module'

/** Parts by the beginning of their paths; `allowed` names parts, or `part (interface)` for its interface files alone. */
export interface Architecture {
  allowed: Record<string, readonly string[] | 'everything'>
  /** Which of a part's files stand for it towards those who may import only its interface. */
  interfaces: Record<string, RegExp>
  /** Parts whose folders (features/complaints, channels/telegram) never import one another. */
  separate: readonly string[]
  /** Packages at home in one place. */
  packages: readonly { name: RegExp; only: RegExp }[]
  environment: RegExp
  lines: number
}

const withoutEnding = (path: string) => path.replace(/\.(ts|tsx|mjs)$/, '')

/** The module an import written in `from` leads to, as a path from the root without its ending; undefined for a package. */
const targetOf = (from: string, written: string) =>
  written.startsWith('.') ? posix.join(posix.dirname(from), withoutEnding(written)) : undefined

function partOf(path: string, { allowed }: Architecture): string | undefined {
  const inside = withoutEnding(path).replace(/^src\//, '')
  const parts = Object.keys(allowed).filter((part) => inside === part || inside.startsWith(`${part}/`))
  return parts.sort((a, b) => b.length - a.length)[0]
}

/** features/complaints of src/features/complaints/assign-case; undefined for a file directly in src/features. */
const folderOf = (path: string, part: string) => {
  const [first, ...rest] = path.slice(`src/${part}/`.length).split('/')
  return rest.length > 0 ? first : undefined
}

function isAllowed(from: string, to: string, rules: Architecture): boolean {
  if (to.startsWith('data/')) return true
  const part = partOf(from, rules)
  const other = partOf(to, rules)
  if (!part || !other) return false
  if (part === other) {
    const [mine, theirs] = [folderOf(from, part), folderOf(to, part)]
    return !rules.separate.includes(part) || theirs === undefined || mine === theirs
  }
  const allowed = rules.allowed[part] ?? []
  if (allowed === 'everything') return other !== 'main'
  return allowed.includes(other) || (allowed.includes(`${other} (interface)`) && !!rules.interfaces[other]?.test(to))
}

export function findViolations(modules: Module[], rules: Architecture): string[] {
  return modules.flatMap(({ path, imports, readsEnvironment, lines }) => [
    ...imports.flatMap((written) => {
      const to = targetOf(path, written)
      if (to) return isAllowed(path, to, rules) ? [] : [`${path} may not import ${to}`]
      const home = rules.packages.find(({ name }) => name.test(written))
      return !home || home.only.test(path) ? [] : [`${path} may not import ${written}`]
    }),
    ...(readsEnvironment && !rules.environment.test(path) ? [`${path} reads the environment`] : []),
    ...(lines > rules.lines ? [`${path} has ${lines} lines`] : []),
    ...(partOf(path, rules) ? [] : [`${path} belongs to no part`]),
  ])
}

/** Each cycle once, as the modules on it; a type-only import closes one too. */
export function findCycles(modules: Module[]): string[] {
  const byName = new Map(modules.map((module) => [withoutEnding(module.path), module]))
  const nextOf = (name: string) =>
    (byName.get(name)?.imports ?? [])
      .map((written) => targetOf(byName.get(name)!.path, written))
      .flatMap((to) => (to === undefined ? [] : [to, `${to}/index`]))
      .filter((to) => byName.has(to))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (name: string, trail: string[]) => {
    if (trail.includes(name)) cycles.push([...trail.slice(trail.indexOf(name)), name].join(' → '))
    else if (!done.has(name)) {
      for (const next of nextOf(name)) visit(next, [...trail, name])
      done.add(name)
    }
  }
  for (const name of byName.keys()) visit(name, [])
  return cycles
}
