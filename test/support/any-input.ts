import { expect } from 'vitest'
import { day, hour, minute } from '../../src/domain/instant'
import type { Body } from '../../src/domain/message'
import { becomesOfficer, withPoints } from './people'
import { sampleFiles } from './sample-files'
import { randomFrom } from './seeded'
import { type Channel, openWorld, type User, type World } from './world'

/** What people type, and what nobody should. */
const words = [
  '投诉 进度 热线 紧急 怎么用 活动 我的报名 签到 联络 登记 我的 设置 菜单 工作台 取消 返回 跳过 好了 提交 确定 同意',
  '1 2 3 9 12 １２ 一 两 18000 一万八 两三万 三千五 13800138000 19 ０ -1 999999999999 3.5 8月 上个月 去年三月到五月 昨天 明天下午三点 腊月二十三 周六',
  '是 不是 有 没有 不知道 算了 老板跑了 被打了 不想活了 帮帮我 别问我 要 不要 我去 去不了 还行 累死了 小李 龙华民治 宏达建筑 工地 湖南',
  '/start /start 9527 /menu /lang /cancel /back /skip /me /officer /admin 00000000 /nosuch /complain@bot',
].flatMap((line) => line.split(' '))

const strange = [
  '',
  ' ',
  '\n\n',
  '😀👨‍👩‍👧‍👦🏳️‍🌈',
  '\ud800',
  'a\udc00b',
  '\u202e倒着写\u202c',
  '\0\u0007\u001b[31m',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  "'; DROP TABLE youths; --",
  '{"text":1}',
  '，。！？',
  '零'.repeat(500),
  '字'.repeat(5000),
  'https://example.com/'.repeat(60),
  'مرحبا بالعالم',
  'ｆｕｌｌ ｗｉｄｔｈ',
  '1️⃣',
]

const madeUp = ['!', '!.', '!command.', '!nothing.1', 'x.y.z', 'submit', '+page9', `!event-go.${'9'.repeat(40)}`]

const limits = { text: 4096, choices: 100, value: 64, label: 64 }

interface Life {
  world: World
  user: User
  random: () => number
  /** Values of all buttons that were ever shown. */
  shown: string[]
  typed: string[]
}

/** Lives of people who type, press and send anything at all; after each message nothing is broken. Gives how many there were. */
export async function liveAnyhow(seed: number, messages: number): Promise<number> {
  const channels: Channel[] = ['web', 'push', 'window']
  const perLife = 120
  let done = 0
  for (let life = 0; done < messages; life++) {
    const random = randomFrom(seed + life)
    const world = await openWorld({ channel: channels[life % channels.length] as Channel })
    try {
      await withPoints(world)
      const user = world.user('anybody')
      if (life % 3 === 2) await becomesOfficer(user, '王姐', ['admin', 'caseworker', 'liaison'])
      const one: Life = { world, user, random, shown: [], typed: [] }
      for (let n = 0; n < perLife && done < messages; n++, done++)
        await step(one, `seed ${seed}, life ${life}, message ${n}`)
    } finally {
      await world.close()
    }
  }
  return done
}

async function step(life: Life, at: string): Promise<void> {
  const { world, user, random, shown } = life
  if (random() < 0.1) world.clock.advance(pick(random, [minute, 40 * minute, 3 * hour, 2 * day]))
  const before = (await user.session())?.turn
  const said = await act(life)
  const place = `${at}: ${JSON.stringify(user.latest)}`
  for (const { fault } of world.parked) throw new Error(`${place}: parked`, { cause: fault })
  for (const body of said) checkBody(body, place)
  shown.push(...said.flatMap(({ choices }) => choices.map(({ value }) => value)))
  // What was not understood changes no answer.
  const after = (await user.session())?.turn
  const isLost = said.some(({ text }) => text.startsWith('没看懂'))
  if (before && isLost) expect(after?.answers, place).toEqual(before.answers)
}

async function act({ user, random, shown, typed, world }: Life): Promise<Body[]> {
  const chance = random()
  if (chance < 0.45) {
    const word = pick(random, random() < 0.85 ? words : strange)
    const text = random() < 0.1 ? `${word}${pick(random, strange)}` : word
    typed.push(text)
    return user.says(text)
  }
  if (chance < 0.75) {
    const open = await user.choices()
    if (open.length > 0) return user.presses(pick(random, open).value)
  }
  if (chance < 0.85 && shown.length > 0) return user.presses(pick(random, shown))
  if (chance < 0.88) return user.presses(pick(random, madeUp))
  if (chance < 0.92) {
    const [type, sample] = pick(random, Object.entries(sampleFiles))
    const file = { ...sample, type }
    const said = await user.sendsFile(file, random() < 0.5 ? pick(random, words) : undefined)
    await world.fetchFiles()
    return said
  }
  if (chance < 0.95 && typed.length > 0 && user.channel === 'push')
    return user.edits(pick(random, typed), pick(random, words))
  if (chance < 0.97) return user.sends(pick(random, ['sticker', 'location', 'dice']))
  if (chance < 0.98) return user.givesPhone('+8613800138000')
  return chance < 0.99 && typed.length > 0 ? user.repeatsLast() : user.inbox()
}

function checkBody({ text, choices }: Body, place: string): void {
  expect(text.length, place).toBeGreaterThan(0)
  expect(text.length, place).toBeLessThanOrEqual(limits.text)
  expect(isWhole(text), `${place}: ${JSON.stringify(text)}`).toBe(true)
  expect(choices.length, place).toBeLessThanOrEqual(limits.choices)
  for (const { label, value } of choices) {
    expect(label.trim(), place).not.toBe('')
    expect(isWhole(label), `${place}: ${JSON.stringify(label)}`).toBe(true)
    expect([...label].length, `${place}: ${label}`).toBeLessThanOrEqual(limits.label)
    expect(Buffer.byteLength(value), place).toBeLessThanOrEqual(limits.value)
  }
}

/** No half of a character stands alone. */
function isWhole(text: string): boolean {
  return Buffer.from(text).toString() === text
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}
