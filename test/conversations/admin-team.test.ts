import { afterEach, describe, expect, it } from 'vitest'
import { complaints, invitations, officers } from '../../src/store/collections'
import { auditOf, changeCase, changeOfficer, officerOf, secondDevice, withCase } from '../support/case-world'
import { becomesOfficer, hasCase, pressesNotice, said, withPoints } from '../support/people'
import { type Channel, openWorld, type User, type World } from '../support/world'

let world: World
afterEach(() => world.close())

async function asAdmin(channel: Channel = 'web'): Promise<User> {
  world = await openWorld({ channel })
  await withPoints(world)
  const admin = world.user('admin')
  await becomesOfficer(admin, '张书记', ['admin'])
  return admin
}

/** Invites for the unit and gives the code as it was shown. */
async function invites(admin: User, roles = '维权专员 联络员', unit = '城东团区委'): Promise<string> {
  await admin.presses('!officer-form.invite-officer')
  await admin.says(roles.replace(' ', '、'))
  if (!roles.includes(' ')) await admin.says('好了')
  await admin.says(unit)
  const shown = said(await admin.says('没错，生成邀请'))
  expect(shown).toContain('https://lianxin.example/?start=i-')
  return shown.match(/i-\d{8}/)?.[0] ?? ''
}

describe.each<Channel>(['web', 'window'])('an invitation on %s', (channel) => {
  it('makes an officer of whoever opens its link first', async () => {
    const admin = await asAdmin(channel)
    const code = await invites(admin)
    const guest = world.user('guest')
    expect(said(await guest.says(`/start ${code}`))).toContain('请你做「城东团区委」的联络员、维权专员')
    await world.restart()
    for (const line of ['愿意', '赵姐']) await guest.says(line)
    expect(said(await guest.says('没错，加入'))).toContain('赵姐，欢迎')
    for (let n = 0; n < 10; n++) await guest.repeatsLast()
    expect(await officerOf(guest)).toMatchObject({ name: '赵姐', roles: ['caseworker', 'liaison'], unit: 'root' })
    expect(said(await admin.inbox())).toContain('赵姐 加入了')
    expect(said(await world.user('late').says(`/start ${code}`))).toContain('已经用过了')
    const acts = (await auditOf(world)).map(({ action }) => action)
    expect(acts).toEqual(['officer-invited', 'officer-joined'])
  })

  it('may be typed as it stands, and be declined for now', async () => {
    const admin = await asAdmin(channel)
    const code = await invites(admin)
    const guest = world.user('guest')
    expect(said(await guest.says(code))).toContain('愿意吗')
    expect(said(await guest.says('先不了'))).toContain('没有加入')
    expect(await officerOf(guest)).toBeUndefined()
    expect(said(await guest.says(`I ${code.slice(2, 6)} ${code.slice(6)}`))).toContain('愿意吗')
  })
})

describe('an invitation', () => {
  it('ends after seven days and may be taken back before', async () => {
    const admin = await asAdmin()
    const code = await invites(admin)
    const other = await invites(admin, '督办 联络员')
    expect(said(await admin.presses('!invitation-list'))).toContain('1. ')
    const [kept] = await world.read((tx) => tx.find(invitations, { index: 'unit', equals: 'root' }))
    expect(said(await admin.presses(`!invitation-drop.${kept?.id}`))).toContain('收回了')
    expect(said(await admin.presses(`!invitation-drop.${kept?.id}`))).toContain('已经用掉或者收回')
    const guest = world.user('guest')
    const answers = [said(await guest.says(`/start ${code}`)), said(await guest.says(`/start ${other}`))]
    expect(answers.filter((answer) => answer.includes('没有这个邀请码'))).toHaveLength(1)
    world.clock.advance(8 * 86_400_000)
    const late = world.user('late')
    const then = [said(await late.says(`/start ${code}`)), said(await late.says(`/start ${other}`))]
    expect(then.filter((answer) => answer.includes('过期了'))).toHaveLength(1)
  })

  it('is guessed at five times an hour, not more', async () => {
    await asAdmin()
    const guest = world.user('guest')
    for (let n = 0; n < 5; n++) expect(said(await guest.says(`/start i-0000000${n}`))).toContain('没有这个邀请码')
    expect(said(await guest.says('/start i-00000009'))).toContain('过一个小时')
  })

  it('of another unit takes the place of the old roles; the last admin cannot be lost that way', async () => {
    const admin = await asAdmin()
    const code = await invites(admin, '联络员', '联络点1号')
    expect(said(await admin.says(`/start ${code}`))).toContain('最后一位管理员')
    const guest = world.user('guest')
    await becomesOfficer(guest, '赵姐', ['caseworker'], 'point-2')
    for (const line of [`/start ${code}`, '愿意', '赵姐', '没错，加入']) await guest.says(line)
    expect(await officerOf(guest)).toMatchObject({ roles: ['liaison'], unit: 'point-1' })
  })

  it('is made by admins only, within their unit, with a role, on one device or two', async () => {
    const admin = await asAdmin()
    await changeOfficer(admin, { unit: 'point-1' })
    expect(said(await admin.presses('!officer-form.invite-officer'))).toContain('请这位同事做什么')
    expect(said(await admin.says('好了'))).toContain('可以点几个按钮')
    const tablet = await secondDevice(admin)
    await tablet.says('联络员、督办')
    expect(said(await admin.says('没错，生成邀请'))).toContain('联络点1号')
    for (const role of ['liaison', 'caseworker', 'supervisor'] as const) {
      await changeOfficer(admin, { roles: [role] })
      expect(said(await admin.presses('!officer-form.invite-officer'))).toContain('的同事才能办')
      for (const action of ['officer-list', 'invitation-list', 'unit-list', 'key-saved', 'how-it-runs']) {
        expect(said(await admin.presses(`!${action}`)), action).toContain('的同事才能办')
      }
      expect(said(await admin.presses('!officer-form.new-unit'))).toContain('的同事才能办')
    }
    expect(said(await world.user('stranger').presses('!officer-form.invite-officer'))).toContain('的同事才能办')
  })
})

