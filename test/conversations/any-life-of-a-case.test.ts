import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isRealDate } from '../../src/domain/calendar'
import { caseSteps } from '../../src/domain/case-clock'
import type { CaseEntry, Complaint } from '../../src/domain/complaint'
import { type Mover, moves } from '../../src/domain/complaint-moves'
import { day } from '../../src/domain/instant'
import { complaints } from '../../src/store/collections'
import { entriesOf } from '../support/case-world'
import { submits } from '../support/complaining'
import { becomesOfficer, withPoints } from '../support/people'
import { runsJob } from '../support/run-job'
import { openWorld, type User, type World } from '../support/world'

/** What is said in each form that a button may open. */
const lines: Record<string, readonly string[]> = {
  'ask-info': ['哪个区的工地', '发出去'],
  'decline-case': ['不是劳动的事', '区住建局 12345', '没错，请同事定'],
  'handle-case': ['明天打电话', '后天', '发出去'],
  'case-paid': ['18000', '全部', '没错，问本人'],
  'close-case': ['全部付清', '跳过', '没错，结案'],
  'close-unreached': ['打过两次电话', '没错，请同事定'],
  'write-to-worker': ['正在办', '发出去'],
  'case-note': ['记一笔'],
  'pass-on-case': ['1', '跳过', '没错，交出去'],
  'merge-case': ['1', '没错，问本人'],
  'add-words': ['还有一句'],
  'got-paid': ['全部拿到了', '18000', '没错'],
  withdraw: ['我自己要撤', '跳过'],
}

const mornings = [
  'resolve-unconfirmed',
  'close-resolved',
  'tell-overdue',
  'remind-missing',
  'ask-paid-again',
  'say-no-news',
] as const

type Who = 'worker' | 'officer' | 'second'
/** Somebody presses a button of a case, or some days pass. */
type Step = { who: Who; which: number; button: number | string } | { days: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      who: fc.constantFrom<Who>('worker', 'officer', 'second'),
      which: fc.nat(1),
      button: fc.nat(99),
    }),
  },
  { weight: 2, arbitrary: fc.record({ days: fc.constantFrom(1, 4, 8, 190) }) },
)

/** What chance alone would seldom bring. */
const plots: readonly (readonly (readonly [Who, string] | number)[])[] = [
  [
    ['officer', 'decline-case'],
    ['second', 'second-yes'],
  ],
  [
    ['officer', 'merge-case'],
    ['worker', 'my-merge-yes'],
  ],
  [['officer', 'ask-info'], 5, 6, 7, 5, ['officer', 'close-unreached'], ['second', 'second-yes']],
  [['officer', 'case-accept'], ['officer', 'handle-case'], ['officer', 'case-paid'], 1, 2, 6, 5, 5],
  [190, ['worker', 'my-reopen'], ['second', 'case-reopen']],
]

const plot: fc.Arbitrary<Step[]> = fc
  .tuple(fc.constantFrom(...plots), fc.nat(1))
  .map(([told, which]) =>
    told.map((one) => (typeof one === 'number' ? { days: one } : { who: one[0], which, button: one[1] })),
  )

const life = fc
  .array(
    fc.oneof(
      step.map((one) => [one]),
      plot,
    ),
    { minLength: 6, maxLength: 14 },
  )
  .map((all) => all.flat())

const talk = [
  'command',
  'case-history',
  'case-files',
  'case-open',
  'case-take',
  'my-case',
  'my-evidence',
  'my-details',
  'complain',
]

