import { afterEach, describe, expect, it } from 'vitest'
import type { Unit } from '../../src/domain/unit'
import { units } from '../../src/store/collections'
import { auditOf, secondDevice } from '../support/case-world'
import { becomesOfficer, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function open(channel: Channel, unit = 'root'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  const admin = world.user('admin')
  await becomesOfficer(admin, '张书记', ['admin'], unit)
  return admin
}

async function named(name: string): Promise<Unit | undefined> {
  for await (const unit of world.store.walk(units)) if (unit.name === name) return unit
  return undefined
}

describe.each<Channel>(['web', 'window'])('units on %s', (channel) => {
  it('are added street by street down to the point, each with its poster link', async () => {
    const admin = await open(channel)
    await admin.presses('!officer-form.new-unit')
    for (const line of ['街道、镇', '石牌街道']) await admin.says(line)
    expect(said(await admin.says('没错，加上'))).toMatch(/start=\d{6}/)
    const street = await named('石牌街道')
    expect(street).toMatchObject({ kind: 'street', site: null, parent: 'root', closedAt: null })

    await admin.presses('加一个点位')
    await admin.presses('!officer-form.new-unit')
    await world.restart()
    expect(said(await admin.says('联络点'))).toContain('叫什么名字')
    expect(said(await admin.says('三号工地'))).toContain('归哪里管')
    expect(said(await admin.says('随便'))).toContain('归哪里管')
    await admin.says('石牌街道')
    expect(said(await admin.says('返回'))).toContain('归哪里管')
    await admin.says('不变')
    await admin.says('企业')
    const shown = said(await admin.says('没错，加上'))
    const point = await named('三号工地')
    expect(point).toMatchObject({ kind: 'point', site: 'enterprise', parent: street?.id })
    expect(point?.path).toEqual(['root', street?.id, point?.id])
    expect(shown).toContain(`https://lianxin.example/?start=${point?.code}`)
    for (let n = 0; n < 10; n++) await admin.repeatsLast()
    expect((await auditOf(world)).map(({ action }) => action)).toEqual(['unit-made', 'unit-made'])
    expect(said(await world.user('youth').says(`/start ${point?.code}`))).toContain('三号工地')
  })

  it('are listed, renamed and closed, but not while something lies below', async () => {
    const admin = await open(channel)
    expect(said(await admin.presses('!unit-list'))).toContain('联络点2号')
    await admin.presses('联络点2号')
    await admin.presses('改名字')
    expect(said(await admin.says('东门联络点'))).toContain('东门联络点')
    await admin.presses('!unit-close.point-2')
    expect(said(await admin.presses('是，关掉'))).toContain('「东门联络点」关掉了')
    expect((await named('东门联络点'))?.closedAt).toBe(world.clock.now())
    expect(said(await admin.presses('!unit-list'))).not.toContain('东门')
    for (const action of ['unit-close', 'unit-close-yes']) {
      expect(said(await admin.presses(`!${action}.root`))).toContain('下面还有开着的')
    }
    expect(said(await admin.presses('是，关掉'))).toContain('的同事才能办')
    expect((await auditOf(world)).map(({ action }) => action)).toEqual(['unit-renamed', 'unit-closed'])
  })

  it('are not added when the form is cancelled', async () => {
    const admin = await open(channel)
    await admin.presses('!officer-form.new-unit')
    for (const line of ['联络点', '三号工地', '取消']) await admin.says(line)
    if ((await admin.session())?.turn) await admin.says('不填了，删掉')
    expect(await named('三号工地')).toBeUndefined()
    expect((await admin.session())?.turn).toBeNull()
  })
})

describe('a unit', () => {
  it('gives the committee its name', async () => {
    const admin = await open('web')
    await admin.presses('!officer-form.rename-unit.root')
    await admin.says('石牌街道团工委')
    expect(said(await world.user('youth').says('你好'))).toContain('石牌街道团工委')
  })

  it('has a name of its own where it stands', async () => {
    const admin = await open('web')
    await admin.presses('!officer-form.new-unit')
    await admin.says('联络点')
    expect(said(await admin.says('联络点1号'))).toContain('已经有这个名字了')
    for (const line of ['联络点3号', '村居']) await admin.says(line)
    expect(said(await admin.says('没错，加上'))).toContain('联络点3号')
  })

  it('that is closed meanwhile is asked again', async () => {
    const admin = await open('web')
    await admin.presses('!officer-form.invite-officer')
    for (const line of ['联络员、督办', '联络点1号']) await admin.says(line)
    const point = await world.read((tx) => tx.get(units, 'point-1'))
    if (point) await world.write((tx) => tx.put(units, { ...point, closedAt: world.clock.now() }))
    expect(said(await admin.says('没错，生成邀请'))).toMatch(/刚刚关掉了[\s\S]*管哪里/)
    await admin.says('联络点2号')
    expect(said(await admin.says('没错，生成邀请'))).toContain('联络点2号请你做联络员、督办')
  })

  it('is changed only by an admin of it or of what stands above, on whichever device', async () => {
    const admin = await open('web', 'point-1')
    for (const value of ['unit-open.point-2', 'unit-close.point-2', 'unit-close-yes.root', 'unit-open.nothing']) {
      expect(said(await admin.presses(`!${value}`)), value).toContain('的同事才能办')
    }
    expect(said(await admin.presses('!officer-form.rename-unit.root'))).toContain('的同事才能办')
    const tablet = await secondDevice(admin)
    await admin.presses('!officer-form.rename-unit.point-1')
    expect(said(await tablet.says('西门联络点'))).toContain('西门联络点')
  })
})
