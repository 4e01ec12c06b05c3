import { afterEach, describe, expect, it } from 'vitest'
import { hour } from '../../src/domain/instant'
import { hasEvent, registered, stateOf, withEvents } from '../support/event-world'
import { said } from '../support/people'
import { runOnce } from '../support/run-job'
import type { User, World } from '../support/world'

let world: World
let admin: User
afterEach(() => world.close())

/** Each question that is asked about an event, put to somebody. */
const asked = {
  async invitation() {
    const youth = await registered(world, '小李')
    await hasEvent(world, { inviting: { list: '', order: '', youth: '' } })
    await runOnce(world, 'event-invitations')
    return youth
  },
  async 'the card'() {
    const youth = await registered(world, '小李')
    await hasEvent(world)
    await youth.presses('!event-open.event-1')
    return youth
  },
  async 'own sign-up'() {
    const youth = await registered(world, '小李')
    await hasEvent(world)
    await youth.presses('!event-go.event-1')
    return youth
  },
  async reminder() {
    const youth = await asked['own sign-up']()
    world.clock.set('2026-11-27T10:40:00.000Z')
    await runOnce(world, 'event-reminders')
    return youth
  },
  async change() {
    const youth = await asked['own sign-up']()
    await admin.presses('!event-change.event-1')
    await admin.says('改4')
    await admin.says('万科广场')
    await admin.says('没错，改')
    await runOnce(world, 'tell-event-changes')
    return youth
  },
  async offer() {
    const [first, youth] = [await registered(world, '小一'), await registered(world, '小李')]
    await hasEvent(world, { places: 1 })
    for (const user of [first, youth]) await user.presses('!event-go.event-1')
    await first.presses('!event-leave.event-1')
    return youth
  },
}
type Asked = keyof typeof asked
const all = Object.keys(asked) as Asked[]
const refused: Record<Asked, string | undefined> = {
  invitation: 'declined',
  'the card': undefined,
  'own sign-up': 'left',
  reminder: 'left',
  change: 'left',
  offer: 'left',
}

async function open(what: Asked, language?: 'English'): Promise<User> {
  ;({ world, admin } = await withEvents('web'))
  if (language) {
    const youth = await registered(world, '小李')
    await youth.says('/lang')
    await youth.presses(language)
  }
  const youth = await asked[what]()
  await youth.inbox()
  return youth
}

describe.each(all)('to the %s', (what) => {
  it.each(['我来', '来', '来的', '参加', '报名', '我去', '好', '好的', '行', '可以', '好的，我来'])(
    '「%s」 is a yes',
    async (typed) => {
      const youth = await open(what)
      expect(said(await youth.says(typed))).toMatch(/报上了|到时候见/)
      expect(await stateOf(youth)).toBe('in')
    },
  )

  it.each(["I'm coming", 'coming', 'going', 'yes', "I'll go", 'OK'])('"%s" is a yes', async (typed) => {
    const youth = await open(what, 'English')
    expect(said(await youth.says(typed))).toMatch(/You have a place|see you there/)
    expect(await stateOf(youth)).toBe('in')
  })

  it.each(['来不了', '去不了', '不去了', '来不了，要加班', '明天来不了，发烧了'])('「%s」 is a no', async (typed) => {
    const youth = await open(what)
    const answer = said(await youth.says(typed))
    if (what !== 'the card') expect(answer).not.toContain('投诉')
    expect(await stateOf(youth)).toBe(refused[what])
  })

  it.each(["I can't come", 'not going', "can't come, working late"])('"%s" is a no', async (typed) => {
    const youth = await open(what, 'English')
    await youth.says(typed)
    expect(await stateOf(youth)).toBe(refused[what])
  })
})

describe('a no with something that matters more', () => {
  it('about wages is taken, and the complaint is offered', async () => {
    const youth = await open('reminder')
    const answer = said(await youth.says('来不了，老板不给钱'))
    expect(answer).toContain('取消了')
    expect(answer).toContain('要在这里投诉吗')
    expect(await stateOf(youth)).toBe('left')
  })

  it('is help when it is a cry for help, and the seat stays', async () => {
    const youth = await open('reminder')
    expect(said(await youth.says('来不了，被老板锁在宿舍出不去'))).toContain('110')
    expect(await stateOf(youth)).toBe('in')
  })

  it('is not read out of a question', async () => {
    const youth = await open('reminder')
    await youth.says('来不了会扣钱吗？')
    expect(await stateOf(youth)).toBe('in')
  })
})

describe('a nod', () => {
  it('answers what was asked last, and nothing older', async () => {
    const youth = await open('invitation')
    await youth.says('菜单')
    await youth.says('好的')
    expect(await stateOf(youth)).toBeUndefined()
    expect(said(await youth.says('我来'))).toContain('报上了')
  })

  it('or a shake of the head gives no seat up where nothing was asked', async () => {
    const youth = await open('own sign-up')
    for (const typed of ['不用', '不要']) await youth.says(typed)
    expect(await stateOf(youth)).toBe('in')
    expect(said(await youth.says('我的报名'))).toContain('你报上名了')
  })

  it('to a place in line says where one stands', async () => {
    const youth = await open('offer')
    const third = await registered(world, '小三')
    expect(said(await third.presses('!event-go.event-1'))).toContain('排在第 1 位')
    expect(said(await third.says('我来'))).toContain('排在第 1 位')
    expect(await stateOf(third)).toBe('waiting')
    expect(await stateOf(youth)).toBe('offered')
  })
})

describe('an offer that is open', () => {
  it('is brought up once, at the end of whatever else is answered', async () => {
    const youth = await open('offer')
    const bodies = await youth.says('菜单')
    expect(bodies.at(-1)?.text).toMatch(/^还有一件事：「周末交友会」给你留着一个位置，.*前回答要不要/)
    expect(bodies.at(-1)?.choices.map(({ label }) => label)).toEqual(['要', '不要'])
    expect(said(await youth.says('菜单'))).not.toContain('还有一件事')
    expect(said(await youth.says('要'))).toContain('报上了')
  })

  it('stands before the question of a form, which keeps its buttons', async () => {
    const youth = await open('offer')
    const bodies = await youth.presses('!connect-enter')
    expect(bodies[0]).toMatchObject({ text: expect.stringContaining('还有一件事'), choices: [] })
    expect(bodies.at(-1)?.choices.length).toBeGreaterThan(0)
  })

  it('is not brought up to who tells of what was done to them, nor where it is shown, nor past its time', async () => {
    const youth = await open('offer')
    expect(said(await youth.says('救命'))).not.toContain('还有一件事')
    await youth.says('取消')
    expect(said(await youth.presses('!event-open.event-1'))).not.toContain('还有一件事')
    world.clock.advance(40 * hour)
    expect(said(await youth.says('菜单'))).not.toContain('还有一件事')
  })
})
