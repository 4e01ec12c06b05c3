import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { orderOfReadings } from '../../src/bot/understand'
import { minute } from '../../src/domain/instant'
import { actionChoice, type Scene } from '../../src/features/feature'
import { sampleFeature } from '../support/sample-feature'
import { openWorld, type User, type World } from '../support/world'

/** For each place and reading: a text that this reading takes, what must have happened, and no reading before it takes it. */
const walk: Record<keyof typeof orderOfReadings, Record<string, { text: string; expect: RegExp }>> = {
  freeText: {
    slash: { text: '/help', expect: /这里能办的事/ },
    navigation: { text: '返回', expect: /第一题/ },
    word: { text: '帮助', expect: /这里能办的事/ },
    answer: { text: '帮助一下', expect: /^进度/ },
    help: { text: '这个名字实在是太长太长了一点', expect: /太长了/ },
  },
  otherStep: {
    slash: { text: '/help', expect: /这里能办的事/ },
    answer: { text: '三千五', expect: /^怎么用/ },
    offered: { text: '再来', expect: /接着填吗/ },
    navigation: { text: '返回', expect: /^我的资料/ },
    word: { text: '帮助', expect: /这里能办的事/ },
    'in-sight': { text: '我想再来吧', expect: /接着填吗/ },
    code: { text: '暗号', expect: /对上了/ },
    help: { text: '嗯嗯嗯', expect: /没看懂是多少钱/ },
  },
  resume: {
    slash: { text: '/help', expect: /这里能办的事/ },
    answer: { text: '继续', expect: /^进度/ },
    offered: { text: '再来', expect: /接着填吗/ },
    navigation: { text: '取消', expect: /已经停了/ },
    word: { text: '帮助', expect: /这里能办的事/ },
    'in-sight': { text: '我想再来吧', expect: /接着填吗/ },
    code: { text: '暗号', expect: /对上了/ },
    loose: { text: '转告', expect: /转告了/ },
    help: { text: '嗯嗯嗯', expect: /选一个|接着填吗/ },
  },
  idle: {
    slash: { text: '/help', expect: /这里能办的事/ },
    offered: { text: '1', expect: /^我的资料/ },
    asked: { text: '好的', expect: /^我的资料/ },
    navigation: { text: '取消', expect: /没有在填/ },
    word: { text: '帮助', expect: /这里能办的事/ },
    'in-sight': { text: '我想再来吧', expect: /^我的资料/ },
    code: { text: '暗号', expect: /对上了/ },
    loose: { text: '转告', expect: /转告了/ },
    help: { text: '嗯嗯嗯', expect: /没看懂这一句/ },
  },
}

const loose = {
  ...sampleFeature(),
  commands: [
    ...sampleFeature().commands,
    {
      name: 'choices',
      label: 'command.menu' as const,
      words: [],
      run: async (scene: Scene) => scene.say({ text: '要不要', choices: [actionChoice('再来', 'again')] }),
    },
  ],
  takesCode: async (scene: { say(saying: { text: string }): void }, text: string) => {
    if (text === '暗号') scene.say({ text: '对上了' })
    return text === '暗号'
  },
  takesLooseText: async (scene: { say(saying: { text: string }): void }, text: string) => {
    if (text !== '转告') return false
    scene.say({ text: '转告了' })
    return true
  },
}

describe('what a text means', () => {
  let world: World
  beforeEach(async () => {
    world = await openWorld({ features: [loose] })
  })
  afterEach(() => world.close())

  const places: Record<keyof typeof orderOfReadings, (user: User) => Promise<void>> = {
    freeText: async (user) => void (await user.says('样品')),
    otherStep: async (user) => {
      await user.says('样品')
      await user.says('小李')
      await user.says('/choices')
    },
    resume: async (user) => {
      await user.says('样品')
      await user.says('小李')
      await user.says('/choices')
      world.clock.advance(31 * minute)
      await user.says('三个')
      expect((await user.session())?.turn?.pending?.kind).toBe('resume')
    },
    idle: async (user) => {
      await user.says('样品')
      for (const answer of ['小李', '跳过', '跳过', '跳过', '提交']) await user.says(answer)
    },
  }

  for (const place of Object.keys(orderOfReadings) as (keyof typeof orderOfReadings)[]) {
    it.each(orderOfReadings[place].map((reading) => [reading]))(`${place}: is taken as %s`, async (reading) => {
      const row = walk[place][reading]
      if (!row) throw new Error(`the table has no row for ${place} ${reading}`)
      const user = world.user('a')
      await places[place](user)
      const said = await user.says(row.text)
      expect(
        said.some((body) => row.expect.test(body.text)),
        said.map((body) => body.text).join('\n'),
      ).toBe(true)
    })
  }
})
