import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FormScript } from './form-scripts'
import {
  again,
  editsEach,
  fromBoth,
  gainStep,
  goesBack,
  isEdit,
  nonsenseFor,
  pressesOld,
  secondDevice,
  sendsPhotos,
  skipsAndReturns,
  submitLabel,
} from './form-scripts-moves'
import { Player } from './form-scripts-player'
import { addedStep, recordOf } from './form-scripts-record'
import { playStraight, type Straight } from './form-scripts-straight'
import { type Channel, openWorld, type World } from './world'

const channels: Channel[] = ['web', 'window']

/** Every way on one of the channels for each form, in turn; on both where there is time (`npm run test:long`). */
export function playEveryWay(scripts: readonly FormScript[]): void {
  for (const [index, script] of scripts.entries()) {
    for (const [at, channel] of channels.entries()) {
      if (process.env.EVERY_CHANNEL || (index + at) % channels.length === 0) playsEveryWay(script, channel)
    }
  }
}

/** Every way in which people fill in a form, on one channel: each must store what the straight run stored. */
function playsEveryWay(script: FormScript, channel: Channel): void {
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

    async function begin(rerunsWrites = false): Promise<Player> {
      world = await openWorld({ channel, rerunsWrites })
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
      const player = await begin(true)
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
      for (const [index, group] of player.cast.answers.entries()) {
        await player.gives(group)
        const often = index === 0 || index === player.cast.answers.length - 1 ? 10 : 1
        for (let times = 0; times < often; times++) await player.user.repeatsLast()
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
      // Nothing runs any more: one is as past as the other.
      for (const value of old().slice(-12)) await player.does({ press: value })
      expect(await recordOf(player.world)).toEqual(straight.record)
      await player.cast.stored()
      for (const value of new Set(player.shown.map(({ value }) => value).filter((value) => value.startsWith('!')))) {
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

    // Half an hour's pause outlives a code of ten minutes: such a form has nothing to go on with.
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
