import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendingOrder } from '../../src/domain/message'
import { outbox, parked, persons, settings } from '../../src/store/collections'
import { sampleFeature, sampleForm } from '../support/sample-feature'
import { openWorld, type World } from '../support/world'

const png = { name: 'a.png', type: 'image/png', bytes: Buffer.from('png') }

describe.each(['web', 'window'] as const)('a conversation on the %s channel', (channel) => {
  let world: World
  let failing = false
  beforeEach(async () => {
    failing = false
    world = await openWorld({ channel, features: [sampleFeature({ fails: () => failing })] })
  })
  afterEach(() => world.close())

  const kept = async (name = 'a') => {
    const person = await world.user(name).personId()
    return (await world.read((tx) => tx.get(settings, `sample:${person}`)))?.value
  }

  it('goes straight through a form and keeps exactly its answers', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    await a.says('一万八')
    await a.says('是')
    await a.says('1 3')
    await a.sendsFile(png)
    await a.says('好了')
    const [review] = await a.says('随便')
    expect(review?.text).toContain('没看懂')
    const [done] = await a.says('提交')
    expect(done?.text).toContain('交好了')
    expect(await kept()).toEqual([
      {
        name: '小李',
        sum: { fen: 1_800_000, about: false },
        sure: true,
        list: ['red', 'green'],
        photos: [expect.objectContaining({ name: 'a.png', size: 3 })],
      },
    ])
    expect((await a.session())?.turn).toBeNull()
  })

  it('offers the taken-back answer when going back, and asks for no answer twice', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    const [sum] = await a.says('5000')
    expect(sum?.text).toContain('怎么用')
    const [again] = await a.says('返回')
    expect(again?.text).toContain('进度')
    expect((await a.choices()).map((choice) => choice.label)).toContain('不变：5,000 元')
    const [next] = await a.says('不变')
    expect(next?.text).toContain('怎么用')
  })

  it('changes one answer from the read-back and returns to it', async () => {
    const a = world.user('a')
    await a.says('样品')
    for (const answer of ['小李', '跳过', '跳过', '跳过']) await a.says(answer)
    await a.says('改1')
    const [review] = await a.says('阿强')
    expect(review?.text).toContain('阿强')
    await a.says('提交')
    expect(await kept()).toEqual([{ name: '阿强', sum: null, list: null, photos: null }])
  })

  it('understands a command word in a free-text step, tells how to enter it, and takes it in quotes', async () => {
    const a = world.user('a')
    await a.says('样品')
    const said = (await a.says('菜单')).map((body) => body.text).join('\n')
    const [, shown = ''] = said.match(/^（「菜单」我当成菜单了。如果这就是你的答案，请这样再发一次：(.+)）$/m) ?? []
    expect((await a.session())?.turn?.answers).toEqual({})
    await a.says(shown)
    expect((await a.session())?.turn?.answers).toEqual({ name: '菜单' })
  })

  it('never answers with silence, whatever is sent', async () => {
    const a = world.user('a')
    for (const text of ['？？？', '/nonsense', '😀', '返回', '取消', '跳过', '   a', '0']) {
      expect(await a.says(text), text).not.toHaveLength(0)
    }
  })

  it('loses nothing of a form over a restart', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    await world.restart()
    await a.says('三千五')
    expect((await a.session())?.turn?.answers).toEqual({ name: '小李', sum: { fen: 350_000, about: false } })
  })

  it('asks whether to go on after a pause, and takes nothing said meanwhile for an answer', async () => {
    const a = world.user('a')
    await a.says('样品')
    world.clock.advance(3 * 60 * 60_000)
    const [asked] = await a.says('你在吗在吗')
    expect(asked?.text).toContain('接着填吗')
    const [question] = await a.says('接着填')
    expect(question?.text).toContain('我的资料')
    expect((await a.session())?.turn?.answers).toEqual({})
  })

  it('answers a command after a pause, then asks once whether to go on, and never puts the question again by itself', async () => {
    const a = world.user('a')
    await a.says('样品')
    world.clock.advance(3 * 24 * 60 * 60_000)
    const said = async (text: string) => (await a.says(text)).map((body) => body.text).join('\n')
    const answer = await said('菜单')
    expect(answer).toContain('接着填吗')
    expect(answer).not.toMatch(/当成菜单|^我的资料$/m)
    for (const text of ['帮助', '菜单']) expect(await said(text), text).not.toMatch(/接着填|^我的资料$/m)
    expect((await a.session())?.aside).toHaveLength(1)
  })

  it('has one effect for an update that is repeated ten times, and the same answer', async () => {
    const a = world.user('a')
    await a.says('样品')
    const first = await a.says('小李')
    const answers = []
    for (let times = 0; times < 10; times++) answers.push(await a.repeatsLast())
    if (channel === 'window') for (const answer of answers) expect(answer).toEqual(first)
    expect((await a.session())?.turn?.answers).toEqual({ name: '小李' })
  })

  it('submits once when the same text comes ten times', async () => {
    const a = world.user('a')
    await a.says('样品')
    for (const answer of ['小李', '跳过', '跳过', '跳过']) await a.says(answer)
    for (let times = 0; times < 10; times++) await a.says('提交')
    expect(await kept()).toHaveLength(1)
  })

  it('never applies an old button to another question', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    await a.says('5000')
    const yes = (await a.choices())[0]
    await a.says('是')
    const before = (await a.session())?.turn?.answers
    const [past] = await a.presses(yes?.value ?? '')
    expect(past?.text).toContain('那个问题已经过去了')
    expect((await a.session())?.turn?.answers).toEqual(before)
  })

  it.each(['不填了', '取消', '算了', '是', '是的。', '/cancel', '1'])(
    'takes %s for the yes to 「不填了吗？」',
    async (yes) => {
      const a = world.user('a')
      for (const text of ['样品', '小李', '5000']) await a.says(text)
      expect((await a.says('不填了'))[0]?.text).toContain('不填了吗')
      expect((await a.says(yes))[0]?.text).toContain('已经停了')
      expect((await a.session())?.turn).toBeNull()
    },
  )

  it.each(['不是', '接着填', '继续', '不'])('drops nothing for %s to 「不填了吗？」', async (no) => {
    const a = world.user('a')
    for (const text of ['样品', '小李', '5000', '取消', no]) await a.says(text)
    expect((await a.session())?.turn?.answers).toMatchObject({ name: '小李' })
  })

  it('keeps two people apart', async () => {
    const [a, b] = [world.user('a'), world.user('b')]
    await Promise.all([a.says('样品'), b.says('样品')])
    await Promise.all([a.says('小李'), b.says('阿强')])
    expect((await a.session())?.turn?.answers).toEqual({ name: '小李' })
    expect((await b.session())?.turn?.answers).toEqual({ name: '阿强' })
  })

  it('sets a form aside for another and comes back to it', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    await a.says('/long')
    const said = await a.says('20')
    expect(said.map((body) => body.text).join('\n')).toContain('接着填吗')
    expect(await world.read((tx) => tx.get(settings, 'long'))).toEqual({ id: 'long', value: { place: 'p20' } })
    await a.says('接着填')
    expect((await a.session())?.turn?.answers).toEqual({ name: '小李' })
  })

  it('asks once whether to go on with what was set aside, and not after every message', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    await a.says('/long')
    expect((await a.says('20')).map((body) => body.text).join('\n')).toContain('接着填吗')
    for (const text of ['菜单', '帮助', '菜单']) {
      expect((await a.says(text)).map((body) => body.text).join('\n'), text).not.toContain('接着填吗')
    }
    expect((await a.says('样品')).map((body) => body.text).join('\n')).toContain('接着填吗')
    await a.says('接着填')
    expect((await a.session())?.turn?.answers).toEqual({ name: '小李' })
  })

  it('shows long lists in pages and takes a number from any of them', async () => {
    const a = world.user('a')
    const [first] = await a.says('/long')
    const options = (text: string | undefined, labels: string[]) => labels.filter((label) => text?.includes(label))
    const labels = (await a.choices()).map((choice) => choice.label)
    expect(labels).toContain('地方8')
    expect(labels).not.toContain('地方9')
    if (channel === 'window') expect(options(first?.text, ['8 地方8', '更多'])).toHaveLength(2)
    await a.says('更多')
    expect((await a.choices()).map((choice) => choice.label)).toContain('地方9')
    await a.says('2')
    expect(await world.read((tx) => tx.get(settings, 'long'))).toMatchObject({ value: { place: 'p2' } })
  })

  it('parks an update whose handling throws: the person goes on, and a replay completes it once', async () => {
    const a = world.user('a')
    await a.says('样品')
    for (const answer of ['小李', '跳过', '跳过', '跳过']) await a.says(answer)
    failing = true
    const [sorry] = await a.says('提交')
    expect(sorry?.text).toContain('对不起')
    expect(await kept()).toBeUndefined()
    const id = world.parked[0]?.id ?? ''
    const row = await world.read((tx) => tx.get(parked, id))
    expect(JSON.stringify(row?.fault)).not.toContain('秘密')
    expect((await a.says('菜单')).length).toBeGreaterThan(0)
    await expect(world.bot.replay(id, world.clock.now())).rejects.toThrow()
    failing = false
    expect(await world.bot.replay(id, world.clock.now())).toBe('replayed')
    expect(await world.bot.replay(id, world.clock.now())).toBe('done-already')
    expect(await kept()).toHaveLength(1)
    world.parked.length = 0
  })

  it('stores a person, and nothing for somebody who only looks', async () => {
    expect(await world.user('nobody').account()).toBeUndefined()
    await world.user('a').says('菜单')
    const person = await world.read(async (tx) => tx.get(persons, await world.user('a').personId()))
    expect(person?.consents).toEqual({})
    const rows = await world.rowsFor(world.user('a'))
    expect(rows.map((row) => row.state)).toEqual(channel === 'window' ? ['sent'] : [])
    for (const lane of sendingOrder) {
      expect(await world.read((tx) => tx.count(outbox, { index: 'ready', equals: lane }))).toBe(0)
    }
  })

  it('asks only the new step of a form that gained one', async () => {
    const a = world.user('a')
    await a.says('样品')
    await a.says('小李')
    await world.stop()
    const first = sampleForm.steps[0]
    const grown = {
      ...sampleForm,
      steps: [{ ...first!, id: 'nick', label: 'command.skip' as const }, ...sampleForm.steps],
    }
    Object.assign(world, { features: [sampleFeature({ form: grown })] })
    await world.start()
    await a.says('阿强')
    expect((await a.session())?.turn?.answers).toEqual({ name: '小李', nick: '阿强' })
  })
})
