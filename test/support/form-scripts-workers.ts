import { expect } from 'vitest'
import type { Complaint } from '../../src/domain/complaint'
import { caseOf, entriesOf } from './case-world'
import { casesOf } from './complaining'
import type { FormScript } from './form-scripts'
import { type Name, numberOf, worker } from './form-scripts-people'
import { hasCase } from './people'
import type { World } from './world'

/** A worker with a case, who opens one of its buttons. */
async function withCase(world: World, name: Name, changes: Partial<Complaint>, button: string) {
  const user = await worker(world, name)
  const n = numberOf(name)
  const complaint = await hasCase(user, n, changes)
  return { user, complaint, id: `case-${n}`, opens: ['进度', { tap: button }] }
}

const told = {
  dangers: [],
  kind: 'own-wage',
  against: '东门大楼的王老板',
  place: '东门工地',
  since: null,
  amount: { fen: 1_800_000, about: false },
  arrears: [],
  details: {},
} as const satisfies Complaint['given']

/** What a worker fills in about a complaint. */
export const workerScripts: readonly FormScript[] = [
  {
    form: 'complain',
    async setup(world, name) {
      const user = await worker(world, name)
      return {
        user,
        opens: ['投诉'],
        answers: [
          [{ tap: '同意，开始' }],
          [{ tap: '都没有' }],
          [{ tap: '拖欠我的工资' }],
          ['宏达建筑 13812345678'],
          ['龙华区民治万科工地'],
          ['8月'],
          ['一万八'],
          [{ tap: '没错，提交' }],
        ],
        async stored() {
          const cases = await casesOf(user)
          expect(cases).toHaveLength(1)
          expect(cases[0]).toMatchObject({
            state: 'submitted',
            urgent: false,
            given: {
              kind: 'own-wage',
              against: '宏达建筑 13812345678',
              place: '龙华区民治万科工地',
              since: { iso: '2026-08' },
              amount: { fen: 1_800_000, about: false },
            },
          })
        },
        stopped: async () => expect(await casesOf(user)).toEqual([]),
      }
    },
  },
  {
    form: 'complaint-details',
    async setup(world, name) {
      const { user, id, opens } = await withCase(world, name, { given: told }, '补充情况')
      return {
        user,
        opens,
        answers: [
          [{ photo: '告示牌.png' }, { photo: '欠条.png' }, { tap: '好了' }],
          ['老乡介绍去的'],
          ['小李'],
          ['13812345678'],
          [{ tap: '可以打' }],
          ['晚上八点后'],
          ['别提工资'],
          [{ tap: '已经走了' }],
          ['9月'],
          ['木工'],
          ['老张'],
          [{ tap: '按天' }],
          ['三百'],
          ['12'],
          ['昨天'],
          ['说月底给'],
          [{ tap: '没签，只是口头说的' }],
          [{ tap: '投诉过' }],
          ['区劳动局，上个月'],
          [{ tap: '帮我转给能管的地方' }],
          [{ tap: '男' }],
          ['19'],
          ['龙华区民治街道'],
          ['老王'],
          [{ tap: '就这些' }],
        ],
        async stored() {
          const { given, evidence } = await caseOf(world, id)
          expect(evidence.map(({ file }) => file.name)).toEqual(['告示牌.png', '欠条.png'])
          expect(given.details).toMatchObject({
            facts: '老乡介绍去的',
            'may-call': true,
            'still-working': false,
            'pay-rate': { fen: 30_000, about: false },
            'people-count': 12,
            prior: 'complained',
            'prior-where': '区劳动局，上个月',
            wish: 'refer',
            witness: '老王',
          })
        },
        stopped: async () => expect((await caseOf(world, id)).evidence).toHaveLength(2),
      }
    },
  },
  {
    form: 'urgent',
    async setup(world, name) {
      const user = await worker(world, name)
      return {
        user,
        opens: ['紧急'],
        answers: [[{ tap: '被打、被威胁' }], ['东门工地宿舍三楼']],
        async stored() {
          const cases = await casesOf(user)
          expect(cases).toHaveLength(1)
          expect(cases[0]).toMatchObject({
            state: 'draft',
            urgent: true,
            given: { dangers: ['threatened'], place: '东门工地宿舍三楼' },
          })
          const alarms = (await world.rowsFor(world.user('desk'))).filter((row) => row.urgent)
          expect(alarms.filter((row) => row.body.text.includes(cases[0]?.number ?? '?'))).not.toEqual([])
        },
        stopped: async () =>
          expect(await casesOf(user)).toMatchObject([{ state: 'draft', given: { dangers: ['threatened'] } }]),
      }
    },
  },
  {
    form: 'add-evidence',
    async setup(world, name) {
      const { user, id, opens } = await withCase(world, name, {}, '补照片、文件')
      const twoFiles = async () => expect((await caseOf(world, id)).evidence).toHaveLength(2)
      return {
        user,
        opens,
        answers: [[{ photo: '合同.png' }, { photo: '欠条.png' }, { tap: '好了' }]],
        stored: twoFiles,
      }
    },
  },
  {
    form: 'add-words',
    async setup(world, name) {
      const { user, id, opens } = await withCase(world, name, {}, '补充一句话')
      return {
        user,
        opens,
        answers: [['老板说下周给']],
        async stored() {
          const words = (await entriesOf(world, id)).filter(({ text }) => text === '老板说下周给')
          expect(words).toMatchObject([{ kind: 'from-worker' }])
        },
      }
    },
  },
  {
    form: 'got-paid',
    async setup(world, name) {
      const { user, id, opens } = await withCase(world, name, { state: 'handling' }, '拿到钱了')
      return {
        user,
        opens,
        answers: [[{ tap: '只拿到一部分' }], ['五千'], [{ tap: '要，接着讨' }], [{ tap: '没错，提交' }]],
        stored: async () =>
          expect(await caseOf(world, id)).toMatchObject({
            state: 'handling',
            payments: [{ fen: 500_000, part: true, confirmed: 'yes' }],
          }),
      }
    },
  },
  {
    form: 'solved',
    async setup(world, name) {
      const changes = { state: 'handling', given: { ...told, kind: 'injury' } } as const
      const { user, id, opens } = await withCase(world, name, changes, '已经解决了')
      return {
        user,
        opens,
        answers: [[{ tap: '解决了' }]],
        stored: async () => expect(await caseOf(world, id)).toMatchObject({ state: 'resolved' }),
      }
    },
  },
  {
    form: 'withdraw',
    async setup(world, name) {
      const { user, id, opens } = await withCase(world, name, {}, '撤回')
      const pressed = async () =>
        expect((await entriesOf(world, id)).filter(({ text }) => text?.includes('有人逼他'))).toHaveLength(1)
      return {
        user,
        opens,
        answers: [[{ tap: '有人逼我' }], [{ tap: '还是撤吧' }], ['老板在旁边']],
        async stored() {
          expect(await caseOf(world, id)).toMatchObject({ state: 'withdrawn', outcome: 'withdrawn' })
          await pressed()
        },
        async stopped() {
          expect(await caseOf(world, id)).toMatchObject({ state: 'submitted' })
          await pressed()
        },
      }
    },
  },
]
