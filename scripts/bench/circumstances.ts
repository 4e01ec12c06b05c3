import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Prepared } from './prepared-folder'

/** Tells, when asked at the end, where and how the figures came about. */
export function noteCircumstances(began: Date, pairs: number, prepared: ReadonlyMap<number, Prepared>): () => string {
  const busy = loadavg()[0] as number
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ')
  return () => {
    const seconds = Math.round((Date.now() - began.getTime()) / 1000)
    const lines = [
      `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; load average before ${busy.toFixed(1)}`,
      `date: ${began.toISOString()}, ${seconds} s`,
      `command: ${command} (commit ${commit()})`,
      `each figure: median of ${pairs} run${pairs === 1 ? '' : 's'} (least to greatest)`,
      ...[...prepared].map(([people, { bytes, seconds }]) => {
        const made = seconds === undefined ? 'made earlier' : `made in ${seconds.toFixed(0)} s`
        return `reference committee of ${people}: ${(bytes / 2 ** 20).toFixed(0)} MiB, ${made}`
      }),
    ]
    return `${lines.join('\n')}\n`
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}
