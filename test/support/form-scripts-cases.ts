import { expect } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { text } from '../../src/text/text'
import { auditOf, caseOf, entriesOf } from './case-world'
import type { Cast, FormScript, Move } from './form-scripts'
import { becomesOfficer, hasCase, withPoints } from './people'
import type { World } from './world'

interface CaseWalk {
  form: string
  /** The button of the case that opens it. */
  button: string
  start: Partial<Complaint>
  answers: Cast['answers']
  becomes: Partial<Complaint>
  /** The line of the record it leaves. */
  entry: string | null
}

const late = { step: 'your-answer', by: '2026-11-01', estimated: false }
const reminded = { times: 3, at: '2026-11-01T02:00:00.000Z' }
const send: Move = { tap: '发出去' }
const askColleague: Move = { tap: '没错，请同事定' }

const walks: readonly CaseWalk[] = [
  {
    form: 'ask-info',
    button: '请本人补充',
    start: { state: 'submitted' },
    answers: [['工地在哪个区'], [send]],
    becomes: { state: 'needs-info' },
    entry: '工地在哪个区',
  },
  {
    form: 'handle-case',
    button: '开始处理',
    start: { state: 'accepted' },
    answers: [['明天打电话给工地'], ['11月25日'], [send]],
    becomes: { state: 'handling', next: { step: 'progress', by: '2026-11-25', estimated: false } },
    entry: '明天打电话给工地',
  },
  {
    form: 'case-paid',
    button: '对方说付了',
    start: { state: 'handling' },
    answers: [['一万'], [{ tap: '一部分' }], [{ tap: '没错，问本人' }]],
    becomes: { state: 'claimed-paid' },
    entry: null,
  },
  {
    form: 'close-case',
    button: '结案',
    start: { state: 'resolved' },
    answers: [[{ tap: '付了一部分' }], ['保重身体'], [{ tap: '没错，结案' }]],
    becomes: { state: 'closed', outcome: 'paid-part' },
    entry: '保重身体',
  },
  {
    form: 'decline-case',
    button: '提议不受理',
    start: { state: 'submitted' },
    answers: [['不是劳动的事'], ['区住建局 12345'], [askColleague]],
    becomes: { state: 'submitted' },
    entry: '不是劳动的事\n区住建局 12345',
  },
  {
    form: 'close-unreached',
    button: '联系不上，提议结案',
    start: { state: 'needs-info', next: late, reminded },
    answers: [['打过两次电话'], [askColleague]],
    becomes: { state: 'needs-info' },
    entry: '打过两次电话',
  },
  {
    form: 'write-to-worker',
    button: '写给本人',
    start: { state: 'handling', next: late },
    answers: [['明天带上工牌'], [send]],
    becomes: { state: 'handling', next: { step: 'progress', by: '2026-12-04', estimated: false } },
    entry: '明天带上工牌',
  },
  {
    form: 'case-note',
    button: '内部备注',
    start: { state: 'handling' },
    answers: [['老板姓王，说月底有钱']],
    becomes: { state: 'handling' },
    entry: '老板姓王，说月底有钱',
  },
  {
    form: 'merge-case',
    button: text('zh-CN', 'casework.merge'),
    start: { state: 'accepted' },
    answers: [['1'], [{ tap: text('zh-CN', 'casework.merge.submit') }]],
    becomes: { state: 'accepted' },
    entry: null,
  },
  {
    form: 'pass-on-case',
    button: '交给别人',
    start: { state: 'handling' },
    answers: [[{ tap: '赵姐' }], ['我下周休假'], [{ tap: '没错，交出去' }]],
    becomes: { state: 'handling' },
    entry: '我下周休假',
  },
]

function script({ form, button, start, answers, becomes, entry }: CaseWalk): FormScript {
  return {
    form,
    async setup(world: World, name) {
      await withPoints(world)
      await becomesOfficer(world.user('colleague'), '赵姐', ['caseworker'])
      const user = world.user(`officer-${name}`)
      const officer = await becomesOfficer(user, name === 'a' ? '王姐' : '李姐', ['caseworker'])
      const worker = world.user(`worker-${name}`)
      await worker.says('你好')
      if (form === 'merge-case') await hasCase(worker, name === 'a' ? 8 : 9, { owner: officer })
      const owner = start.state === 'submitted' ? null : officer
      const { id } = await hasCase(worker, name === 'a' ? 1 : 2, { ...start, owner })
      return {
        user,
        opens: [{ press: `!case-open.${id}` }, { tap: button }],
        answers,
        async stored() {
          expect(await caseOf(world, id)).toMatchObject(becomes)
          const entries = await entriesOf(world, id)
          if (entry) expect(entries.filter(({ text }) => text?.endsWith(entry))).toMatchObject([{ actor: officer }])
          expect(await auditOf(world)).toContainEqual({ actor: officer, action: form, target: id })
        },
      }
    },
  }
}

export const caseScripts: readonly FormScript[] = walks.map(script)
