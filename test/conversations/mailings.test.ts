import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../src/domain/officer'
import { mailings, outbox } from '../../src/store/collections'
import { auditOf } from '../support/case-world'
import { hasEvent, registered, withEvents } from '../support/event-world'
import { figuresFromRows, figuresOfMailing, hasMailing } from '../support/mailings'
import { becomesOfficer, said } from '../support/people'
import { runOnce } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
let admin: User
beforeEach(async () => {
  ;({ world, admin } = await withEvents('push'))
})
afterEach(() => world.close())

const id = 'event-1'
const see = async (user: User) => said(await user.presses(`!mailing-see.${id}`))
const figures = () => figuresOfMailing(world.store, id)
const mailing = () => world.read((tx) => tx.get(mailings, id))

/** A draft the admin publishes and pauses, for so many youths: their invitations are queued and not sent. */
async function publishes(count: number): Promise<User[]> {
  const youths: User[] = []
  for (let n = 0; n < count; n++) youths.push(await registered(world, `小${n}`))
  await hasEvent(world, { state: 'draft', code: null })
  await admin.presses('!event-publish.event-1')
  await admin.presses('!mailing-pause.event-1')
  await runOnce(world, 'event-invitations')
  return youths
}

describe('an officer who published an event', () => {
  it('sees how far the invitations are, pauses them, lets them go on, and is told once how it ended', async () => {
    const youths = await publishes(5)
    const card = await admin.presses('!event-manage.event-1')
    expect(said(card)).toContain('邀请：停着。一共 5 份，还有 5 份没发。')
    expect(card.flatMap(({ choices }) => choices.map(({ label }) => label)).slice(0, 2)).toEqual([
      '接着发',
      '看发得怎样',
    ])
    for (const youth of youths) expect(await youth.inbox()).toEqual([])
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 0 })

    world.push.blocked.add('小4')
    expect(said(await admin.presses('接着发'))).toContain('接着发了。')
    for (const youth of youths.slice(0, 4)) expect(said(await youth.inbox())).toContain('请你来玩')
    await world.deliver()
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 0 })
    expect(said(await admin.inbox())).toBe(
      '活动邀请「周末交友会」的群发结束了。\n发完了，一共 5 份。\n· 发到了 4\n· 找不到人 1（没有能收的号，或者停用、拉黑了）',
    )
    expect(await admin.inbox()).toEqual([])
    expect(await figures()).toEqual(await figuresFromRows(world.store, id))
    expect(said(await admin.presses('!mailing-pause.event-1'))).toContain('现在没有在发，不用停。')
    expect(said(await admin.presses('!mailing-go-on.event-1'))).toContain('没有停着')
    expect(said(await admin.presses('!mailing-cancel.event-1'))).toContain('没有可以取消的')
    const done = (await auditOf(world)).map(({ action }) => action)
    expect(done.filter((action) => action.startsWith('mailing'))).toEqual(['mailing-pause', 'mailing-go-on'])
  })

  it('cancels what is unsent after reading how many have it already', async () => {
    const youths = await publishes(3)
    await admin.presses('!mailing-go-on.event-1')
    await world.deliver()
    await admin.presses('!mailing-pause.event-1')
    // Two more came to the point, and the event was published again for them by another means: queued and not sent.
    const later = [await registered(world, '后来一'), await registered(world, '后来二')]
    const begin = { list: '', order: '', youth: '' }
    await hasEvent(world, { inviting: begin })
    expect(await runOnce(world, 'event-invitations')).toEqual({ invited: 2 })
    expect(await figures()).toMatchObject({ made: 5, left: 2 })
    const asked = await admin.presses('!mailing-cancel.event-1')
    expect(said(asked)).toContain('已经发出 3 份，收不回来；还没发的 2 份就不发了')
    expect(said(await admin.presses('不，先别取消'))).toContain('停着。一共 5 份')
    await admin.presses('!mailing-cancel.event-1')
    expect(said(await admin.presses('是，不发了'))).toContain('取消了，不再发。一共 5 份，正在收回没发的 2 份。')
    expect(said(await admin.repeatsLast())).toBe('')
    await hasEvent(world, { inviting: begin })
    const more = await registered(world, '更晚')
    expect(await runOnce(world, 'event-invitations'), 'nobody else is invited').toEqual({ invited: 0 })
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 2, ended: 1 })
    for (const user of [...later, more]) expect(await user.inbox()).toEqual([])
    for (const youth of youths) expect(await youth.inbox()).toHaveLength(1)
    expect(said(await admin.inbox())).toContain('取消了，一共 5 份。\n· 发到了 3\n· 取消，没发 2')
    expect(await figures()).toEqual(await figuresFromRows(world.store, id))
    expect(said(await admin.presses('!mailing-cancel-yes.event-1'))).toContain('已经发完或者取消了')
  })

  it('reads that nobody was to be invited, and at night when it goes on', async () => {
    await publishes(0)
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 0, ended: 1 })
    expect(said(await admin.inbox())).toContain('一份也没发：没有合适的人')
    world.clock.set('2026-11-20T14:00:00.000Z')
    await registered(world, '小李')
    await hasEvent(world, { id: 'event-2', inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    expect(said(await admin.presses('!event-manage.event-2'))).toContain(
      '邀请：正在发。一共 1 份，还有 1 份没发。夜里不打扰，早上 08:00 接着发。',
    )
  })
})

