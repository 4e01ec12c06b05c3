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
  return `  ${name}\n    ${does['zh-CN']}\n    ${whenWords(schedule)}. ${does.en}`
}

function wrongWord(name: string, flag: string | undefined, at: string | undefined): string | undefined {
  if (!jobs.some((job) => job.name === name)) return `没有这个任务 / There is no job ${name}; npm run job lists them.`
  if (flag === undefined) return undefined
  if (flag !== '--now') return `这里看不懂 / ${flag} is not understood here.`
  if (at === undefined) return '--now 后面要写时间 / --now wants a time.'
  return Number.isNaN(Date.parse(at)) ? `这不是时间 / --now ${at}: that is no time.` : undefined
}
