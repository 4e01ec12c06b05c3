import { afterEach, describe, expect, it } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { auditOf, caseOf, entriesOf, secondDevice, withCase } from '../support/case-world'
import { becomesOfficer, said } from '../support/people'
import type { Channel, User, World } from '../support/world'

let world: World
afterEach(() => world.close())

interface Walk {
  form: string
  start: Partial<Complaint>
  /** An answer for each step, and how its question begins. */
  steps: readonly { asks: string; answer: string; nonsense?: string; skips?: true }[]
  /** The button that ends the read-back. */
  submit?: string
  becomes: Partial<Complaint>
  entry: string | null
  worker: string | null
}

const late = { step: 'your-answer', by: '2026-11-01', estimated: false }
const reminded = { times: 3, at: '2026-10-27T01:00:00.000Z' }

const walks: Walk[] = [
  {
    form: 'ask-info',
    start: { state: 'submitted' },
    steps: [{ asks: '还缺什么', answer: '工地在哪个区' }],
    submit: '发出去',
    becomes: { state: 'needs-info', next: { step: 'your-answer', by: '2026-12-11', estimated: false } },
    entry: '工地在哪个区',
    worker: '工地在哪个区',
  },
  {
    form: 'handle-case',
    start: { state: 'accepted' },
    steps: [
      { asks: '打算怎么办', answer: '明天打电话给工地' },
      { asks: '最晚哪天', answer: '11月25日', nonsense: '看情况' },
    ],
    submit: '发出去',
    becomes: { state: 'handling', next: { step: 'progress', by: '2026-11-25', estimated: false } },
    entry: '明天打电话给工地',
    worker: '明天打电话给工地',
  },
  {
    form: 'case-paid',
    start: { state: 'handling' },
    steps: [
      { asks: '对方说付了多少', answer: '一万', nonsense: '一些' },
      { asks: '是全部', answer: '一部分', nonsense: '可能吧' },
    ],
    submit: '没错，问本人',
    becomes: { state: 'claimed-paid' },
    entry: null,
    worker: '先付了你 10,000 元',
  },
  {
    form: 'close-case',
    start: { state: 'resolved' },
    steps: [
      { asks: '结果是哪一种', answer: '付了一部分', nonsense: '嗯嗯' },
      { asks: '还有话', answer: '保重身体', skips: true },
    ],
    submit: '没错，结案',
    becomes: { state: 'closed', outcome: 'paid-part', next: null },
    entry: '保重身体',
    worker: '保重身体',
  },
  {
    form: 'decline-case',
    start: { state: 'submitted' },
    steps: [
      { asks: '为什么办不了', answer: '不是劳动的事' },
      { asks: '本人该去哪里', answer: '区住建局 12345' },
    ],
    submit: '没错，请同事定',
    becomes: { state: 'submitted' },
    entry: '不是劳动的事\n区住建局 12345',
    worker: null,
  },
  {
    form: 'close-unreached',
    start: { state: 'needs-info', next: late, reminded },
    steps: [{ asks: '怎么找过本人', answer: '打过两次电话' }],
    submit: '没错，请同事定',
    becomes: { state: 'needs-info' },
    entry: '打过两次电话',
    worker: null,
  },
  {
    form: 'write-to-worker',
    start: { state: 'handling', next: late },
    steps: [{ asks: '要对本人说什么', answer: '明天带上工牌' }],
    submit: '发出去',
    becomes: { state: 'handling', next: { step: 'progress', by: '2026-12-04', estimated: false } },
    entry: '明天带上工牌',
    worker: '明天带上工牌',
  },
  {
    form: 'case-note',
    start: { state: 'handling' },
    steps: [{ asks: '要记什么', answer: '老板姓王，说月底有钱' }],
    becomes: { state: 'handling' },
    entry: '老板姓王，说月底有钱',
    worker: null,
  },
  {
    form: 'pass-on-case',
    start: { state: 'handling' },
    steps: [
      { asks: '交给谁', answer: '赵姐', nonsense: '老张' },
      { asks: '要跟同事说', answer: '我下周休假', skips: true },
    ],
    submit: '没错，交出去',
    becomes: { state: 'handling' },
    entry: '王姐 交给 赵姐 办\n我下周休假',
    worker: null,
  },
]

async function open(walk: Walk, channel: Channel) {
  const opened = await withCase(channel, walk.start)
  world = opened.world
  const officer = world.user('officer')
  await becomesOfficer(officer, '王姐', ['caseworker'])
  await becomesOfficer(world.user('colleague'), '赵姐', ['caseworker'])
  await world.user('colleague').inbox()
  const asked = said(await officer.presses(`!case-form.${walk.form}.case-1`))
  expect(asked).toContain(walk.steps[0]?.asks)
  return { officer, worker: opened.worker }
}