describe('a person in the middle of it', () => {
  it('who is erased is counted as erased, and is sent nothing', async () => {
    const [first, second] = await publishes(2)
    await hasMailing(world.store, 'once-an-officer', { by: (await first?.personId()) ?? '' })
    await first?.presses('!erase-me')
    await first?.presses('确定，全部删掉')
    expect((await world.read((tx) => tx.get(mailings, 'once-an-officer')))?.by).toBeNull()
    expect(await figures()).toMatchObject({ made: 2, left: 1, outcomes: { erased: 1 } })
    await admin.presses('!mailing-go-on.event-1')
    expect(await second?.inbox()).toHaveLength(1)
    // What is erased later takes nothing off the report.
    await second?.presses('!erase-me')
    await second?.presses('确定，全部删掉')
    expect(await figures()).toMatchObject({ made: 2, left: 0, outcomes: { sent: 1, erased: 1 } })
  })

  it('who is joined to another gets it once', async () => {
    const [first, second] = (await publishes(2)) as [User, User]
    await hasMailing(world.store, 'once-an-officer', { by: await second.personId() })
    await first.says('连接')
    const code = said(await first.presses('在这边要一个码')).match(/\d{4} \d{4}/)?.[0] ?? ''
    await second.says('连接')
    await second.presses('我有码，要输入')
    await second.presses('是我自己的')
    expect(said(await second.says(code))).toContain('连好了')
    expect(await second.personId()).toBe(await first.personId())
    expect((await world.read((tx) => tx.get(mailings, 'once-an-officer')))?.by).toBe(await first.personId())
    for (const user of [first, second]) await user.inbox()
    await admin.presses('!mailing-go-on.event-1')
    const invitations = [...(await first.inbox()), ...(await second.inbox())]
    expect(invitations.filter(({ text }) => text.includes('请你来玩'))).toHaveLength(1)
    expect(await figures()).toMatchObject({ made: 2, left: 0, outcomes: { sent: 1, unwanted: 1 } })
    expect(await figures()).toEqual(await figuresFromRows(world.store, id))
  })

  it('who answers before it comes is not sent it', async () => {
    const [first] = await publishes(1)
    await first?.presses('!event-go.event-1')
    await admin.presses('!mailing-go-on.event-1')
    expect(said((await first?.inbox()) ?? [])).not.toContain('请你来玩')
    expect(await figures()).toMatchObject({ left: 0, outcomes: { unwanted: 1 } })
  })
})

