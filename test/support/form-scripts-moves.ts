import { expect } from 'vitest'
import { yesNo } from '../../src/dialog/fields/choice'
import { type Form, type Step, step } from '../../src/dialog/form'
import type { Turn } from '../../src/domain/turn'
import { accounts, persons, sessions } from '../../src/store/collections'
import type { Cast, Move } from './form-scripts'
import type { Player } from './form-scripts-player'
import { addedStep } from './form-scripts-record'
import type { Straight } from './form-scripts-straight'
import type { User } from './world'

export const isEdit = (move: Move) => typeof move === 'string' && /^改\d+$/.test(move)
export const sendsPhotos = ({ answers }: Cast) =>
  answers.flat().some((move) => typeof move === 'object' && 'photo' in move)

export function submitLabel(player: Player): string {
  const last = player.cast.answers.at(-1)?.at(-1)
  return typeof last === 'object' && 'tap' in last ? last.tap : ''
}

/** Back to the question before; its answer is kept by every other one and given anew by the rest. */
export async function goesBack(player: Player, straight: Straight, index: number): Promise<void> {
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
  // What stands among the options is kept by the word.
  else await player.does((await player.step())?.skippable ? '跳过' : '不变')
}

/** Each line of the read-back is asked again by its number, and the read-back comes back with it. */
export async function editsEach(player: Player, straight: Straight): Promise<void> {
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

export async function skipsAndReturns(player: Player, asked: Step): Promise<void> {
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
export async function nonsenseFor(player: Player, index: number): Promise<Move[]> {
  const asked = await player.step()
  const elsewhere = ['菜单', '/help', '/nichts'][index % 3] ?? ''
  const [nothing, chatter]: Move[][] =
    index % 2 === 0 ? [['　 '], ['哈哈哈', '-7']] : [[{ press: 'gar.nicht.da' }], ['😀😀', '改99']]
  const anywhere: Move[] = [elsewhere, '长'.repeat(3000), ...(nothing ?? [])]
  return asked?.field.freeText ? anywhere : [...anywhere, ...(chatter ?? [])]
}

/** The last message once more, as somebody sends it who saw no answer. */
export function again(player: Player, move: Move): Move {
  if (typeof move === 'string' || !('tap' in move)) return move
  const shown = player.shown.findLast(({ label, value }) => label === move.tap && !value.startsWith('!'))
  return player.user.channel === 'window' ? move.tap : { press: shown?.value ?? move.tap }
}

export async function pressesOld(player: Player, old: readonly string[]): Promise<void> {
  const before = await player.turn()
  const offered = new Set((await player.user.choices()).map(({ value }) => value))
  for (const value of old.filter((value) => !offered.has(value))) {
    expect(await player.does({ press: value })).toContain('已经过去了')
    expect((await player.turn())?.answers).toEqual(before?.answers)
  }
}

/** A second device whose account is put to the same person. */
export async function secondDevice(user: User): Promise<User> {
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
export async function fromBoth(
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
export async function gainStep({ world, form }: Player): Promise<void> {
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
