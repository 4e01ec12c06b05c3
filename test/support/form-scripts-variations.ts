import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { yesNo } from '../../src/dialog/fields/choice'
import { type Form, type Step, step } from '../../src/dialog/form'
import type { Turn } from '../../src/domain/turn'
import { accounts, persons, sessions } from '../../src/store/collections'
import type { Cast, FormScript, Move } from './form-scripts'
import { Player } from './form-scripts-player'
import { addedStep, recordOf } from './form-scripts-record'
import { type Channel, openWorld, type User, type World } from './world'

/** What a straight run stored, and which step each group of messages answered. */
interface Straight {
  before: Awaited<ReturnType<typeof recordOf>>
  record: Awaited<ReturnType<typeof recordOf>>
  steps: readonly (string | undefined)[]
}

/** Every way in which people fill in a form, on one channel: each must store what the straight run stored. */
export function playsEveryWay(script: FormScript, channel: Channel): void {
  describe(`${script.form} on ${channel}`, () => {
    let world: World | undefined
    let straight: Straight
    beforeAll(async () => {
      straight = await playStraight(script, channel)
    })
    afterEach(async () => {
      await world?.close()
      world = undefined
    })

    async function begin(): Promise<Player> {
      world = await openWorld({ channel })
      const player = new Player(world, script.form, await script.setup(world, 'a'))
      await player.opens()
      return player
    }

    async function expectSame(player: Player, exactly = true): Promise<void> {
      expect(await player.turn()).toBeUndefined()
      await player.cast.stored()
      if (exactly) expect(await recordOf(player.world)).toEqual(straight.record)
    }

    it('goes straight through, the session read back between any two messages', async () => {
      const player = await begin()
      player.between = () => player.reloadSession()
      await player.answers()
      await expectSame(player)
    })

    it('goes back at each question and keeps or gives the answer again, and edits each in the read-back', async () => {
      const player = await begin()
      for (const [index, group] of player.cast.answers.entries()) {
        if (index > 0 && straight.steps[index - 1] !== undefined) await goesBack(player, straight, index)
        if (straight.steps[index] === undefined) await editsEach(player, straight)
        await player.gives(group)
      }
      await expectSame(player)
    })

    it('skips what may be skipped and nothing else', async () => {
      const player = await begin()
      for (const [index, group] of player.cast.answers.entries()) {
        const isLast = index === player.cast.answers.length - 1
        const asked = await player.step()
        if (asked && !(isLast && asked.skippable)) await skipsAndReturns(player, asked)
        await player.gives(group)
      }
      await expectSame(player)
    })

    it('ends when everything is skipped that may be', async () => {
      const player = await begin()
      for (const group of player.cast.answers) {
        const asked = await player.place()
        if (asked === undefined || asked === 'review') break
        if ((await player.step())?.skippable) await player.does('跳过')
        if ((await player.place()) === asked) await player.gives(group.filter((move) => !isEdit(move)))
      }
      if (await player.turn()) await player.does({ tap: submitLabel(player) })
      expect(await player.turn()).toBeUndefined()
    })

    it.each(['at once', 'in the middle', 'at the end'])('stores nothing of who cancels %s', async (when) => {
      const player = await begin()
      const { answers } = player.cast
      const given =
        when === 'at once' ? 0 : when === 'in the middle' ? Math.min(1, answers.length - 1) : answers.length - 1
      await player.answers(0, given)
      await player.does('取消')
      if (await player.turn()) {
        const at = await player.turn()
        await player.does({ tap: '接着填' })
        expect((await player.turn())?.answers, 'nothing is lost by asking').toEqual(at?.answers)
        await player.does('取消')
        await player.does({ tap: '不填了，删掉' })
      }
      expect(await player.turn()).toBeUndefined()
      if (given > 0 && player.cast.stopped) await player.cast.stopped()
      else expect(await recordOf(player.world)).toEqual(straight.before)
      await player.does('菜单')
    })

    it('goes on after a restart of the program between any two messages', async () => {
      const player = await begin()
      player.between = () => player.world.restart()
      await player.answers()
      await expectSame(player)
    })

    it('loses no answer to nonsense at any question', async () => {
      const player = await begin()
      for (const [index, group] of player.cast.answers.entries()) {
        for (const nonsense of await nonsenseFor(player, index)) {
          const before = await player.turn()
          await player.does(nonsense)
          expect((await player.turn())?.answers, JSON.stringify(nonsense)).toEqual(before?.answers)
        }
        await player.gives(group)
      }
      await expectSame(player)
    })

    it('has one effect for a message that comes ten times, by the platform or by hand', async () => {
      const player = await begin()
      for (const group of player.cast.answers) {
        await player.gives(group)
        for (let times = 0; times < 10; times++) await player.user.repeatsLast()
      }
      const last = player.cast.answers.at(-1)?.at(-1) ?? ''
      for (let times = 0; times < 10; times++) await player.does(again(player, last))
      if (script.form !== 'erase-me') await player.cast.stored()
      expect(await recordOf(player.world)).toEqual(straight.record)
    })

    it('never takes an old button for another question', async () => {
      const player = await begin()
      const old = () => [...new Set(player.shown.map(({ value }) => value))].filter((value) => !value.startsWith('!'))
      for (const [index, group] of player.cast.answers.entries()) {
        await player.gives(group)
        if (index === Math.floor(player.cast.answers.length / 2) - 1) await pressesOld(player, old())
      }
      for (const value of old()) await player.does({ press: value })
      expect(await recordOf(player.world)).toEqual(straight.record)
      await player.cast.stored()
      for (const { value } of [...player.shown].filter(({ value }) => value.startsWith('!'))) {
        await player.does({ press: value })
      }
    })

    it('is one form for each of two people at once', async () => {
      world = await openWorld({ channel })
      const both: Player[] = []
      for (const name of ['a', 'b'] as const) {
        both.push(new Player(world, script.form, await script.setup(world, name)))
      }
      await Promise.all(both.map((player) => player.opens()))
      for (const index of both[0]?.cast.answers.keys() ?? []) {
        await Promise.all(both.map((player) => player.answers(index, index + 1)))
      }
      const done = await Promise.allSettled(both.map((player) => player.cast.stored()))
      const failed = done.filter((result) => result.status === 'rejected')
      expect(failed.map(({ reason }) => reason)).toHaveLength(script.onlyOne ? 1 : 0)
    })

    it('is one form for one person on two devices, in turn and at once', async () => {
      const player = await begin()
      const tablet = await secondDevice(player.user)
      for (const [index, group] of player.cast.answers.entries()) {
        for (const move of group) await fromBoth(player, move, [player.user, tablet], index)
      }
      await expectSame(player, !script.countsDevices && !sendsPhotos(player.cast))
    })

    it.each(['in the middle', 'before its last answer'])(
      'asks only the new step of a form that gained one %s',
      async (when) => {
        const player = await begin()
        const { answers } = player.cast
        const given = when === 'in the middle' ? Math.floor(answers.length / 2) : answers.length - 1
        await player.answers(0, given)
        const before = await player.turn()
        await gainStep(player)
        await player.does('/help')
        expect(await player.place()).toBe(addedStep)
        expect((await player.turn())?.answers).toEqual(before?.answers)
        await player.does({ tap: '是' })
        await player.answers(given)
        await expectSame(player)
      },
    )

    it.skipIf(script.hurries)('asks after a pause whether to go on, and goes on', async () => {
      const player = await begin()
      const half = Math.floor(player.cast.answers.length / 2)
      await player.answers(0, half)
      const before = await player.turn()
      player.world.clock.advance(45 * 60_000)
      expect(await player.does('在不在啊')).toContain('接着填吗')
      await player.does({ tap: '接着填' })
      expect((await player.turn())?.answers).toEqual(before?.answers)
      await player.answers(half)
      await expectSame(player)
    })
  })
}

