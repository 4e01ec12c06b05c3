import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasEvent, onlyEvent, registered, withEvents } from '../support/event-world'
import { said } from '../support/people'
import type { Channel, User, World } from '../support/world'

let world: World
let admin: User
beforeEach(() => open('web'))
afterEach(() => world.close())

async function open(channel: Channel): Promise<void> {
  ;({ world, admin } = await withEvents(channel))
}

async function says(...lines: string[]): Promise<string> {
  let last = ''
  for (const line of lines) last = said(await admin.says(line))
  return last
}

/** Up to the question for the number of places. */
async function untilPlaces(): Promise<string> {
  await admin.presses('!event-make')
  return says('讲座', '劳动法讲座', '12月5日 19:00', '文化站')
}

/** Up to the question when sign-up begins. */
async function untilOpens(): Promise<string> {
  await untilPlaces()
  return says('30', '再写细一点', '跳过', '跳过', '跳过', '跳过')
}

describe('a number of places', () => {
  it.each<[string, number | null]>([
    ['1', 1],
    ['１个', 1],
    ['2', 2],
    ['不限', null],
  ])('%s is what was typed, and no button', async (typed, places) => {
    await untilPlaces()
    await says(typed, '就这样', '没错，存成草稿')
    expect(await onlyEvent(world)).toMatchObject({ places })
  })

  it('is asked without numbers before the buttons where they are typed', async () => {
    await world.close()
    await open('window')
    const asked = await untilPlaces()
    expect(asked).toContain('不限')
    expect(asked).not.toContain('1 不限')
  })
})

describe('the time of an event', () => {
  it.each([
    ['12月20号', '晚上七点'],
    ['晚上七点', '12月20号'],
    ['12月20日', '19:00到21:00'],
    ['12月19号', '12月20号 晚上7点'],
    ['12月19号', '12月20号', '晚上7点'],
  ])('may be said in halves, 「%s」 「%s」', async (...halves) => {
    await admin.presses('!event-make')
    await says('讲座', '劳动法讲座')
    expect(await says(...halves)).toContain('在哪里')
    await says('文化站', '不限', '就这样', '没错，存成草稿')
    expect(await onlyEvent(world)).toMatchObject({ startsAt: '2026-12-20T11:00:00.000Z' })
  })

  it('that is past as a whole is said to be', async () => {
    await admin.presses('!event-make')
    await says('讲座', '劳动法讲座', '今天')
    expect(await says('早上六点')).toContain('已经过了')
    expect(await says('明天', '晚上七点')).toContain('在哪里')
  })

  it('may be written anew while it is a half', async () => {
    await admin.presses('!event-make')
    await says('讲座', '劳动法讲座', '12月19号')
    expect(said(await admin.edits('12月19号', '12月20号 晚上7点'))).toContain('在哪里')
    await says('文化站', '不限', '就这样', '没错，存成草稿')
    expect(await onlyEvent(world)).toMatchObject({ startsAt: '2026-12-20T11:00:00.000Z' })
  })

  it('is asked for anew after a half that stays one, and the way back is one step', async () => {
    await admin.presses('!event-make')
    await says('讲座', '劳动法讲座')
    expect(await says('12月20号')).toContain('几点开始')
    expect(await says('看情况')).not.toContain('在哪里')
    expect(await says('菜单')).toContain('【活动】')
    expect(await says('返回')).toContain('叫什么')
  })
})

describe('the kind of an event', () => {
  it.each([
    ['消防培训', 'training'],
    ['足球赛', 'sports'],
    ['普法', 'lecture'],
    ['KTV', 'karaoke'],
  ])('is heard in 「%s」', async (words, kind) => {
    await admin.presses('!event-make')
    expect(await says(words)).toContain('叫什么')
    await says('一起来', '12月5日 19:00', '文化站', '不限', '就这样', '没错，存成草稿')
    expect(await onlyEvent(world)).toMatchObject({ kind })
  })

  it('that is none of those counts as something else, once it was asked', async () => {
    await admin.presses('!event-make')
    expect(await says('包饺子')).toContain('算「其他活动」，对吗')
    expect(await says('不对，重填')).toContain('办什么活动')
    expect(await says('包饺子', '可以')).toContain('叫什么')
    expect(await says('返回', '讲座培训')).toContain('没看懂')
    expect(await says('team building')).toContain('算「其他活动」')
  })

  it('does not keep the words that lead away from it', async () => {
    await admin.presses('!event-make')
    expect(await says('菜单')).toContain('【活动】')
    await says('取消')
    expect((await admin.session())?.turn ?? null).toBeNull()
  })
})

