import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { serveLoad } from './bench/load-process'
import { measureBot, measurePeer, type Plan, type Run } from './bench/measure'
import { type Peer, peers, servePeer } from './bench/peers'
import { prepareFolder } from './bench/prepared-folder'
import { report } from './bench/report'

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    people: { type: 'string', default: '1000,60000' },
    rate: { type: 'string', default: '200' },
    pairs: { type: 'string' },
    'no-pages': { type: 'boolean', default: false },
    profile: { type: 'string' },
    // What a process of the bench is started as.
    as: { type: 'string' },
    folder: { type: 'string', default: '' },
    port: { type: 'string', default: '' },
  },
})

const say = (line: string) => process.stderr.write(`${line}\n`)

async function bench(): Promise<void> {
  const quick = given.quick
  const sizes = given.people.split(',').map(Number)
  const pairs = Number(given.pairs ?? (quick ? 1 : 5))
  const plan: Plan = {
    script: process.argv[1] as string,
    seed: 20_261,
    rate: Number(given.rate),
    seconds: quick ? { warm: 4, steady: 8, step: 2 } : { warm: 4, steady: 10, step: 3 },
    peerSeconds: quick ? { warm: 1, steady: 3, step: 2 } : { warm: 2, steady: 5, step: 2 },
    pages: !given['no-pages'],
    profile: given.profile,
  }
  const began = new Date()
  const busy = loadavg()[0] as number
  const runs = new Map<string, Run[]>()
  const note = (name: string, run: Run) => runs.set(name, [...(runs.get(name) ?? []), run])
  const prepared = new Map<number, Awaited<ReturnType<typeof prepareFolder>>>()
  for (const people of sizes) {
    say(`making the reference committee of ${people}`)
    prepared.set(people, await prepareFolder(people, plan.seed, began.toISOString()))
  }
  for (let pair = 0; pair < pairs; pair++) {
    // Which of the two comes first changes from pair to pair.
    for (const people of pair % 2 === 0 ? sizes : sizes.toReversed()) {
      say(`pair ${pair + 1} of ${pairs}: ${people} people`)
      note(String(people), await measureBot(plan, people, prepared.get(people)!))
    }
    say(`pair ${pair + 1} of ${pairs}: peers`)
    note('append', await measurePeer(plan, 'append', 0, plan.rate))
    note('lowdb', await measurePeer(plan, 'lowdb', 1000, 10))
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; load average before ${busy.toFixed(1)}`
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ')
  process.stdout.write(
    report({ plan, sizes, pairs, began, ended: new Date(), machine, commit: commit(), command, prepared, runs }),
  )
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

if (given.as === 'load') serveLoad()
else if (given.as) {
  const peer = peers.find((name) => name === given.as) as Peer
  await servePeer(peer, { port: Number(given.port), folder: given.folder, people: Number(given.people) })
} else await bench()