describe('the monthly contact', () => {
  it('stands with its figures, where an admin of the committee stops it for good', async () => {
    const youths = [await registered(world, '小一'), await registered(world, '小二')]
    await runOnce(world, 'begin-contact')
    world.clock.set('2026-12-05T11:30:00.000Z')
    expect(said(await admin.presses('!contact-figures.root'))).not.toContain('每月联络：')
    expect(await runOnce(world, 'monthly-contact')).toEqual({ asked: 2 })
    const page = said(await admin.presses('!contact-figures.root'))
    expect(page).toContain('2026年12月每月联络：正在发。一共 2 份，还有 2 份没发。')
    expect(said(await admin.presses('!contact-figures.point-1'))).not.toContain('每月联络：')
    await admin.presses('!mailing-see.contact-2026-12')
    await admin.presses('不发了')
    await admin.presses('是，不发了')
    await registered(world, '小三')
    await runOnce(world, 'begin-contact')
    expect(await runOnce(world, 'monthly-contact')).toEqual({ asked: 0 })
    expect(await runOnce(world, 'end-mailings')).toEqual({ unsent: 2, ended: 1 })
    world.clock.set('2026-12-05T13:29:00.000Z')
    for (const youth of youths) expect(await youth.inbox()).toEqual([])
    const rows = await world.rowsFor(youths[0] as User)
    expect(rows.filter(({ lane }) => lane === 'bulk')).toMatchObject([
      { state: 'cancelled', reason: 'mailing-cancelled' },
    ])
    expect(await admin.inbox(), 'nobody set it off').toEqual([])
  })
})

const value = (action: string) => `!mailing-${action}.${id}`
const people: [who: string, roles: Role[] | null, unit: string, may: 'all' | 'nothing'][] = [
  ['somebody who is no officer', null, 'root', 'nothing'],
  ['a caseworker', ['caseworker'], 'root', 'nothing'],
  ['a liaison officer of another point', ['liaison'], 'point-2', 'nothing'],
  ['an admin of another point', ['admin'], 'point-2', 'nothing'],
  ['a liaison officer of the point', ['liaison'], 'point-1', 'all'],
  ['an admin of the committee', ['admin'], 'root', 'all'],
]

describe.each(people)('%s', (_, roles, unit, may) => {
  it(`may do ${may} with the invitations of a point, and only an admin of the committee with the monthly contact`, async () => {
    await hasEvent(world, { unit: 'point-1' })
    await hasMailing(world.store, id, { path: ['root', 'point-1'] })
    await hasMailing(world.store, 'contact-2026-11', { matter: { kind: 'contact', month: '2026-11' } })
    const user = world.user('presser')
    await user.says('你好')
    if (roles) await becomesOfficer(user, '王姐', roles, unit)
    for (const action of ['see', 'pause', 'go-on', 'cancel', 'cancel-yes']) {
      const answer = said(await user.presses(value(action)))
      if (may === 'all') expect(answer, action).not.toContain('没有这次群发')
      else expect(answer, action).toBe('没有这次群发，或者不归你管。')
    }
    expect((await mailing())?.state).toBe(may === 'all' ? 'cancelled' : 'running')
    const isCommittee = unit === 'root' && roles?.includes('admin')
    const contact = said(await user.presses('!mailing-see.contact-2026-11'))
    expect(contact.includes('2026年11月每月联络')).toBe(isCommittee ?? false)
    const list = said(await user.says('群发'))
    if (!roles?.includes('admin')) expect(list).toContain('要有这个职务的同事才能办')
    else expect(list.split('\n').filter((line) => line.startsWith('·'))).toHaveLength(isCommittee ? 2 : 0)
  })
})

it('an admin finds all mailings in the workbench, the newest first, in pages', async () => {
  expect(said(await admin.says('工作台'))).toContain('【群发】现在没有要发的')
  expect(said(await admin.presses('!mailing-list'))).toContain('还没有群发过')
  for (let n = 1; n <= 8; n++) {
    await hasEvent(world, { id: `event-${n}`, title: `第${n}场` })
    const state = n === 1 ? 'paused' : 'running'
    await hasMailing(world.store, `event-${n}`, { createdAt: `2026-11-0${n}T02:00:00.000Z`, state })
  }
  expect(said(await admin.says('工作台'))).toContain('【群发】正在发 7 次，停着 1 次')
  const first = said(await admin.presses('!mailing-list'))
  expect(first.match(/第\d场/g)).toEqual(['第8场', '第7场', '第6场', '第5场', '第4场', '第3场'])
  const second = said(await admin.presses('!mailing-list.6'))
  expect(second.match(/第\d场/g)).toEqual(['第2场', '第1场'])
  expect(second).toContain('· 2026年11月1日 活动邀请「第1场」：停着。一共 0 份')
  expect(await see(admin)).toContain('【活动邀请「第1场」】')
  expect(said(await admin.presses('!mailing-see.nothing'))).toBe('没有这次群发，或者不归你管。')
  expect(await world.read((tx) => tx.count(outbox, { index: 'ready', equals: 'bulk:event-1' }))).toBe(0)
})
