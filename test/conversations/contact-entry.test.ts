import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day } from '../../src/domain/instant'
import { expectBooksBalanced, monthFor, planFor } from '../support/contact-books'
import { enrol } from '../support/enrol'
import { becomesOfficer, liaisonAndWorker, pressesNotice, said, youthOf } from '../support/people'
import { runOnce } from '../support/run-job'
import { openWorld, type User, type World } from '../support/world'

describe('a youth and their liaison officer', () => {
  let world: World
  let worker: User
  let liaison: User
  let id: string
  beforeEach(async () => {
    world = await openWorld({ channel: 'push' })
    ;({ liaison, worker } = await liaisonAndWorker(world))
    id = await worker.personId()
    world.clock.set('2026-12-05T02:00:00.000Z')
  })
  afterEach(async () => {
    await expectBooksBalanced(world)
    await world.close()
  })

  async function entersCall(when: string): Promise<string> {
    await liaison.presses(`!contact-enter.call.${id}`)
    for (const answer of [when, '龙华宿舍', '跳过', '跳过', '挺好的', '没有']) await liaison.says(answer)
    return said(await liaison.says('没错，记下'))
  }

  it.each([
    ['打了没人接', '打过，没人接', '没接·'],
    ['去了没见到', '去过，没见到', '没见到·'],
  ])(
    '%s is an attempt and no contact: the next one who looks sees it, until they are reached',
    async (button, line, mark) => {
      await liaison.presses(`!contact-see.${id}`)
      expect(said(await liaison.presses(button))).toContain('还在名单上')
      expect((await planFor(worker))?.contacted).toBe('2026-11')
      expect((await monthFor(worker, '2026-12')).contacts).toEqual([])
      world.clock.advance(day)
      await liaison.says('工作台')
      await liaison.presses('去联络：1 位')
      expect((await liaison.choices())[0]?.label).toBe(`昨天${mark} 小李`)
      expect(said(await liaison.presses(`昨天${mark} 小李`))).toContain(`昨天${line}`)
      await entersCall('今天')
      expect(said(await liaison.presses(`!contact-see.${id}`))).not.toContain(line)
    },
  )

  it('who may not see a youth enters no attempt', async () => {
    const other = world.user('other')
    await becomesOfficer(other, '林姐', ['liaison'], 'point-2')
    expect(said(await other.presses(`!contact-tried.call.${id}`))).toContain('要有这个职务')
    expect((await planFor(worker))?.tried).toBeNull()
  })

  it('the day of a call is asked again with days that are taken', async () => {
    const leaves = async () => {
      await liaison.says('取消')
      if ((await liaison.session())?.turn) await liaison.says('不填了，删掉')
    }
    for (const words of ['上个月', '2026年11月', '明天', '随便']) {
      await liaison.presses(`!contact-enter.call.${id}`)
      const answer = said(await liaison.says(words))
      expect(answer, words).not.toContain('上个月')
      const advised = [...answer.matchAll(/「([^」]+)」/g)].map(([, day = '']) => day)
      if (words !== '2026年11月') expect(advised, words).toEqual(['今天', '昨天', '2026年12月5日'])
      for (const day of advised) {
        await leaves()
        await liaison.presses(`!contact-enter.call.${id}`)
        await liaison.says(day)
        expect((await liaison.session())?.turn?.answers.when, day).toBeDefined()
      }
      await leaves()
    }
  })

  it("the call's last question has the officer's words on its buttons", async () => {
    await liaison.presses(`!contact-enter.call.${id}`)
    for (const answer of ['今天', '跳过', '跳过', '跳过', '跳过']) await liaison.says(answer)
    const labels = (await liaison.choices()).map(({ label }) => label)
    expect(labels.slice(0, 2)).toEqual(['要帮忙', '不用'])
    expect(labels).not.toContain('有，请联系我')
  })

  it('the card says first why somebody stands before others and how it stands this month, and is short', async () => {
    await worker.says('要帮忙')
    await worker.says('跳过')
    await worker.says('跳过')
    const lines = said(await liaison.presses(`!contact-see.${id}`)).split('\n')
    expect(lines[0]).toBe('❗ 要帮忙（今天说的）')
    expect(lines[1]).toContain('2026年12月：')
    expect(lines[2]).toBe('· 称呼：小李')
    expect(lines.length).toBeLessThanOrEqual(7)
    expect(lines.join()).toContain('· 手机号：未填')
  })

  it('a question that is still to come is not called asked, and the list tells of ❗ only where one stands', async () => {
    world.clock.set('2026-12-05T11:30:00.000Z')
    await runOnce(world, 'monthly-contact')
    await liaison.says('工作台')
    const list = said(await liaison.presses('去联络：1 位'))
    expect(list).not.toContain('❗')
    expect((await liaison.choices())[0]?.label).toBe('今晚会问· 小李')
    expect(said(await liaison.presses('今晚会问· 小李'))).not.toContain('问过')
    world.clock.set('2026-12-05T13:29:59.999Z')
    await worker.inbox()
    await liaison.says('工作台')
    await liaison.presses('去联络：1 位')
    expect((await liaison.choices())[0]?.label).toBe('问过· 小李')
  })

  it('what they said themselves stands against a call of a day before it', async () => {
    await worker.says('联络')
    for (const answer of ['民治村', '跳过', '跳过', '不太好', '要', '跳过', '跳过']) await worker.says(answer)
    expect(await entersCall('3号')).toContain('那天以后本人又说过话')
    expect((await planFor(worker))?.careSince).not.toBeNull()
    expect((await youthOf(worker))?.livesAt).toBe('民治村')
    const { contacts, clears } = await monthFor(worker, '2026-12')
    expect(contacts.map(({ way }) => way)).toEqual(['call', 'chat'])
    expect(clears).toMatchObject({ livesAt: '民治村', mood: 'low', needsHelp: true })
    world.clock.advance(day)
    expect(await entersCall('昨天')).not.toContain('那天以后')
    expect((await planFor(worker))?.careSince).toBeNull()
    expect((await youthOf(worker))?.livesAt).toBe('龙华宿舍')
  })

  it('the workbench counts those who need somebody besides those who are not contacted', async () => {
    for (const name of ['silent', 'other']) {
      await enrol(world, name, { points: ['point-1'], liaison: await liaison.personId() })
    }
    world.clock.set('2027-01-06T02:00:00.000Z')
    await worker.says('要帮忙')
    await liaison.says('工作台')
    const list = said(await liaison.presses('去联络：3 位'))
    expect(list).toContain('❗ 是要帮忙')
    expect((await liaison.choices()).filter(({ value }) => value.includes('contact-see'))).toHaveLength(3)
  })

  it('write to each other here', async () => {
    await liaison.presses(`!contact-see.${id}`)
    await liaison.presses('写给本人')
    await liaison.says('什么时候方便见面？')
    expect(said(await liaison.says('发出去'))).toContain('发给本人了')
    const [word] = (await worker.inbox()).slice(-1)
    expect(word).toMatchObject({ from: 'officer', name: '陈姐', text: '什么时候方便见面？' })
    expect((await planFor(worker))?.contacted).toBe('2026-11')
    await worker.presses(word?.choices[0]?.value ?? '')
    expect(said(await worker.says('晚上八点以后在'))).toContain('发过去了')
    expect((await pressesNotice(liaison, '看看是谁')).answer).toContain('说：晚上八点以后在')
    expect((await planFor(worker))?.contacted).toBe('2026-12')
  })

  it.each([
    ['不填了', '问过· 小李', 1],
    ['跳过', '说了下次· 小李', 0],
  ])('who looked in and said %s stands as %s', async (words, label, repeats) => {
    world.clock.set('2026-12-05T11:30:00.000Z')
    await runOnce(world, 'monthly-contact')
    world.clock.set('2026-12-05T13:29:59.999Z')
    await worker.inbox()
    await worker.presses('说说近况')
    while ((await worker.session())?.turn) await worker.says(words)
    await liaison.says('工作台')
    await liaison.presses('去联络：1 位')
    expect((await liaison.choices())[0]?.label).toBe(label)
    world.clock.set('2026-12-08T13:29:59.999Z')
    expect((await runOnce(world, 'contact-repeat'))?.repeated).toBe(repeats)
  })
})
