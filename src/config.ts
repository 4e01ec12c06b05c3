import { type Config, environment, environmentToConfig } from './config/environment'
import type { Problem } from './config/problem'
import { arise, doubtful, impossible } from './config/rules'
import { checkSurroundings } from './config/surroundings'

export type { Config, Problem }

/** Reads the environment alone. Where it is wrong, `rest` is what it says without the wrong variables, for checking the surroundings all the same. */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
): { ok: true; config: Config; warnings: Problem[] } | { ok: false; problems: Problem[]; rest: Config } {
  const read = environment.safeParse(env)
  const problems = (read.error?.issues ?? []).map((issue) => ({ name: String(issue.path[0]), problem: issue.message }))
  const wrong = new Set(problems.map(({ name }) => name))
  const is =
    read.data ?? environment.parse(Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.has(name))))
  problems.push(...arise(impossible, is, wrong))
  const config = environmentToConfig(is)
  return problems.length > 0
    ? { ok: false, problems, rest: config }
    : { ok: true, config, warnings: arise(doubtful, is) }
}

/** Everything that keeps the bot from starting, in one list: the environment and what it points to. */
export async function loadConfig(
  env: Record<string, string | undefined> = process.env,
): Promise<{ ok: true; config: Config; warnings: Problem[] } | { ok: false; problems: Problem[] }> {
  const read = readConfig(env)
  const around = await checkSurroundings(read.ok ? read.config : read.rest)
  if (read.ok) return around.length > 0 ? { ok: false, problems: around } : read
  const named = new Set(read.problems.map(({ name }) => name))
  return { ok: false, problems: [...read.problems, ...around.filter(({ name }) => !named.has(name))] }
}

/** Where programs of the machine are looked for. */
export function searchPath(env: Record<string, string | undefined> = process.env): string {
  return env.PATH ?? ''
}

/** For stderr, before the bot gives up with exit code 78 (EX_CONFIG). */
export function formatProblems(problems: readonly Problem[]): string {
  const lines = problems.map(({ name, problem }) => `  ${name}: ${problem}\n`)
  return `联心没有启动，什么也没有改动。请先解决：\nLianxin did not start and changed nothing. Please mend first:\n${lines.join('')}`
}