async function playStraight(script: FormScript, channel: Channel): Promise<Straight> {
  const world = await openWorld({ channel })
  const player = new Player(world, script.form, await script.setup(world, 'a'))
  await player.opens()
  const before = await recordOf(world)
  const steps: (string | undefined)[] = []
  for (const group of player.cast.answers) {
    const asked = await player.step()
    const known = (await player.turn())?.answers ?? {}
    await player.gives(group)
    const told = (await player.turn())?.answers ?? known
    const changed = Object.keys(told).find((id) => JSON.stringify(told[id]) !== JSON.stringify(known[id]))
    steps.push(changed ?? asked?.id)
  }
  const record = await recordOf(world)
  await player.cast.stored()
  await world.close()
  return { before, record, steps }
}

const isEdit = (move: Move) => typeof move === 'string' && /^改\d+$/.test(move)
const sendsPhotos = ({ answers }: Cast) => answers.flat().some((move) => typeof move === 'object' && 'photo' in move)

function submitLabel(player: Player): string {
  const last = player.cast.answers.at(-1)?.at(-1)
  return typeof last === 'object' && 'tap' in last ? last.tap : ''
}

/** Back to the question before; its answer is kept by every other one and given anew by the rest. */
async function goesBack(player: Player, straight: Straight, index: number): Promise<void> {
  const before = await player.turn()
  if (!before) return
  await player.does('返回')
  const asked = await player.place()
  // A consent once given is not asked again.
  if ((await player.turn())?.answers[asked ?? ''] === undefined && asked === straight.steps[index]) return
  expect(Object.keys((await player.turn())?.answers ?? {})).not.toContain(asked)
  await answersAgain(player, straight, index % 2 === 0)
  expect(told(await player.turn())).toEqual(told(before))
}