async function answers(user: User, walk: Walk): Promise<string> {
  let last = ''
  for (const { answer } of walk.steps) last = said(await user.says(answer))
  if (walk.submit) last = said(await user.says(walk.submit))
  return last
}

/** What the form did, as it is stored. */
async function traces(user: User, worker: User) {
  const entries = (await entriesOf(world)).filter((entry) => entry.kind !== 'opened').length
  const acts = (await auditOf(world)).length
  const told = await worker.inbox()
  const rows = (await world.rowsFor(worker)).length + (await world.rowsFor(world.user('colleague'))).length
  return { stored: await caseOf(world), entries, acts, told: said(told), rows, turn: (await user.session())?.turn }
}

describe.each<Channel>(['web', 'window'])('on %s', (channel) => {
  describe.each(walks)('the form $form', (walk) => {
    it('goes straight through, is stored, on record, and told', async () => {
      const { officer, worker } = await open(walk, channel)
      await answers(officer, walk)
      const { stored, told, turn } = await traces(officer, worker)
      expect(stored).toMatchObject(walk.becomes)
      expect(turn).toBeNull()
      const entries = await entriesOf(world)
      if (walk.entry !== null) expect(entries.at(-1)?.text).toBe(walk.entry)
      expect(entries.at(-1)?.actor).toBe(await officer.personId())
      expect(await auditOf(world)).toContainEqual({
        actor: await officer.personId(),
        action: walk.form,
        target: 'case-1',
      })
      if (walk.worker === null) expect(told).toBe('')
      else expect(told).toContain(walk.worker)
    })

    it('takes nonsense kindly, goes back and on, and outlives a restart between any two turns', async () => {
      const { officer, worker } = await open(walk, channel)
      for (const [index, { asks, answer, nonsense }] of walk.steps.entries()) {
        if (nonsense) expect(said(await officer.says(nonsense))).toContain(asks)
        await world.restart()
        const next = said(await officer.says(answer))
        const after = walk.steps[index + 1]
        if (after) expect(next).toContain(after.asks)
      }
      if (walk.submit) {
        expect(said(await officer.says('返回'))).toContain(walk.steps.at(-1)?.asks)
        await world.restart()
        expect(said(await officer.says('不变'))).toContain('对不对')
        await world.restart()
        await officer.says(walk.submit)
      }
      expect((await traces(officer, worker)).stored).toMatchObject(walk.becomes)
    })

    it('does nothing when it is cancelled, at any step', async () => {
      const { officer, worker } = await open(walk, channel)
      const before = await traces(officer, worker)
      for (let told = 0; told < walk.steps.length; told++) {
        await officer.presses(`!case-form.${walk.form}.case-1`)
        for (const { answer } of walk.steps.slice(0, told)) await officer.says(answer)
        await officer.says('取消')
        if ((await officer.session())?.turn) await officer.says('不填了，删掉')
        expect(await traces(officer, worker)).toEqual({ ...before, turn: null })
      }
    })

    it('has one effect when its last message comes ten times, and its old buttons have none', async () => {
      const { officer, worker } = await open(walk, channel)
      await answers(officer, walk)
      const once = await traces(officer, worker)
      for (let n = 0; n < 10; n++) await officer.repeatsLast()
      expect(await traces(officer, worker)).toEqual({ ...once, told: '' })
      if (walk.submit) await officer.presses(walk.submit)
      expect(await traces(officer, worker)).toEqual({ ...once, told: '' })
    })

    it('is one form on two devices of the officer', async () => {
      const { officer, worker } = await open(walk, channel)
      const tablet = await secondDevice(officer)
      const devices = [tablet, officer]
      for (const [index, { answer }] of walk.steps.entries()) await devices[index % 2]?.says(answer)
      if (walk.submit) await devices[walk.steps.length % 2]?.says(walk.submit)
      expect((await traces(officer, worker)).stored).toMatchObject(walk.becomes)
    })

    it('skips what may be skipped and nothing else', async () => {
      const { officer, worker } = await open(walk, channel)
      for (const [index, { asks, answer, skips }] of walk.steps.entries()) {
        const next = said(await officer.says('跳过'))
        const after = walk.steps[index + 1]?.asks ?? '对不对'
        expect(next).toContain(skips ? after : asks)
        if (!skips) await officer.says(answer)
      }
      if (walk.submit) await officer.says(walk.submit)
      expect((await traces(officer, worker)).stored).toMatchObject(walk.becomes)
    })
  })
})
