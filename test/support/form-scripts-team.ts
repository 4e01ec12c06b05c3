import { expect } from 'vitest'
import { putAdminCode, storedAdminCode } from '../../src/features/officers/admin-code'
import { invitations, units } from '../../src/store/collections'
import { officerOf } from './case-world'
import type { FormScript } from './form-scripts'
import { becomesOfficer, withPoints } from './people'
import type { User, World } from './world'

async function officer(world: World, name: string, roles: Parameters<typeof becomesOfficer>[2]): Promise<User> {
  await withPoints(world)
  const user = world.user(`officer-${name}`)
  await becomesOfficer(user, name === 'a' ? '王主任' : '李主任', roles)
  return user
}

async function someone(world: World, name: string): Promise<User> {
  await withPoints(world)
  const user = world.user(`someone-${name}`)
  await user.says('你好')
  return user
}

const expires = '2026-11-27T02:00:00.000Z'

export const teamScripts: readonly FormScript[] = [
  {
    form: 'become-admin',
    onlyOne: true,
    async setup(world, name) {
      const user = await someone(world, name)
      const hash = world.bot.tools.hashCode('12345678')
      await world.write(async (tx) => {
        if (!(await storedAdminCode(tx))) await putAdminCode(tx, { hash, expiresAt: null, usedAt: null })
      })
      return {
        user,
        opens: ['/admin 12345678'],
        answers: [['王主任'], [{ tap: '我也办' }], [{ tap: '没错，提交' }]],
        async stored() {
          expect(await officerOf(user)).toMatchObject({ name: '王主任', roles: ['caseworker', 'admin'], unit: 'root' })
          expect((await world.read(storedAdminCode))?.usedAt).toBeTruthy()
        },
      }
    },
  },
  {
    form: 'invite-officer',
    async setup(world, name) {
      const user = await officer(world, name, ['admin'])
      const by = await user.personId()
      return {
        user,
        opens: ['工作台', { tap: '邀请同事' }],
        answers: [
          [{ tap: '联络员' }, { tap: '维权专员' }, { tap: '好了' }],
          [{ tap: '联络点1号' }],
          [{ tap: '没错，生成邀请' }],
        ],
        async stored() {
          const made = await world.read((tx) => tx.find(invitations, { index: 'unit', equals: 'point-1' }))
          expect(made.filter((invitation) => invitation.by === by)).toMatchObject([
            { roles: ['liaison', 'caseworker'], usedBy: null },
          ])
        },
      }
    },
  },
  {
    form: 'accept-invitation',
    async setup(world, name) {
      const by = await (await officer(world, 'a', ['admin'])).personId()
      const user = await someone(world, name)
      const code = name === 'a' ? '11112222' : '33334444'
      const id = world.bot.tools.hashCode(code)
      const createdAt = world.clock.now()
      await world.write((tx) =>
        tx.put(invitations, {
          id,
          roles: ['caseworker'],
          unit: 'root',
          by,
          createdAt,
          expiresAt: expires,
          usedBy: null,
        }),
      )
      return {
        user,
        opens: [`i-${code}`],
        answers: [[{ tap: '愿意' }], ['陈姐'], [{ tap: '没错，加入' }]],
        async stored() {
          expect(await officerOf(user)).toMatchObject({ name: '陈姐', roles: ['caseworker'], leftAt: null })
          expect((await world.read((tx) => tx.get(invitations, id)))?.usedBy).toBe(await user.personId())
        },
      }
    },
  },
  {
    form: 'change-roles',
    async setup(world, name) {
      const user = await officer(world, name, ['admin'])
      const mate = world.user(`mate-${name}`)
      const id = await becomesOfficer(mate, name === 'a' ? '小陈' : '小吴', ['liaison'])
      return {
        user,
        opens: [{ press: `!officer-open.${id}` }, { tap: '改职务' }],
        answers: [[{ tap: '督办' }, { tap: '好了' }], [{ tap: '联络点2号' }], [{ tap: '没错，改' }]],
        stored: async () => expect(await officerOf(mate)).toMatchObject({ roles: ['supervisor'], unit: 'point-2' }),
      }
    },
  },
  {
    form: 'on-call',
    async setup(world, name) {
      const user = await officer(world, name, ['caseworker'])
      return {
        user,
        opens: ['工作台', { tap: '我的职务' }, { tap: '设值班时间' }],
        answers: [['周一到周五 9点到18点']],
        stored: async () =>
          expect((await officerOf(user))?.onCall).toEqual({ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }),
      }
    },
  },
  {
    form: 'new-unit',
    async setup(world, name) {
      const user = await officer(world, name, ['admin'])
      await world.write(async (tx) => {
        const root = await tx.get(units, 'root')
        const street = {
          id: 'street',
          kind: 'street',
          name: '东门街道',
          parent: 'root',
          path: ['root', 'street'],
        } as const
        if (root) await tx.put(units, { ...root, ...street, path: [...street.path], code: 'street' })
      })
      const called = name === 'a' ? '三号工地' : '四号工地'
      return {
        user,
        opens: ['工作台', { tap: '点位和海报' }, { tap: '加一个点位' }],
        answers: [[{ tap: '联络点' }], [called], [{ tap: '东门街道' }], [{ tap: '企业' }], [{ tap: '没错，加上' }]],
        async stored() {
          const made = await world.read((tx) => tx.find(units, { index: 'parent', equals: 'street' }))
          expect(made.filter((unit) => unit.name === called)).toMatchObject([{ kind: 'point', site: 'enterprise' }])
        },
      }
    },
  },
  {
    form: 'rename-unit',
    async setup(world, name) {
      const user = await officer(world, name, ['admin'])
      const id = name === 'a' ? 'point-1' : 'point-2'
      return {
        user,
        opens: [{ press: `!unit-open.${id}` }, { tap: '改名字' }],
        answers: [['东门联络点']],
        stored: async () => expect((await world.read((tx) => tx.get(units, id)))?.name).toBe('东门联络点'),
      }
    },
  },
]
