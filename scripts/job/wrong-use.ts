import { jobs } from '../../src/jobs'
import { whenWords } from './when-words'

const usage = 'npm run job -- NAME [--now 2026-11-20T00:00:00.000Z]'

/** What is said to who runs no job with these arguments: what is wrong, or which jobs there are; undefined where nothing is wrong. */
export function wrongUse([name, flag, at]: readonly string[]): string | undefined {
  if (name === undefined) return [usage, 'NAME:', ...jobs.map(line)].join('\n')
  const wrong = wrongWord(name, flag, at)
  return wrong && `${wrong}\n${usage}`
}

function line({ name, schedule, does }: (typeof jobs)[number]): string {
  return `  ${name.padEnd(22)} ${whenWords(schedule)}. ${does}`
}

function wrongWord(name: string, flag: string | undefined, at: string | undefined): string | undefined {
  if (!jobs.some((job) => job.name === name)) return `There is no job ${name}; npm run job lists them.`
  if (flag === undefined) return undefined
  if (flag !== '--now') return `${flag} is not understood here.`
  if (at === undefined) return '--now wants a time.'
  return Number.isNaN(Date.parse(at)) ? `--now ${at}: that is no time.` : undefined
}