/** Opens a case as anybody would and presses one of the buttons it offers, or one that was offered long ago. */
async function presses(
  user: User,
  cases: readonly Complaint[],
  { which, button }: Extract<Step, { who: Who }>,
  past: string[],
) {
  const id = cases[which % cases.length]?.id ?? ''
  const shown = (await user.presses(`!${user.name === 'worker' ? 'my-case' : 'case-open'}.${id}`)).flatMap(
    ({ choices }) => choices.map(({ value }) => value),
  )
  const offered = shown.filter((value) => !talk.some((action) => value.startsWith(`!${action}`)))
  const values = typeof button === 'number' && button % 10 === 0 ? past : offered
  const value =
    typeof button === 'string'
      ? offered.find((one) => one.includes(button))
      : values[button % Math.max(values.length, 1)]
  if (!value) return
  past.push(value)
  await user.presses(value)
  for (const line of lines[(await user.session())?.turn?.form ?? ''] ?? []) await user.says(line)
  if ((await user.session())?.turn) await user.says('取消')
  if ((await user.session())?.turn) await user.says('不填了，删掉')
}

const open: readonly Complaint['state'][] = [
  'draft',
  'submitted',
  'needs-info',
  'accepted',
  'handling',
  'claimed-paid',
  'resolved',
]

/** Moves after which the worker must be able to read why. */
const explained = ['ask-info', 'decline', 'handle', 'close-unreached', 'resolve-unconfirmed', 'merge']

function expectSound(complaint: Complaint, entries: readonly CaseEntry[]): void {
  const { next, state } = complaint
  if (open.includes(state)) {
    expect(next && (caseSteps as readonly string[]).includes(next.step) && isRealDate(next.by), state).toBe(true)
  } else expect(next, state).toBeNull()
  let before: Complaint['state'] | null = 'draft'
  let at = ''
  for (const entry of entries) {
    if (entry.kind !== 'moved') continue
    expect(entry.from).toBe(before)
    expect(entry.at >= at).toBe(true)
    const movers: Mover[] =
      entry.actor === 'system'
        ? ['system']
        : entry.actor === complaint.person
          ? ['worker']
          : ['caseworker', 'second', 'supervisor']
    const made = moves.filter(
      ({ from, to, by }) =>
        (from as readonly unknown[]).includes(entry.from) &&
        to === entry.to &&
        by.some((mover: Mover) => movers.includes(mover)),
    )
    expect(made.length, `${entry.from} → ${entry.to} by ${movers[0]}`).toBeGreaterThan(0)
    if (made.every(({ id }) => explained.includes(id))) expect(entry.text, made[0]?.id).toBeTruthy()
    before = entry.to
    at = entry.at
  }
  expect(before).toBe(state)
  expect(at).toBe(complaint.stateAt)
}

async function casesIn(world: World): Promise<Complaint[]> {
  const found: Complaint[] = []
  for await (const complaint of world.store.walk(complaints)) found.push(complaint)
  return found.sort((a, b) => (a.number < b.number ? -1 : 1))
}

async function lives(steps: readonly Step[], seen: Set<string>): Promise<void> {
  const world = await openWorld({ channel: 'web' })
  try {
    await withPoints(world)
    const worker = world.user('worker')
    await submits(worker)
    await worker.says('取消')
    await worker.says('投诉')
    for (const line of ['都没有', '工资', '不是，另外一件', '宏达', '龙华区民治工地', '9月', '一万', '没错，提交'])
      await worker.says(line)
    await worker.says('取消')
    await becomesOfficer(world.user('officer'), '王姐', ['caseworker'])
    await becomesOfficer(world.user('second'), '李督', ['caseworker', 'supervisor'])
    const past: string[] = []
    for (const taken of steps) {
      if ('days' in taken) {
        world.clock.advance(taken.days * day)
        for (const job of mornings) await runsJob(world, job)
      } else await presses(world.user(taken.who), await casesIn(world), taken, past)
      for (const complaint of await casesIn(world)) {
        const entries = await entriesOf(world, complaint.id)
        expectSound(complaint, entries)
        for (const { kind, from, to } of entries) if (kind === 'moved') seen.add(`${from} → ${to}`)
      }
    }
  } finally {
    await world.close()
  }
}

it('whatever anybody does and however long they wait: no open case without a next step and its day, no move outside the table, each on record', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(life, (steps) => lives(steps, seen)),
    { numRuns: 10, endOnFailure: true },
  )
  expect(seen.size).toBeGreaterThan(4)
}, 120_000)
