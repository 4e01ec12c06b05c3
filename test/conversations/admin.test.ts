import { afterEach, describe, expect, it } from 'vitest'
import { newAdminCode, putAdminCode, storedAdminCode } from '../../src/features/officers/admin-code'
import { auditOf, officerOf } from '../support/case-world'
import { becomesOfficer, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function withCode(channel: Channel, code = '12345678', expiresAt: string | null = null): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  const hash = world.bot.tools.hashCode(code)
  await world.write((tx) => putAdminCode(tx, { hash, expiresAt, usedAt: null }))
  return world.user('first')
}

describe.each<Channel>(['web', 'window'])('the first admin on %s', (channel) => {
  it('comes in with the code, and may take cases too', async () => {
    const first = await withCode(channel)
    expect(said(await first.says('/admin 1234 5678'))).toContain('你怎么称呼')
    await world.restart()
    expect(said(await first.says('张书记'))).toContain('也由你办维权案子吗')
    await first.says('我也办')
    expect(said(await first.says('没错，提交'))).toContain('是管理员，也是维权专员了')
    const id = await first.personId()
    expect(await officerOf(first)).toMatchObject({ id, name: '张书记', roles: ['caseworker', 'admin'], unit: 'root' })
    expect((await world.read(storedAdminCode))?.usedAt).toBe(world.clock.now())
    expect(await auditOf(world)).toEqual([{ actor: id, action: 'became-admin', target: id }])
  })

  it('is an admin without cases where somebody else handles them', async () => {
    const first = await withCode(channel)
    for (const line of ['/admin 12345678', '张书记', '别人办']) await first.says(line)
    expect(said(await first.says('没错，提交'))).toContain('先邀请一位维权专员')
    expect((await officerOf(first))?.roles).toEqual(['admin'])
  })

  it('may go back, cancel, and begin again; the code is not used up by it', async () => {
    const first = await withCode(channel)
    await first.says('/admin 12345678')
    await first.says('张书记')
    expect(said(await first.says('返回'))).toContain('你怎么称呼')
    await first.says('不变')
    await first.says('取消')
    if ((await first.session())?.turn) await first.says('不填了，删掉')
    expect(await officerOf(first)).toBeUndefined()
    for (const line of ['/admin 12345678', '张书记', '别人办', '没错，提交']) await first.says(line)
    for (let n = 0; n < 10; n++) await first.repeatsLast()
    expect((await officerOf(first))?.roles).toEqual(['admin'])
    expect(await auditOf(world)).toHaveLength(1)
  })
})

describe('an admin code', () => {
  it('lets one person in; whoever began with it as well is told kindly', async () => {
    const first = await withCode('web')
    const other = world.user('other')
    for (const user of [first, other]) for (const line of ['/admin 12345678', '张书记', '别人办']) await user.says(line)
    await first.says('没错，提交')
    expect(said(await other.says('没错，提交'))).toContain('已经用过了')
    expect(said(await other.says('/admin 12345678'))).toContain('已经用过了')
    expect(await officerOf(other)).toBeUndefined()
  })

  it('is guessed at five times an hour, not more', async () => {
    const first = await withCode('web')
    for (let n = 0; n < 5; n++) expect(said(await first.says(`/admin 0000000${n}`))).toContain('不对')
    expect(said(await first.says('/admin 12345678'))).toContain('过一个小时')
    world.clock.advance(61 * 60_000)
    expect(said(await first.says('/admin 12345678'))).toContain('你怎么称呼')
  })

  it('ends after its time, also while the form is open', async () => {
    const first = await withCode('web', '12345678', '2026-11-20T02:20:00.000Z')
    for (const line of ['/admin 12345678', '张书记', '别人办']) await first.says(line)
    world.clock.set('2026-11-20T02:20:00.000Z')
    expect(said(await first.says('没错，提交'))).toContain('过期了')
    expect(said(await first.says('/admin'))).toContain('把代码一起发')
  })

  it('made anew is told to every admin, and so is who came in by it', async () => {
    const first = await withCode('web')
    for (const line of ['/admin 12345678', '张书记', '别人办', '没错，提交']) await first.says(line)
    const code = await world.write((tx) => newAdminCode(tx, world.bot.tools, world.clock.now()))
    expect((await first.inbox()).length).toBe(1)
    const other = world.user('other')
    for (const line of [`/admin ${code}`, '李书记', '别人办', '没错，提交']) await other.says(line)
    expect(said(await first.inbox())).toContain('李书记 用管理员代码成了管理员')
  })

  it('widens no right to cases that was given for one point only', async () => {
    const first = await withCode('web')
    await becomesOfficer(first, '王姐', ['caseworker', 'liaison'], 'point-1')
    for (const line of ['/admin 12345678', '王姐', '别人办', '没错，提交']) await first.says(line)
    expect(await officerOf(first)).toMatchObject({ roles: ['admin'], unit: 'root' })
  })
})
