import { expect } from 'vitest'
import type { Step } from '../../src/dialog/form'
import type { Choice } from '../../src/domain/message'
import { sessionSchema } from '../../src/domain/session'
import type { Turn } from '../../src/domain/turn'
import { sessions } from '../../src/store/collections'
import { webAbilities, windowAbilities } from './contract-channel'
import type { Cast, Move } from './form-scripts'
import type { User, World } from './world'

/** Plays one cast's form and looks at every reply: never silence, never too long, nothing parked, nothing lost in the session. */
export class Player {
  /** Every choice that was shown, the oldest first. */
  readonly shown: Choice[] = []
  #last = ''
  /** Called before each message. */
  between: () => Promise<void> = async () => {}

  constructor(
    readonly world: World,
    readonly form: string,
    readonly cast: Cast,
  ) {}

  get user(): User {
    return this.cast.user
  }

  async opens(): Promise<void> {
    for (const move of this.cast.opens) await this.does(move)
    expect((await this.turn())?.form, 'the form is open').toBe(this.form)
  }

  async answers(from = 0, to = this.cast.answers.length): Promise<void> {
    for (const group of this.cast.answers.slice(from, to)) await this.gives(group)
  }

  async gives(group: readonly Move[]): Promise<void> {
    for (const move of group) await this.does(move)
  }

  /** Makes a move on a device of the person; gives all that was answered. */
  async does(move: Move, device = this.user): Promise<string> {
    await this.between()
    const bodies = await this.#send(move, device)
    const wanted = typeof move === 'string' ? move : JSON.stringify(move)
    expect(bodies.length, `an answer to ${wanted}`).toBeGreaterThan(0)
    const { textLimit } = device.channel === 'window' ? windowAbilities : webAbilities
    for (const { text, choices } of bodies) {
      expect(text.trim(), `words in answer to ${wanted}`).not.toBe('')
      expect(text.length, text).toBeLessThanOrEqual(textLimit)
      for (const { label, value } of choices) {
        expect([...label].length, label).toBeLessThanOrEqual(24)
        expect(Buffer.byteLength(value), value).toBeLessThanOrEqual(64)
      }
      if (device.channel === 'window') expect(numbersTwice(text), text).toEqual([])
      this.shown.push(...choices)
    }
    if (this.world.parked.length > 0) throw this.world.parked[0]?.fault
    this.#last = bodies.map((body) => body.text).join('\n')
    return this.#last
  }

  async #send(move: Move, device: User) {
    if (typeof move === 'string') return device.says(move)
    if ('photo' in move)
      return device.sendsFile({ name: move.photo, type: 'image/png', bytes: Buffer.from(move.photo) })
    if ('press' in move) return device.presses(move.press)
    const offered = await device.choices()
    const choice = offered.find(({ label }) => label.replace(/^✓ /, '') === move.tap)
    if (!choice)
      throw new Error(`「${move.tap}」 is not among ${offered.map(({ label }) => label).join(' / ')}\n${this.#last}`)
    return device.channel === 'window' ? device.says(this.#numberOf(choice.label)) : device.presses(choice.value)
  }

  /** The number that stands before a choice in the last message, else its words. */
  #numberOf(label: string): string {
    const line = this.#last.split('\n').find((line) => line.replace(/^\d+ /, '') === label)
    return line?.match(/^\d+/)?.[0] ?? label
  }

  /** The running turn, if it is this form's. */
  async turn(): Promise<Turn | undefined> {
    const turn = (await this.user.session())?.turn
    return turn?.form === this.form ? turn : undefined
  }

  /** The step that is asked now; the names of other places are no steps. */
  async step(): Promise<Step | undefined> {
    const place = await this.place()
    return this.world.bot.catalog.flows.get(this.form)?.form.steps.find(({ id }) => id === place)
  }

  /** Where the form stands: its choices say it, and where there are none it is the very first question. */
  async place(): Promise<string | undefined> {
    const session = await this.user.session()
    if (session?.turn?.form !== this.form) return undefined
    const { run, answers } = session.turn
    const choice = session.offered.find(({ value }) => value.startsWith(`${run}.`))
    if (choice) return choice.value.split('.')[1]
    return this.world.bot.catalog.flows.get(this.form)?.form.steps.find(({ id }) => answers[id] === undefined)?.id
  }

  async offers(label: string): Promise<Choice | undefined> {
    return (await this.user.choices()).find((choice) => choice.label.startsWith(label))
  }

  /** The session is written out and read back, as another process would. */
  async reloadSession(): Promise<void> {
    const session = await this.user.session()
    if (!session) return
    const again = sessionSchema.parse(JSON.parse(JSON.stringify(session)))
    expect(again).toEqual(session)
    await this.world.write((tx) => tx.put(sessions, again))
  }
}

/** Numbers that stand before more than one line: which one is meant by typing it? */
function numbersTwice(text: string): string[] {
  const numbers = text.split('\n').flatMap((line) => line.match(/^(\d{1,2})[. ]/)?.[1] ?? [])
  return numbers.filter((number, index) => numbers.indexOf(number) !== index)
}
