import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { menuCommandOf } from '../../src/bot/menu'
import { becomesOfficer, said, withPoints } from '../support/people'
import { openWorld, type User, type World } from '../support/world'

let world: World
let worker: User
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  await withPoints(world, 12)
  worker = world.user('worker')
})
afterEach(() => world.close())

describe('what the channel cannot hand on', () => {
  it.each([
    ['sticker', '表情'],
    ['location', '请打字写地址'],
    ['contact', '名片里是别人的资料'],
    ['too-large', '20 MB'],
    ['file-type', '这种文件收不了'],
    ['poll', '投票'],
    ['other', '这种消息我还看不懂'],
    ['dice', '这种消息我还看不懂'],
  ])('%s is answered, and the open question asked again', async (what, words) => {
    await worker.says('投诉')
    const answer = said(await worker.sends(what))
    expect(answer).toContain(words)
    expect(answer).toContain('同意')
  })
})

describe('what a channel with buttons makes easier', () => {
  it('the phone number by a tap, wherever it is asked for', async () => {
    await worker.says('登记')
    await worker.presses('同意，开始登记')
    expect((await worker.says('小李')).some(({ asks }) => asks)).toBe(false)
    expect((await worker.says('19')).at(-1)?.asks).toBe('phone')
    expect((await worker.says('138')).at(-1)?.asks).toBe('phone')
    expect((await worker.says('13812345678')).some(({ asks }) => asks)).toBe(false)
  })

  it('the three entries of the menu', async () => {
    const [rights] = await worker.says('/menu 1')
    expect(rights?.text).toContain('维权')
    expect(rights?.choices.map(({ value }) => value)).toEqual([
      '!command.complain',
      '!command.cases',
      '!command.hotlines',
      '!command.urgent',
      '!command.help',
    ])
    expect(said(await worker.presses('热线'))).toContain('12333')
    for (const all of ['/menu', '/menu 4', '/menu x']) expect(said(await worker.says(all))).toContain('【活动】')
    expect(['维权', 'Events', ' 我的 ', '投诉', ''].map(menuCommandOf)).toEqual([
      '/menu 1',
      '/menu 2',
      '/menu 3',
      undefined,
      undefined,
    ])
    await becomesOfficer(worker, '王姐', ['admin'])
    expect((await worker.says('/menu 3'))[0]?.choices[0]?.value).toBe('!command.officer')
  })

  it('every way in stands on the poster and in an invitation', async () => {
    world.bot.tools.addEntrance((code) => `https://t.example/bot?start=${code}`)
    await becomesOfficer(worker, '王姐', ['admin'])
    const poster = said(await worker.presses('!unit-open.point-1'))
    expect(poster).toContain('https://lianxin.example/?start=code1\nhttps://t.example/bot?start=code1')
    await worker.presses('!officer-form.invite-officer')
    await worker.says('联络员、维权专员')
    await worker.says('城东团区委')
    const invited = said(await worker.says('没错，生成邀请'))
    const code = invited.match(/i-\d{8}/)?.[0] ?? ''
    expect(code).toMatch(/^[\w-]{1,64}$/)
    expect(invited).toContain(`https://lianxin.example/?start=${code}\nhttps://t.example/bot?start=${code}\n`)
  })

  it('a page of a long list in the place of the one before', async () => {
    await becomesOfficer(worker, '王姐', ['admin'])
    await worker.presses('!officer-form.invite-officer')
    await worker.says('联络员、维权专员')
    const pages = () =>
      world.push.chat('worker').filter(({ body }) => body.choices.some((choice) => choice.value.includes('+page')))
    expect(pages()).toHaveLength(1)
    const [first] = pages()
    const [second] = await worker.presses('更多…')
    expect(second).toMatchObject({ inPlace: true })
    expect(pages()).toEqual([{ id: first?.id, body: second }])
    const rows = await world.rowsFor(worker)
    expect(rows.at(-1)).toMatchObject({ lane: 'reply', replaces: first?.id })
    expect(rows.filter(({ replaces }) => replaces !== null)).toHaveLength(1)
    // A typed word has no message whose place it could take.
    await worker.says('更多')
    expect((await world.rowsFor(worker)).at(-1)).toMatchObject({ replaces: null })
  })
})
