import { expect } from 'vitest'
import { expectBooksBalanced, monthFor, planFor } from './contact-books'
import type { FormScript } from './form-scripts'
import { committee, type Name } from './form-scripts-people'
import { becomesOfficer, registers, youthOf } from './people'
import type { User, World } from './world'

/** Somebody registered, of whom is known where they live and work. */
async function youth(world: World, name: Name): Promise<User> {
  await committee(world)
  const user = world.user(`youth-${name}`)
  await registers(user, name === 'a' ? '小李' : '小王')
  await user.says('我的')
  await user.presses('改资料')
  await user.says('改5')
  await user.says('民治村')
  await user.says('改6')
  await user.says('万科工地')
  await user.says('没错，保存')
  return user
}

async function wordsStand(world: World, user: User, words: string): Promise<void> {
  expect((await monthFor(user, '2026-11')).clears.words).toBe(words)
  await expectBooksBalanced(world)
}

/** What the monthly contact asks of a youth and of their officer. */
export const contactScripts: readonly FormScript[] = [
  {
    form: 'contact',
    async setup(world, name) {
      const user = await youth(world, name)
      return {
        user,
        opens: ['联络'],
        answers: [
          ['龙华宿舍3栋'],
          [{ tap: '换了' }],
          [{ tap: '外卖、快递' }],
          ['民治站点'],
          [{ tap: '🙂 还行' }],
          [{ tap: '没有' }],
        ],
        async stored() {
          expect(await youthOf(user)).toMatchObject({
            livesAt: '龙华宿舍3栋',
            trade: 'delivery',
            worksAt: '民治站点',
            employer: null,
          })
          const { contacts, clears } = await monthFor(user, '2026-11')
          expect(contacts.map(({ way }) => way)).toEqual(['registered', 'chat'])
          expect(clears).toMatchObject({ mood: 'fine', needsHelp: false })
          await expectBooksBalanced(world)
        },
      }
    },
  },
  {
    form: 'contact-reach',
    async setup(world, name) {
      const user = await youth(world, name)
      return {
        user,
        opens: [{ press: '!contact-reach' }],
        answers: [['跳过'], ['宿舍要拆了']],
        stored: () => wordsStand(world, user, '宿舍要拆了'),
      }
    },
  },
  {
    form: 'contact-reply',
    async setup(world, name) {
      const user = await youth(world, name)
      const liaison = world.user(`liaison-${name}`)
      const id = await becomesOfficer(liaison, '陈姐', ['liaison'])
      return {
        user,
        opens: ['你好', { press: `!contact-reply.${id}` }],
        answers: [['晚上八点以后在']],
        stored: () => wordsStand(world, user, '晚上八点以后在'),
      }
    },
  },
  {
    form: 'contact-write',
    async setup(world, name) {
      const other = await youth(world, name)
      const user = world.user(`liaison-${name}`)
      await becomesOfficer(user, '陈姐', ['liaison'])
      const id = await other.personId()
      return {
        user,
        opens: ['工作台', { press: `!contact-write.${id}` }],
        answers: [['什么时候方便见面？'], [{ tap: '发出去' }]],
        async stored() {
          const rows = await world.rowsFor(other)
          expect(rows.filter(({ body }) => body.text === '什么时候方便见面？')).toHaveLength(1)
        },
      }
    },
  },
  {
    form: 'contact-entry',
    async setup(world, name) {
      const other = await youth(world, name)
      const user = world.user(`liaison-${name}`)
      await becomesOfficer(user, '陈姐', ['liaison'])
      const id = await other.personId()
      return {
        user,
        opens: ['工作台', { press: `!contact-enter.other.${id}` }],
        answers: [
          [{ tap: '见面' }],
          [{ tap: '昨天' }],
          [{ tap: '还住民治村' }],
          [{ tap: '还是老样子' }],
          [{ tap: '😊 挺好的' }],
          [{ tap: '不用' }],
          [{ tap: '没错，记下' }],
        ],
        async stored() {
          const { contacts, clears } = await monthFor(other, '2026-11')
          expect(contacts.map(({ way }) => way)).toEqual(['visit', 'registered'])
          expect(contacts[0]).toMatchObject({ by: await user.personId(), at: '2026-11-19T04:00:00.000Z' })
          expect(clears).toMatchObject({ livesAt: '民治村', mood: 'well', needsHelp: false })
          expect((await planFor(other))?.contacted).toBe('2026-11')
          await expectBooksBalanced(world)
        },
      }
    },
  },
]
