import { expect } from 'vitest'
import { consents, persons } from '../../src/store/collections'
import { caseOf } from './case-world'
import type { Cast, FormScript } from './form-scripts'
import { committee, type Name, numberOf, worker } from './form-scripts-people'
import { hasCase, personOf, registers, youthOf } from './people'
import type { User, World } from './world'

/** Someone registered whose code is to be typed elsewhere. */
async function giver(world: World, name: Name): Promise<{ user: User; returnCode: string }> {
  await committee(world)
  const user = world.user(`giver-${name}`)
  return { user, returnCode: await registers(user, '小李') }
}

/** What a person fills in about themselves. */
export const oneselfScripts: readonly FormScript[] = [
  {
    form: 'register',
    async setup(world, name): Promise<Cast> {
      const user = await worker(world, name)
      const phone = `138123456${numberOf(name)}8`
      return {
        user,
        opens: ['登记'],
        answers: [
          [{ tap: '同意，开始登记' }],
          ['小李'],
          ['19'],
          [phone],
          ['四川达州'],
          ['民治村'],
          ['万科工地'],
          [{ tap: '工地、装修' }],
          ['宏达建筑'],
          [{ tap: '不是团员' }],
          [{ tap: '联络点1号' }, { tap: '好了' }],
          [{ tap: '没错，登记' }],
        ],
        async stored() {
          expect(await youthOf(user)).toMatchObject({
            name: '小李',
            birthYear: 2007,
            phone,
            homePlace: '四川达州',
            livesAt: '民治村',
            worksAt: '万科工地',
            trade: 'building',
            employer: '宏达建筑',
            leagueMember: false,
            points: ['point-1'],
          })
          expect((await personOf(user))?.returnCode).toBeTruthy()
        },
        async stopped() {
          expect(await youthOf(user)).toBeUndefined()
          expect((await personOf(user))?.consents).toEqual({})
          const proofs = await world.read(async (tx) =>
            tx.find(consents, { index: 'subject', equals: await user.personId() }),
          )
          expect(proofs.every((proof) => proof.agreed)).toBe(true)
        },
      }
    },
  },
  {
    form: 'correct-me',
    async setup(world, name) {
      const { user } = await giver(world, name)
      return {
        user,
        opens: ['我的', { tap: '改资料' }],
        answers: [['改1', '大李'], ['改5', '民治村'], [{ tap: '没错，保存' }]],
        stored: async () =>
          expect(await youthOf(user)).toMatchObject({ name: '大李', livesAt: '民治村', birthYear: 2007 }),
      }
    },
  },
  {
    form: 'erase-me',
    async setup(world, name) {
      const { user } = await giver(world, name)
      const id = await user.personId()
      await hasCase(user, numberOf(name))
      return {
        user,
        opens: ['我的', { tap: '全部删掉' }],
        answers: [[{ tap: '确定，全部删掉' }]],
        async stored() {
          expect(await world.read((tx) => tx.get(persons, id))).toBeUndefined()
          expect(await caseOf(world, `case-${numberOf(name)}`)).toMatchObject({ person: 'erased', state: 'withdrawn' })
        },
      }
    },
  },
  {
    form: 'join',
    countsDevices: true,
    hurries: true,
    async setup(world, name) {
      const other = await giver(world, name)
      const user = await worker(world, name)
      await other.user.says('连接')
      const said = await other.user.presses('在这边要一个码')
      const code =
        said
          .map((body) => body.text)
          .join('')
          .match(/\d{4} \d{4}/)?.[0] ?? ''
      return {
        user,
        opens: ['连接', { tap: '我有码，要输入' }],
        answers: [[{ tap: '是我自己的' }], [code]],
        stored: async () => expect(await user.personId()).toBe(await other.user.personId()),
      }
    },
  },
  {
    form: 'return-code',
    countsDevices: true,
    async setup(world, name) {
      const other = await giver(world, name)
      const user = await worker(world, name)
      const before = (await personOf(other.user))?.returnCode
      return {
        user,
        opens: ['返回码'],
        answers: [[other.returnCode]],
        async stored() {
          expect(await user.personId()).toBe(await other.user.personId())
          expect((await personOf(user))?.returnCode).not.toBe(before)
        },
      }
    },
  },
]
