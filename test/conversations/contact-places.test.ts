import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { expectBooksBalanced, monthFor, planFor } from '../support/contact-books'
import { liaisonAndWorker, livesAndWorks, said, youthOf } from '../support/people'
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

describe('where somebody lives, in words', () => {
  it('asks where that is when nothing is known', async () => {
    await worker.says('联络')
    for (const words of ['还是老地方', '挺好的']) {
      expect(said(await worker.says(words))).toContain('写到村、小区或宿舍')
      expect((await worker.session())?.turn?.answers.livesAt).toBeUndefined()
    }
  })

  it.each([
    ['搬到龙胜村了，跟老乡合租', '龙胜村，跟老乡合租'],
    ['住在民治村', '民治村'],
    ['我现在住在龙华宿舍3栋。', '龙华宿舍3栋'],
    ['样子村', '样子村'],
  ])('%s is kept as the place alone', async (words, place) => {
    await worker.says('联络')
    await worker.says(words)
    expect((await worker.session())?.turn?.answers.livesAt).toBe(place)
  })
})

test.each(['没活干', '找活', '没工作', '没有工作', '待业'])(
  'at the line of work %s is looking for work',
  async (words) => {
    await livesAndWorks(worker)
    await worker.says('联络')
    for (const answer of ['没变', '换了', words]) await worker.says(answer)
    expect((await worker.session())?.turn?.answers.trade).toBe('looking')
  },
)

describe('an address that is known', () => {
  beforeEach(() => livesAndWorks(worker))

  it.each(['还在那儿', '不变', '老样子没变', '同上', '嗯', '对', '是的', 'same', 'no change', 'yes'])(
    '%s leaves it',
    async (words) => {
      await worker.says('联络')
      expect(said(await worker.says(words))).toContain('还在做原来的工作吗')
      expect((await worker.session())?.turn?.answers.livesAt).toBe('民治村')
    },
  )

  it.each(['搬了', '换地方了', 'moved'])('%s is asked where to', async (words) => {
    await worker.says('联络')
    expect(said(await worker.says(words))).toContain('搬到哪里了？')
    await worker.says('龙华宿舍')
    await worker.says('先到这里')
    expect((await youthOf(worker))?.livesAt).toBe('龙华宿舍')
  })

  it.each(['没', '2', '一万八', '？？', '😀'])('%s is no place and asked again', async (words) => {
    await worker.says('联络')
    expect(said(await worker.says(words))).toContain('写到村、小区或宿舍')
    expect((await worker.session())?.turn?.answers.livesAt).toBeUndefined()
  })

  it.each(['不知道', '不想说', '保密'])('%s passes the question and keeps what is known', async (words) => {
    await worker.says('联络')
    expect(said(await worker.says(words))).toContain('还在做原来的工作吗')
    for (const answer of ['不想说', '还行', '不用']) await worker.says(answer)
    expect(await youthOf(worker)).toMatchObject({ livesAt: '民治村', worksAt: '万科工地' })
  })

  it('is replaced by words without a sign of a place only when they say so', async () => {
    await worker.says('联络')
    expect(said(await worker.says('随便'))).toContain('「随便」是地方的名字吗')
    await worker.says('不对')
    await worker.says('白石洲')
    expect((await worker.session())?.turn?.answers.livesAt).toBe('白石洲')
  })

  it('stands against the same words of an officer who called, and in the details', async () => {
    await liaison.presses(`!contact-enter.call.${await worker.personId()}`)
    for (const answer of ['今天', '不知道', '换了', '跳过', '没变', '挺好的', '不用']) await liaison.says(answer)
    await liaison.says('没错，记下')
    expect(await youthOf(worker)).toMatchObject({ livesAt: '民治村', worksAt: '万科工地' })
    await worker.says('我的')
    await worker.presses('改资料')
    await worker.says('改5')
    expect(said(await worker.says('18000'))).toContain('写到村、小区或宿舍')
  })

  it.each(['没地方住', '睡桥洞'])('%s is a call for help, and no address', async (words) => {
    await worker.says('联络')
    const answer = said(await worker.says(words))
    expect(answer).toContain('已经告诉你的联络员陈姐')
    expect(answer).toContain('还在做原来的工作吗')
    expect(said(await liaison.inbox())).toBe('有一位青年说要帮忙，请马上联系。')
    expect((await youthOf(worker))?.livesAt).toBe('民治村')
    expect((await monthFor(worker, '2026-11')).clears).toMatchObject({ needsHelp: true, words, livesAt: null })
    expect((await planFor(worker))?.careSince).not.toBeNull()
  })

  it('who says at the last question that there is no roof is told once that help comes', async () => {
    await worker.says('联络')
    for (const answer of ['没变', '没变', '还行']) await worker.says(answer)
    expect(said(await worker.says('没地方住')).match(/已经告诉/g)).toHaveLength(1)
  })
})

test('who registers without a roof is told where help is, and keeps no address', async () => {
  const someone = world.user('someone')
  await someone.says('登记')
  for (const answer of ['同意，开始登记', '小周', '19', '跳过', '跳过']) await someone.says(answer)
  const answer = said(await someone.says('没地方住'))
  expect(answer).toContain('马上找人帮忙')
  expect(answer).toContain('你在哪里上班')
  expect((await someone.session())?.turn?.answers.livesAt).toBeNull()
})