it('fewer places than are taken are refused, and the number that stood is still offered', async () => {
  await hasEvent(world, { places: 5 })
  for (const name of ['小李', '小王']) await (await registered(world, name)).presses('!event-go.event-1')
  await admin.presses('!event-change.event-1')
  await says('改5')
  const [refused] = await admin.says('1')
  expect(refused?.text).toContain('2')
  expect(refused?.choices.map(({ label }) => label)).toContain('不变：5')
})

describe('the time to sign up', () => {
  it('that ends before it begins is refused at once, and either can be written anew', async () => {
    expect(await untilOpens()).toContain('不写几点就是早上8点')
    expect(await says('12月1日')).toContain('报名到什么时候为止')
    const [refused] = await admin.says('11月30日')
    expect(refused?.text).toContain('报名 12月1日 周二 08:00 才开始，不能 11月30日 周一 23:59 就截止')
    expect(refused?.choices.map(({ label }) => label)).toEqual(['跳过', '返回'])
    expect(await says('返回')).toContain('什么时候开始报名')
    await says('11月29日')
    expect(await says('11月30日')).toContain('还要说明什么')
  })

  it('lies before the event', async () => {
    await untilOpens()
    expect(await says('12月6日')).toContain('活动 12月5日 周六 19:00 就开始了，报名不能 12月6日 周日 08:00 才开始')
    await says('跳过')
    expect(await says('12月5日')).toContain('报名不能到 12月5日 周六 23:59 才截止')
  })

  it('that no longer fits a changed event is asked for without offering it again', async () => {
    await hasEvent(world, { state: 'draft', signUpUntil: '2026-11-27T15:59:00.000Z' })
    await admin.presses('!event-change.event-1')
    await says('改3')
    const [refused] = await admin.says('11月26日 19:00')
    expect(refused?.text).toContain('报名不能到 11月27日 周五 23:59 才截止')
    expect(refused?.choices.map(({ label }) => label)).toEqual(['跳过', '返回'])
  })
})

describe('the picture of an event', () => {
  const picture = (name: string, type = 'image/png') =>
    admin.sendsFile({ name, type, bytes: new TextEncoder().encode(name) })

  it('is one, after which the form goes on; another one takes its place', async () => {
    await untilOpens()
    await says('跳过', '跳过', '跳过')
    expect(await says('没有')).toContain('只收一张照片或图片')
    expect(said(await picture('歌.mp3', 'audio/mpeg'))).toContain('只收一张照片或图片')
    expect(said(await picture('一.png'))).toContain('请看一遍')
    await says('返回')
    expect(said(await picture('二.png'))).toContain('请看一遍')
    await says('没错，存成草稿')
    expect(await onlyEvent(world)).toMatchObject({ picture: { name: '二.png' } })
  })
})

describe('what was filled in', () => {
  it('says what holds where a question was skipped', async () => {
    await untilOpens()
    const [readBack] = (await says('跳过', '跳过', '跳过', '跳过')).split('都对就选')
    expect(readBack).toContain('范围：你管的所有地方')
    expect(readBack).toContain('工种：不限')
    expect(readBack).toContain('团员：不限')
    expect(readBack).toContain('报名开始：一发布就能报')
    expect(readBack).toContain('报名截止：到活动开始为止')
    expect(readBack).not.toContain('未填')
  })

  it('is changed by the number or the name of its line, and a number means nothing else', async () => {
    await untilPlaces()
    await says('30', '就这样')
    expect(await says('时间')).toContain('什么时候')
    await says('不变')
    expect(await says('3')).toContain('什么时候')
    await says('不变')
    const told = await says('嗯嗯嗯')
    expect(told).toContain('没看懂。都对就选「没错，存成草稿」；要改哪一项，发它的数字或名字。')
    expect(told).not.toContain('第几个')
  })

  it('takes a trade by a word of it', async () => {
    await untilPlaces()
    await says('30', '再写细一点', '跳过')
    expect(await says('餐馆')).toContain('选了 1 个：餐馆、酒店。还有就接着选')
    expect(await says('保安')).toContain('选了 2 个：「餐馆、酒店」「保安」。还有就接着选')
    expect(await says('好了', '跳过', '跳过', '跳过', '跳过', '跳过', '跳过')).toContain('工种：「餐馆、酒店」「保安」')
  })
})
