import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, hour } from '../../src/domain/instant'
import { youths } from '../../src/store/collections'
import { entriesOf } from '../support/case-world'
import { expectBooksBalanced, monthFor, planFor } from '../support/contact-books'
import { hasEvent } from '../support/event-world'
import { monthIsAsked } from '../support/month-question'
import { hasCase, liaisonAndWorker, livesAndWorks, said, youthOf } from '../support/people'
import { runsJob } from '../support/run-job'
import { openWorld, type User, type World } from '../support/world'

let world: World
let worker: User
let liaison: User
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  ;({ liaison, worker } = await liaisonAndWorker(world))
  await liaison.inbox()
})
afterEach(async () => {
  await expectBooksBalanced(world)
  await world.close()
})

const isAsked = () => monthIsAsked(world, worker)

describe('help asked for in words', () => {
  const heard = async () => said(await liaison.inbox())

  it.each(['要帮忙', '我要帮忙', '帮帮我', '我需要帮助'])(
    '%s outside any form reaches the liaison officer',
    async (words) => {
      await isAsked()
      const answer = said(await worker.says(words))
      expect(answer).toContain('已经告诉你的联络员陈姐')
      expect(answer).toContain('打哪个手机号')
      expect(await heard()).toBe('有一位青年说要帮忙，请马上联系。')
      expect((await planFor(worker))?.careSince).not.toBeNull()
      expect((await monthFor(worker, '2026-12')).clears.needsHelp).toBe(true)
    },
  )

  it('is understood in English too', async () => {
    await worker.says('/lang en')
    await worker.says('English')
    expect(said(await worker.says('I need help'))).toContain('told your liaison officer')
    expect(await heard()).toContain('说要帮忙')
  })

  it('is not swallowed by a form left open a week ago, and wages lead to the complaint', async () => {
    await worker.says('联络')
    await worker.says('民治村')
    world.clock.advance(7 * day)
    expect(said(await worker.says('要帮忙'))).toContain('已经告诉你的联络员陈姐')
    expect(await heard()).toContain('说要帮忙')
    expect(said(await worker.says('老板三个月没发工资，帮帮我'))).toContain('投诉')
  })

  it('is heard where it is asked whether to go on with a form', async () => {
    await worker.says('联络')
    await worker.says('民治村')
    world.clock.advance(7 * day)
    expect(said(await worker.says('嗯嗯嗯'))).toContain('接着填吗')
    expect(said(await worker.says('老板三个月没发工资'))).toContain('投诉')
    expect((await worker.session())?.turn ?? null).toBeNull()
  })

  it('is heard at another question, once, and the question is asked again', async () => {
    await worker.says('联络')
    await worker.says('民治村')
    while ((await worker.session())?.turn?.answers.worksAt === undefined) await worker.says('跳过')
    const answer = said(await worker.says('我需要帮助'))
    expect(answer).toContain('已经告诉你的联络员陈姐')
    expect(answer).toContain('这个月过得怎么样')
    await worker.says('不太好')
    await worker.says('要的')
    expect((await heard()).match(/说要帮忙/g)).toHaveLength(1)
  })

  it.each(['要', '要的', '有', '需要', '帮帮我', '我需要帮助'])('%s is a yes where help is offered', async (words) => {
    await worker.says('联络')
    while ((await worker.session())?.turn?.answers.mood === undefined) await worker.says('跳过')
    expect(said(await worker.says(words)).match(/已经告诉/g)).toHaveLength(1)
    expect((await heard()).match(/说要帮忙/g)).toHaveLength(1)
  })

  it.each(['我没钱吃饭了', '没饭吃'])('%s is one, and the officer reads what for', async (words) => {
    expect(said(await worker.says(words))).toContain('已经告诉你的联络员陈姐')
    expect(await heard()).toBe('有一位青年说要帮忙，请马上联系。')
    expect((await monthFor(worker, '2026-11')).clears).toMatchObject({ needsHelp: true, words })
  })

  it.each(['不用', '不需要，谢谢', '没事', '没有的', '不用帮', '不用帮忙', '没啥要帮的', '没什么需要你们帮忙的'])(
    '%s is a no',
    async (words) => {
      await worker.says('联络')
      for (const answer of ['跳过', '跳过', '跳过', '一般般']) await worker.says(answer)
      expect(said(await worker.says(words))).toContain('谢谢你告诉我们')
      expect(await heard()).toBe('')
    },
  )

  it('is told once where a very low mood was told in the same breath', async () => {
    await worker.says('联络')
    for (const answer of ['跳过', '跳过', '跳过', '😢', '有']) await worker.says(answer)
    world.clock.advance(hour)
    expect(await heard()).toBe('有一位青年说要帮忙，请马上联系。')
  })

  it('goes to the officer and not to a case that runs', async () => {
    await hasCase(worker, 1)
    expect(said(await worker.says('要帮忙'))).toContain('已经告诉你的联络员陈姐')
    for (let n = 0; n < 2; n++) await worker.says('跳过')
    expect(said(await worker.says('老板又说没钱'))).toContain('转')
  })

  it('is for the caseworker where it is a word to them', async () => {
    await hasCase(worker, 1)
    await worker.presses('!my-words.case-1')
    await worker.says('请帮我催一下老板')
    expect(await heard()).toBe('')
  })

  it('shows who is not registered a person, the complaint and the way to register', async () => {
    const stranger = world.user('stranger')
    await stranger.says('你好')
    expect(said(await stranger.says('要帮忙'))).toContain('不用登记就能投诉')
    await stranger.presses('登记')
    await stranger.presses('同意，开始登记')
    for (const answer of ['小王', '19']) await stranger.says(answer)
    while ((await stranger.session())?.turn?.answers.points === undefined) await stranger.says('跳过')
    await stranger.says('没错，登记')
    expect(said(await stranger.presses('接着办刚才的事'))).toContain('还没有人能马上来')
  })
})