describe('the team', () => {
  it('loses an officer, whose cases go to the others at once', async () => {
    const opened = await withCase('web', { state: 'handling' })
    world = opened.world
    const admin = world.user('admin')
    await becomesOfficer(admin, '张书记', ['admin'])
    const leaving = world.user('leaving')
    const id = await becomesOfficer(leaving, '王姐', ['caseworker'])
    const other = world.user('other')
    await becomesOfficer(other, '赵姐', ['caseworker'])
    for (const n of [1, 2]) await hasCase(opened.worker, n, { state: 'handling', owner: id })
    await hasCase(opened.worker, 3, { state: 'closed', owner: id })
    await admin.says('工作台')
    await admin.presses('人员')
    await admin.presses('王姐')
    await admin.presses('请这位离开')
    expect(said(await admin.presses('是，请离开'))).toContain('有 2 个案子等人接')
    const left = await world.read((tx) => tx.get(officers, id))
    expect(left).toMatchObject({ leftAt: world.clock.now(), onCall: null })
    expect(said(await leaving.inbox())).toContain('谢谢你做的一切')
    const { notices, answer } = await pressesNotice(other, '去看看')
    expect(notices).toContain('有 2 个案子等人接')
    expect(answer).toContain('没人接的（2）')
    const open = await world.read((tx) => tx.find(complaints, { index: 'owner', equals: id }))
    expect(open.map((complaint) => complaint.state)).toEqual(['closed'])
    expect(said(await admin.presses('是，请离开'))).toContain('的同事才能办')
    expect(said(await leaving.says('工作台'))).toContain('工作台是同事办事用的')
  })

  it('tells the admins when nobody is left to see a case', async () => {
    const opened = await withCase('web', { state: 'handling' })
    world = opened.world
    const admin = world.user('admin')
    await becomesOfficer(admin, '张书记', ['admin'])
    const leaving = world.user('leaving')
    await changeCase(world, { owner: await becomesOfficer(leaving, '王姐', ['caseworker']) })
    await leaving.presses('!my-duties')
    await leaving.presses('不做了')
    expect(said(await leaving.presses('是，不做了'))).toContain('职务结束了')
    const told = said(await admin.inbox())
    expect(told).toContain('有 1 个案子现在没有人能看')
    expect(told).toContain('王姐 离开了团队')
    expect(told).not.toContain('WQ-')
  })

  it('always keeps an admin', async () => {
    const admin = await asAdmin()
    expect(said(await admin.presses('!step-down'))).toContain('最后一位管理员')
    expect(said(await admin.presses('!step-down-yes'))).toContain('最后一位管理员')
    await admin.presses(`!officer-form.change-roles.${await admin.personId()}`)
    for (const line of ['联络员、督办', '城东团区委']) await admin.says(line)
    expect(said(await admin.says('没错，改'))).toContain('最后一位管理员')
    const second = world.user('second')
    await becomesOfficer(second, '李书记', ['admin'])
    await admin.presses('!step-down')
    expect(said(await admin.presses('!step-down-yes'))).toContain('结束了')
  })

  it('gets other roles, which the officer and the other admins hear of', async () => {
    const admin = await asAdmin()
    const other = world.user('other')
    const id = await becomesOfficer(other, '赵姐', ['caseworker'])
    await admin.presses(`!officer-form.change-roles.${id}`)
    await admin.says('联络员、督办')
    await admin.says('联络点1号')
    expect(said(await admin.says('没错，改'))).toContain('联络点1号，联络员、督办')
    expect(await officerOf(other)).toMatchObject({ roles: ['liaison', 'supervisor'], unit: 'point-1' })
    expect(said(await other.inbox())).toContain('职务改成了')
  })
})

describe('the workbench', () => {
  it('warns until somebody is on call, and alerts can reach the officer', async () => {
    const admin = await asAdmin()
    const before = said(await admin.says('工作台'))
    for (const warning of ['开着这个页面', '没有人值班']) expect(before).toContain(warning)
    const officer = world.user('officer', 'window')
    const onCall = { weekdays: [5], from: '00:00', to: '00:00' }
    await becomesOfficer(officer, '王姐', ['caseworker'])
    await changeOfficer(officer, { onCall })
    expect(said(await officer.says('工作台'))).not.toContain('⚠')
    expect(said(await admin.says('工作台'))).toContain('现在值班：王姐')
  })
})
