import { expect } from 'vitest'
import { after, minute } from '../../src/domain/instant'
import { gatherings } from '../../src/store/collections'
import { eventOf, hasEvent, registered, signUpOfUser } from './event-world'
import type { Cast, FormScript } from './form-scripts'
import { type Name, numberOf } from './form-scripts-people'
import { becomesOfficer, withPoints } from './people'
import type { User, World } from './world'

async function admin(world: World, name: Name): Promise<User> {
  await withPoints(world)
  const user = world.user(`admin-${name}`)
  await becomesOfficer(user, name === 'a' ? '张书记' : '李书记', ['admin'])
  return user
}

async function titled(world: World, title: string) {
  const found = []
  for await (const gathering of world.store.walk(gatherings)) if (gathering.title === title) found.push(gathering)
  return found
}

/** What is filled in about events. */
export const eventScripts: readonly FormScript[] = [
  {
    form: 'make-event',
    async setup(world, name): Promise<Cast> {
      const title = name === 'a' ? '周末茶话会' : '周日茶话会'
      return {
        user: await admin(world, name),
        opens: ['工作台', { tap: '办活动' }],
        answers: [
          [{ tap: '茶话会' }],
          [title],
          ['11月28日 14:00，三个小时'],
          ['民治街道文化站'],
          ['30'],
          [{ tap: '再写细一点' }],
          [{ tap: '联络点1号' }],
          [{ tap: '工地、装修' }, { tap: '好了' }],
          ['18到30'],
          [{ tap: '只给团员' }],
          ['周三上午8点'],
          ['11月27日'],
          ['带上水杯'],
          [{ photo: '海报.png' }],
          [{ tap: '没错，存成草稿' }],
        ],
        async stored() {
          const [made, ...more] = await titled(world, title)
          expect(more).toEqual([])
          expect(made).toMatchObject({
            state: 'draft',
            unit: 'point-1',
            kind: 'tea',
            startsAt: '2026-11-28T06:00:00.000Z',
            endsAt: '2026-11-28T09:00:00.000Z',
            place: '民治街道文化站',
            places: 30,
            audience: { trades: ['building'], ages: { from: 18, to: 30 }, leagueOnly: true },
            signUpFrom: '2026-11-25T00:00:00.000Z',
            signUpUntil: '2026-11-27T15:59:00.000Z',
            text: '带上水杯',
            picture: { name: '海报.png' },
          })
        },
      }
    },
  },
  {
    form: 'change-event',
    async setup(world, name) {
      const user = await admin(world, name)
      const id = `event-${numberOf(name)}`
      await hasEvent(world, { id })
      return {
        user,
        opens: [{ press: `!event-manage.${id}` }, { tap: '改一改' }],
        answers: [['改2', '周日交友会'], ['改4', '万科广场'], ['改6', { tap: '联络点1号' }], [{ tap: '没错，改' }]],
        async stored() {
          const changed = { title: '周日交友会', place: '万科广场', unit: 'point-1', revision: 1 }
          expect(await eventOf(world, id)).toMatchObject(changed)
        },
      }
    },
  },
  {
    form: 'cancel-event',
    async setup(world, name) {
      const user = await admin(world, name)
      const id = `event-${numberOf(name)}`
      await hasEvent(world, { id })
      return {
        user,
        opens: [{ press: `!event-manage.${id}` }, { tap: '取消活动' }],
        answers: [[{ tap: '是，取消' }], ['下大雨']],
        stored: async () => expect(await eventOf(world, id)).toMatchObject({ state: 'cancelled', reason: '下大雨' }),
      }
    },
  },
  {
    form: 'check-in',
    async setup(world, name) {
      await withPoints(world)
      await hasEvent(world, { startsAt: after(world.clock.now(), 20 * minute) })
      const user = await registered(world, `worker-${name}`)
      await user.presses('!event-go.event-1')
      return {
        user,
        opens: ['签到'],
        answers: [['4711']],
        stored: async () => expect(await signUpOfUser(user)).toMatchObject({ cameAt: expect.any(String) }),
      }
    },
  },
]
