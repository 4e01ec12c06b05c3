import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectBooksBalanced, monthFor } from '../support/contact-books'
import { liaisonAndWorker, livesAndWorks, said } from '../support/people'
import { openWorld, type User, type World } from '../support/world'

let world: World
let worker: User
beforeEach(async () => {
  world = await openWorld({ channel: 'push' })
  ;({ worker } = await liaisonAndWorker(world))
})
afterEach(async () => {
  await expectBooksBalanced(world)
  await world.close()
})

describe('an answer to the contact in words', () => {
  it.each([
    ['累死了😢', 'bad'],
    ['一般般', 'fine'],
    ['不太好', 'low'],
    ['挺好的', 'well'],
    ['so so', 'fine'],
  ])('at the faces %s is %s', async (words, mood) => {
    await worker.says('联络')
    for (let n = 0; n < 3; n++) await worker.says('跳过')
    await worker.says(words)
    expect((await worker.session())?.turn?.answers.mood).toBe(mood)
  })

  it.each([
    ['老样子', true],
    ['没换', true],
    ['same job', true],
    ['换工作了', false],
    ['没干了，回老家过年，过完年再来', false],
    ['没活了', false],
  ])('at the work %s is understood', async (words, same) => {
    await livesAndWorks(worker)
    await worker.says('联络')
    await worker.says('老地方')
    await worker.says(words)
    expect((await worker.session())?.turn?.answers.sameWork).toBe(same)
  })

  it('at the work who says what they do now is asked where, and not what', async () => {
    await livesAndWorks(worker)
    await worker.says('联络')
    await worker.says('老地方')
    expect(said(await worker.says('不做了，去送外卖了'))).toContain('现在做的是「外卖、快递」，对吗？')
    expect(said(await worker.says('对'))).toContain('在哪里上班')
    for (let n = 0; n < 3; n++) await worker.says('跳过')
    const month = await monthFor(worker, world.clock.now().slice(0, 7))
    expect(month.clears.work).toEqual({ trade: 'delivery', worksAt: null })
  })

  const elsewhere = [
    '想去送外卖',
    '外卖不跑了',
    '离开工地了',
    '有送外卖的工作吗',
    '还在工地',
    '其他都没变',
    'I work with my brother',
  ]
  it.each(elsewhere)('at the work 「%s」 names no new one', async (words) => {
    await livesAndWorks(worker)
    await worker.says('联络')
    await worker.says('老地方')
    expect(said(await worker.says(words))).toContain('打字就发「是」或「不是」')
  })
})