describe('a way to reach who asks for help', () => {
  it('is asked for in the same breath, and the officer sees the number', async () => {
    await worker.says('要帮忙')
    expect(said(await worker.says('13800138000'))).toContain('号码记下了')
    expect((await youthOf(worker))?.phone).toBe('13800138000')
    expect(said(await liaison.presses(`!contact-see.${await worker.personId()}`))).toContain('13800138000')
    expect(said(await worker.says('要帮忙'))).not.toContain('打哪个手机号')
  })

  it('may be this chat: what is said here stands on the card', async () => {
    await worker.says('要帮忙')
    expect(said(await worker.says('不想给'))).toContain('在这里说')
    expect(said(await worker.says('宿舍要拆了，没地方住'))).toContain('联络你的人看得到')
    const card = said(await liaison.presses(`!contact-see.${await worker.personId()}`))
    expect(card).toContain('说：宿舍要拆了，没地方住')
    expect((await planFor(worker))?.careSince).not.toBeNull()
  })
})

describe('how somebody is, in words', () => {
  it('answers the monthly message itself, counts at once, and the rest is asked', async () => {
    await livesAndWorks(worker)
    await isAsked()
    const answer = said(await worker.says('还好，老样子'))
    expect(answer).toContain('记下了：还在万科工地上班、🙂 还行。')
    expect(answer).toContain('你现在住哪里')
    expect(await planFor(worker)).toMatchObject({ contacted: '2026-12', asked: null })
    await worker.presses('还住民治村')
    expect(said(await worker.presses('没有'))).toContain('谢谢你告诉我们')
    expect((await monthFor(worker, '2026-12')).clears).toMatchObject({
      livesAt: '民治村',
      work: { worksAt: '万科工地' },
      mood: 'fine',
      needsHelp: false,
      words: null,
    })
  })

  it('names all that was noted, the home and the work too, so that it can be put right', async () => {
    await livesAndWorks(worker)
    await isAsked()
    const answer = said(await worker.says('还在那儿 挺好的'))
    expect(answer).toContain('记下了：还住民治村、还在万科工地上班、😊 挺好的。')
    expect(answer).toContain('要我们帮忙')
    expect((await monthFor(worker, '2026-12')).clears).toMatchObject({ livesAt: '民治村', mood: 'well' })
    await worker.says('返回')
    await worker.says('返回')
    expect(said(await worker.says('换了'))).toContain('哪一行')
  })

  it('names the trade, where that is known', async () => {
    await livesAndWorks(worker)
    const id = await worker.personId()
    await world.write(async (tx) => {
      const youth = await tx.get(youths, id)
      if (youth) await tx.put(youths, { ...youth, trade: 'delivery' })
    })
    await isAsked()
    expect(said(await worker.says('老样子'))).toContain('记下了：还做外卖、快递 · 万科工地。')
  })

  it('who has not moved is still asked for the work', async () => {
    await livesAndWorks(worker)
    await isAsked()
    const answer = said(await worker.says('没搬'))
    expect(answer).toContain('记下了：还住民治村。')
    expect(answer).toContain('还在做原来的工作吗')
  })

  it('answers it also where a form was left open a week ago', async () => {
    await hasCase(worker, 1)
    await worker.presses('!complain')
    await worker.says('同意')
    world.clock.advance(7 * day)
    await isAsked()
    expect(said(await worker.says('还好，老样子'))).toContain('记下了：🙂 还行')
  })

  it('keeps what is not understood for the officer, and asks the first question', async () => {
    await isAsked()
    const answer = said(await worker.says('天天下雨，宿舍好吵睡不着'))
    expect(answer).toContain('联络员看得到')
    expect(answer).toContain('你现在住哪里')
    expect((await monthFor(worker, '2026-12')).clears.words).toBe('天天下雨，宿舍好吵睡不着')
  })

  it('only then: later words are not taken for an answer', async () => {
    await isAsked()
    await worker.says('菜单')
    expect(said(await worker.says('天天下雨，宿舍好吵睡不着'))).toContain('没看懂')
    expect(said(await worker.says('挺好的'))).toContain('😊 挺好的')
  })

  it.each(['最近有啥好玩的', '我想看看', '谢谢', '好的，谢谢', '下次再说', '运动会'])(
    '%s tells nothing: it is answered as ever, and the question stays open',
    async (words) => {
      await isAsked()
      expect(said(await worker.says(words))).not.toMatch(/记下了|你现在住哪里/)
      expect(await planFor(worker)).toMatchObject({ contacted: '2026-11', asked: { month: '2026-12' } })
      expect(said(await worker.says('还在那儿'))).toContain('记下了')
      expect((await planFor(worker))?.contacted).toBe('2026-12')
    },
  )

  it.each(['民治村', '坂田', '搬家了', '嗯 挺好', '没活干'])('%s counts', async (words) => {
    await isAsked()
    expect(said(await worker.says(words))).toContain('记下了')
    expect((await planFor(worker))?.contacted).toBe('2026-12')
  })

  it('a nod beside other words is no mood', async () => {
    await isAsked()
    expect(said(await worker.says('好，我还在工地上班'))).toContain('联络员看得到')
    expect((await monthFor(worker, '2026-12')).clears).toMatchObject({ mood: null, words: '好，我还在工地上班' })
  })

  it('the title of an event, or a part of it, shows the event', async () => {
    await hasEvent(world, { title: '坂田青年茶话会', startsAt: '2026-12-12T11:00:00.000Z' })
    await isAsked()
    expect(said(await worker.says('茶话会'))).toContain('坂田青年茶话会')
    expect((await planFor(worker))?.contacted).toBe('2026-11')
  })

  it('a nod opens the questions, and no question of theirs does', async () => {
    await isAsked()
    expect(said(await worker.says('你是谁？'))).toContain('没看懂')
    expect((await planFor(worker))?.contacted).toBe('2026-11')
    world.clock.set('2027-01-05T11:30:00.000Z')
    await runsJob(world, 'monthly-contact')
    world.clock.set('2027-01-05T13:29:59.999Z')
    await worker.inbox()
    expect(said(await worker.says('好的'))).toContain('你现在住哪里')
    expect((await planFor(worker))?.contacted).toBe('2026-11')
  })

  it('a face is no answer while something else is asked, and what is held stays', async () => {
    await hasCase(worker, 1)
    await isAsked()
    expect(said(await worker.says('老板又说下个月才给'))).toContain('转')
    expect(said(await worker.says('😀'))).toContain('转')
    expect((await planFor(worker))?.contacted).toBe('2026-11')
    await worker.presses('好，转给他')
    expect((await entriesOf(world)).map(({ text }) => text)).toContain('老板又说下个月才给')
    await worker.says('菜单')
    await worker.says('😀')
    expect((await planFor(worker))?.contacted).toBe('2026-11')
  })

  it('who cancels after words that were heard is told that those stay', async () => {
    await isAsked()
    await worker.says('还好')
    expect(said(await worker.says('取消'))).toContain('先前说的那句已经记下了')
    expect((await planFor(worker))?.contacted).toBe('2026-12')
  })

  it.each([0, 7 * day])('a word of distress is answered alone, with help, %s ms after a form was left', async (gap) => {
    await worker.says('联络')
    for (const answer of ['民治村', '跳过']) await worker.says(answer)
    if (gap === 0) await worker.says('/start')
    if (gap === 0) await worker.says('投诉')
    if (gap === 0) await worker.says('取消')
    world.clock.advance(Math.max(gap, hour))
    const answer = said(await worker.says('很难熬'))
    expect(answer).toContain('12356')
    expect(answer).not.toContain('接着填')
    expect((await worker.choices()).map(({ label }) => label)).toEqual(['有，请联系我'])
    expect((await planFor(worker))?.careSince).not.toBeNull()
    expect((await monthFor(worker, world.clock.now().slice(0, 7))).clears.mood).toBe('bad')
    expect(said(await worker.presses('有，请联系我'))).toContain('已经告诉你的联络员陈姐')
    expect(said(await worker.says('联络'))).not.toContain('每月联络')
  })

  it('tired is a low mood, and no wish to live keeps its way', async () => {
    await isAsked()
    expect(said(await worker.says('不想活了'))).toContain('12356')
    expect((await worker.session())?.turn ?? null).toBeNull()
    expect(said(await worker.says('累死了'))).toContain('😟 不太好')
    expect((await planFor(worker))?.careSince).toBeNull()
  })
})
