import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { expectBooksBalanced, figureFor, monthFor, planFor } from '../support/contact-books'
import { monthIsAsked } from '../support/month-question'
import { liaisonAndWorker, livesAndWorks, said } from '../support/people'
import { runsJob } from '../support/run-job'
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

const isAsked = () => monthIsAsked(world, worker)

test.each(['别问我', '别问我了', '别问', '别烦我', 'do not ask me', 'stop asking'])(
  '%s shows how to stop',
  async (words) => {
    await worker.says(words)
    expect((await worker.choices()).map(({ label }) => label)).toEqual(['这个月别问', '以后别问'])
    await worker.says('不要再问了')
    expect((await planFor(worker))?.paused).toBe('good')
  },
)

describe('not to be asked', () => {
  const goodWays = ['以后别问我了', '以后不要再打扰我', '莫再问我了', '不用再问了', "don't ask me again"]
  it.each(goodWays)('%s is for good', async (words) => {
    expect(said(await worker.says(words))).toContain('以后不问了')
    expect((await planFor(worker))?.paused).toBe('good')
  })

  it.each(['这个月别再问我了', '这个月不要烦我'])('%s is for this month', async (words) => {
    await isAsked()
    await worker.says(words)
    expect((await planFor(worker))?.paused).toBe('2026-12')
  })

  it.each(['不要再问我了', '别再问我', '以后别问'])('%s ends the form, whatever is asked', async (words) => {
    await livesAndWorks(worker)
    for (const answers of [[], ['没变'], ['没变', '没变'], ['没变', '没变', '还行']]) {
      await worker.says('联络')
      for (const answer of answers) await worker.says(answer)
      const answer = said(await worker.says(words))
      expect(answer, `${answers}`).toContain('以后不问了')
      expect(answer).not.toMatch(/？/)
      expect((await worker.session())?.turn ?? null).toBeNull()
      expect((await worker.session())?.aside).toEqual([])
      await worker.says('接着问')
    }
  })

  it('what was answered before it counts', async () => {
    await isAsked()
    await worker.presses('说说近况')
    await worker.says('民治村')
    await worker.says('这个月别问')
    expect((await planFor(worker))?.contacted).toBe('2026-12')
    expect((await monthFor(worker, '2026-12')).clears.livesAt).toBe('民治村')
  })

  it.each([
    [0, '2026-12'],
    [26 * 60 * 60_000, '2026-11'],
  ])(
    'what was answered before it in a form that waits aside counts, unless it is long ago (%s ms)',
    async (later, month) => {
      await isAsked()
      await worker.presses('说说近况')
      await worker.says('民治村')
      await worker.says('投诉')
      await worker.says('取消')
      await worker.says('帮助')
      expect((await worker.session())?.aside).toHaveLength(1)
      world.clock.advance(later)
      await worker.says('这个月别问')
      expect((await worker.session())?.aside).toEqual([])
      expect((await planFor(worker))?.contacted ?? null).toBe(month)
    },
  )

  it('neither for good nor for this month ends the form too', async () => {
    await worker.says('联络')
    await worker.says('别烦我')
    expect((await worker.choices()).map(({ label }) => label)).toEqual(['这个月别问', '以后别问'])
    expect((await worker.session())?.turn ?? null).toBeNull()
  })

  it('is no such word where something else is asked', async () => {
    await worker.says('投诉')
    for (const answer of ['同意', '都没有', '工资']) await worker.says(answer)
    await worker.says('别再问我了')
    expect((await planFor(worker))?.paused).toBeNull()
    expect((await worker.session())?.turn?.answers.against).toBe('别再问我了')
  })

  it('is understood beside a form that was left long ago', async () => {
    await worker.says('投诉')
    world.clock.set('2026-12-01T04:00:00.000Z')
    expect(said(await worker.says('别再问了'))).toContain('以后不问了')
    expect((await planFor(worker))?.paused).toBe('good')
  })

  it('does not take long over what only begins like it', async () => {
    for (const words of ['求'.repeat(40), `${'求'.repeat(30)}你们帮帮我`, `请${'你们'.repeat(18)}别`])
      await worker.says(words)
    expect((await planFor(worker))?.paused).toBeNull()
  })

  it('next month, said while this month is still open, shows how it stands, and loses none', async () => {
    world.clock.set('2026-12-02T04:00:00.000Z')
    await worker.says('下个月别问了')
    expect((await worker.choices()).map(({ label }) => label)).toEqual(['这个月别问', '以后别问'])
    expect((await planFor(worker))?.paused).toBeNull()
    await worker.says('这个月别问')
    expect(said(await worker.says('下个月也别问'))).toContain('2027年1月5日')
    expect((await planFor(worker))?.paused).toBe('2026-12')
  })

  it.each<[string, boolean | undefined]>([
    ['没人帮忙', undefined],
    ['没人帮我', true],
    ['没人', undefined],
    ['没有要你们帮的', false],
    ['不用联系我', false],
    ['别联系我了', false],
  ])('%s to the question of help is %s', async (words, needsHelp) => {
    await livesAndWorks(worker)
    await worker.says('联络')
    for (const answer of ['没变', '没变', '还行', words]) await worker.says(answer)
    expect((await planFor(worker))?.paused).toBeNull()
    const record = await monthFor(worker, '2026-11')
    expect(record?.clears?.needsHelp ?? undefined).toBe(needsHelp)
  })
})

describe('this month, said when its question is over', () => {
  beforeEach(async () => {
    await isAsked()
    await worker.says('还行')
    await worker.says('先到这里')
    world.clock.set('2026-12-27T04:00:00.000Z')
  })

  it('is the next one, and the answer names the day of the one after it', async () => {
    expect(said(await worker.says('这个月别问'))).toContain('下个月不问，2027年2月5日再问')
    await worker.says('设置')
    expect(said(await worker.presses('每月联络'))).toContain('现在不问你，2027年2月5日再问')
    await expectBooksBalanced(world)
    world.clock.set('2027-01-05T12:00:00.000Z')
    expect(await runsJob(world, 'monthly-contact')).toBe(0)
    expect(await figureFor(world, 'unit:root')).toEqual({ active: 1, contacted: 0, paused: 1 })
    await expectBooksBalanced(world)
    world.clock.set('2027-02-05T12:00:00.000Z')
    expect(await runsJob(world, 'monthly-contact')).toBe(1)
  })

  it('taken back, the next one is put', async () => {
    await worker.says('下个月别问了')
    await worker.says('接着问')
    world.clock.set('2027-01-05T12:00:00.000Z')
    expect(await runsJob(world, 'monthly-contact')).toBe(1)
    expect(await figureFor(world, 'unit:root')).toEqual({ active: 1, contacted: 0, paused: 0 })
  })
})

it('this month, said when its question is still to come, is this one, with the day of the next', async () => {
  world.clock.set('2026-12-02T04:00:00.000Z')
  expect(said(await worker.says('这个月别问'))).toContain('这个月不问了，2027年1月5日再问')
  expect((await planFor(worker))?.paused).toBe('2026-12')
})