/** What was told, not how nothing was: none chosen and skipped are the same. */
function told(turn: Turn | undefined): unknown {
  return Object.entries(turn?.answers ?? {}).filter(([, value]) => value !== null && String(value) !== '')
}

async function answersAgain(player: Player, straight: Straight, keeps: boolean): Promise<void> {
  const asked = await player.place()
  const group = player.cast.answers[straight.steps.indexOf(asked)]
  const keep = await player.offers('不变')
  if (keep && (keeps || !group || group.some((move) => typeof move === 'object' && 'photo' in move))) {
    await player.does({ tap: keep.label })
  } else if (group) await player.gives(group.filter((move) => !isEdit(move)))
  else await player.does('跳过')
}

/** Each line of the read-back is asked again by its number, and the read-back comes back with it. */
async function editsEach(player: Player, straight: Straight): Promise<void> {
  const before = await player.turn()
  for (let line = 1; line <= 30; line++) {
    await player.does(`改${line}`)
    if ((await player.place()) === 'review') break
    await answersAgain(player, straight, false)
    expect((await player.turn())?.answers).toEqual(before?.answers)
  }
  await player.does({ tap: '改一项' })
  await player.does({ tap: '不改了' })
  expect(await player.place()).toBe('review')
}

async function skipsAndReturns(player: Player, asked: Step): Promise<void> {
  const before = (await player.turn())?.answers
  await player.does('跳过')
  const after = (await player.turn())?.answers
  if (asked?.skippable) expect(after).toEqual({ ...before, [asked.id]: null })
  // Some questions take the word for an answer of their own: "I cannot say yet".
  else if ((await player.place()) === asked.id) expect(after, `${asked.id} cannot be skipped`).toEqual(before)
  if (JSON.stringify(after) === JSON.stringify(before)) return
  await player.does('返回')
  expect((await player.turn())?.answers).toEqual(before)
}

/** What is no answer to the question that is open: a number out of reach, chatter, an unknown button, far too much. */
async function nonsenseFor(player: Player, index: number): Promise<Move[]> {
  const asked = await player.step()
  const elsewhere = ['菜单', '/help', '/nichts'][index % 3] ?? ''
  const anywhere: Move[] = [elsewhere, '　 ', '长'.repeat(3000), { press: 'gar.nicht.da' }]
  return asked?.field.freeText ? anywhere : [...anywhere, '哈哈哈', '😀😀', '-7', '改99']
}

/** The last message once more, as somebody sends it who saw no answer. */
function again(player: Player, move: Move): Move {
  if (typeof move === 'string' || !('tap' in move)) return move
  const shown = player.shown.findLast(({ label, value }) => label === move.tap && !value.startsWith('!'))
  return player.user.channel === 'window' ? move.tap : { press: shown?.value ?? move.tap }
}

async function pressesOld(player: Player, old: readonly string[]): Promise<void> {
  const before = await player.turn()
  const offered = new Set((await player.user.choices()).map(({ value }) => value))
  for (const value of old.filter((value) => !offered.has(value))) {
    expect(await player.does({ press: value })).toContain('已经过去了')
    expect((await player.turn())?.answers).toEqual(before?.answers)
  }
}

/** A second device whose account is put to the same person. */
async function secondDevice(user: User): Promise<User> {
  const other = user.world.user(`${user.name}-tablet`, user.channel)
  await other.says('你好')
  const account = await other.account()
  const person = await user.personId()
  if (!account) throw new Error('no account')
  await user.world.write(async (tx) => {
    await tx.put(accounts, { ...account, person })
    await tx.delete(sessions, account.person)
    await tx.delete(persons, account.person)
  })
  return other
}

/** A press comes from both at once; a text comes from one while the other asks for help. */
async function fromBoth(
  player: Player,
  move: Move,
  [phone, tablet]: readonly [User, User],
  turn: number,
): Promise<void> {
  const [first, second] = turn % 2 === 0 ? [phone, tablet] : [tablet, phone]
  const collects = (await player.step())?.field.collects === true
  // One of several is taken back by its second press.
  const choice = typeof move === 'object' && 'tap' in move && !collects ? await player.offers(move.tap) : undefined
  if (choice) await Promise.all([first, second].map((device) => player.does({ press: choice.value }, device)))
  else await Promise.all([player.does(move, first), player.does('/help', second)])
}

/** The program is started anew with one more question at the front of the form. */
async function gainStep({ world, form }: Player): Promise<void> {
  const features = world.bot.catalog.features.map((feature) => ({
    ...feature,
    flows: feature.flows.map((flow) => (flow.form.id === form ? { ...flow, form: grown(flow.form) } : flow)),
  }))
  await world.stop()
  Object.assign(world, { features })
  await world.start()
}

function grown(form: Form): Form {
  const added = step({ id: addedStep, ask: 'command.help', label: 'command.help', field: yesNo(), silent: true })
  return { ...form, steps: [added, ...form.steps] }
}
