import { advance, type Input, type Outcome, openStep, type Surroundings } from '../dialog/advance'
import type { Answers, Form, Step } from '../dialog/form'
import type { Say } from '../dialog/say'
import { wallDate } from '../domain/calendar'
import { after, day, minute } from '../domain/instant'
import type { Session } from '../domain/session'
import type { Turn } from '../domain/turn'
import type { Flow } from '../features/feature'
import { allTexts, text } from '../text/text'
import type { Catalog } from './features'
import { changeFileWords } from './file-words'
import { type Given, givenBy } from './latest'
import type { Stage } from './scene'

const mostAside = 3
/** After so long a typed text may not be meant for the question any more. */
const pause = 30 * minute

/** Runs the forms of one person within one message: opens, advances, submits, sets aside. */
export class FormRunner {
  /** What the message gave to a form. */
  given: Given | undefined
  #loaded: { turn: Turn; surroundings: Surroundings } | undefined

  constructor(
    private readonly catalog: Catalog,
    private readonly stage: Stage,
    private session: Session,
    private readonly newRun: () => string,
    private readonly fingerprint: (text: string) => string,
  ) {}

  get state(): Session {
    return this.session
  }

  /** The running form; one that no longer exists in the program is dropped. */
  running(): { flow: Flow; turn: Turn } | undefined {
    const { turn } = this.session
    const flow = turn && this.catalog.flows.get(turn.form)
    if (turn && flow) return { flow, turn }
    if (turn) this.session = { ...this.session, turn: null }
    return undefined
  }

  /** The field of the open question. */
  async openField(): Promise<Step['field'] | undefined> {
    const running = this.running()
    return running && openStep(running.flow.form, running.turn, await this.#surroundings(running))?.field
  }

  /** Whether the person was away so long that they are asked whether to go on. */
  isPaused(): boolean {
    const running = this.running()
    if (!running || running.turn.pending?.kind === 'resume') return false
    return Date.parse(this.stage.scene.now) - Date.parse(running.turn.touchedAt) > pause
  }

  /** The form whose question stands now: none where they are asked whether to go on, or would be. */
  atWork() {
    const running = this.running()
    return this.isPaused() || running?.turn.pending?.kind === 'resume' ? undefined : running
  }

  /** False where no such file is held, nor kept by a feature. */
  async changeFileWords(file: string, words: string): Promise<boolean> {
    const changed = await changeFileWords(this.catalog, this.stage.scene, this.session, file, words)
    if (!changed) return false
    this.session = changed
    return true
  }

  /** Whether a text is an answer to the open question. */
  async understands(text: string): Promise<boolean> {
    const running = this.running()
    if (!running) return false
    const input: Input = { kind: 'text', text }
    return advance(running.flow.form, running.turn, input, await this.#surroundings(running)).kind !== 'not-understood'
  }

  /** Gives an input to the running form and does what follows; false when it is a text the form cannot take. */
  async take(input: Input): Promise<{ understood: true } | { understood: false; says: Say[] }> {
    const running = this.running()
    if (!running) return { understood: false, says: [] }
    const outcome = advance(running.flow.form, running.turn, input, await this.#surroundings(running))
    this.given = givenBy(input, running.turn, outcome) ?? this.given
    if (outcome.kind === 'not-understood') return { understood: false, says: outcome.says }
    await this.#follow(running.flow, outcome)
    return { understood: true }
  }

  /** The open question once more; who left it long ago is asked whether to go on. */
  async askAgain(): Promise<void> {
    await this.take(this.isPaused() ? { kind: 'navigate', to: 'resume' } : { kind: 'ask' })
  }

  /** After a command: what it closed ends with what was answered, what runs is asked on unless something opens. */
  async goOn(): Promise<void> {
    const { closing } = this.stage
    if (closing) await this.#close(closing)
    if (!this.stage.opening && this.running()) await this.askAgain()
  }

  /** What was answered long ago says nothing of now. */
  async #close(id: string): Promise<void> {
    const { turn, aside } = this.session
    const ended = [...aside, ...(turn ? [turn] : [])].filter(({ form }) => form === id)
    const left = aside.filter(({ form }) => form !== id)
    this.session = { ...this.session, turn: turn?.form === id ? null : turn, aside: left }
    const flow = this.catalog.flows.get(id)
    const since = after(this.stage.scene.now, -day)
    for (const turn of ended) {
      if (flow && turn.touchedAt > since && this.#hasAnswers(flow.form, turn)) {
        await this.#submit(flow, turn, turn.answers)
      }
    }
  }

  /** Opens a form; the same one already open is offered to go on with, another is set aside. */
  async open(id: string, about: string | null, answers: Answers): Promise<void> {
    const flow = this.catalog.flows.get(id)
    if (!flow) throw new Error(`no form ${id}`)
    const { scene } = this.stage
    const refusal = await flow.refusal?.(scene, about)
    if (refusal !== undefined) return void (refusal && scene.say({ text: refusal }))
    const same = this.#takeSame(id, about)
    if (same && this.#hasAnswers(flow.form, same)) {
      this.session = { ...this.session, turn: same }
      return void (await this.take({ kind: 'navigate', to: 'resume' }))
    }
    this.#setAside()
    await this.#begin(flow, about, answers)
  }

  async #begin(flow: Flow, about: string | null, answers: Answers): Promise<void> {
    const { now } = this.stage.scene
    const turn: Turn = {
      form: flow.form.id,
      run: this.newRun(),
      about,
      answers: { ...(await flow.begins?.(this.stage.scene)), ...answers },
      previous: {},
      pending: null,
      startedAt: now,
      touchedAt: now,
    }
    this.session = { ...this.session, turn }
    await this.take({ kind: 'ask' })
  }

  /** The form set aside last comes back with "go on?". */
  async resumeAside(): Promise<void> {
    const turn = this.session.aside.findLast((turn) => !turn.offeredAgain)
    // Who was joined to another person in this message goes on in that one's conversation.
    const isTheirs = this.session.id === this.stage.scene.person.id
    if (this.session.turn || !turn || !isTheirs) return
    const aside = this.session.aside.filter((other) => other !== turn)
    this.session = { ...this.session, turn: { ...turn, offeredAgain: true }, aside }
    if (this.running()) await this.take({ kind: 'navigate', to: 'resume' })
  }

  /** "Go on?" is not asked again of who does something else instead; the form waits aside. */
  leaveResume(): void {
    if (this.session.turn?.pending?.kind === 'resume') this.waitAside()
  }

  /** The running form waits aside until it is opened again. */
  waitAside(): void {
    const { turn } = this.session
    if (turn) this.#keepAside([{ ...turn, pending: null, offeredAgain: true }])
  }

  /** What there is no room for is not dropped without a word. */
  #keepAside(turns: readonly Turn[]): void {
    const { scene } = this.stage
    const aside = [...this.session.aside, ...turns]
    const dropped = aside.length > mostAside ? aside[0] : undefined
    const title = dropped && this.catalog.flows.get(dropped.form)?.form.title
    if (title) scene.say({ text: text(scene.language, 'bot.too-many-parked', { form: text(scene.language, title) }) })
    this.session = { ...this.session, turn: null, aside: aside.slice(-mostAside) }
  }

  #takeSame(id: string, about: string | null): Turn | undefined {
    const isSame = (turn: Turn | null) => turn?.form === id && turn.about === about
    const { turn, aside } = this.session
    if (isSame(turn)) return turn ?? undefined
    const found = aside.find(isSame)
    if (!found) return undefined
    this.#setAside()
    this.session = { ...this.session, aside: this.session.aside.filter((other) => other !== found) }
    return found
  }

  #hasAnswers(form: Form, turn: Turn): boolean {
    return form.steps.some((step) => !step.silent && turn.answers[step.id] !== undefined)
  }

  #setAside(): void {
    const running = this.running()
    if (!running) return
    const { scene } = this.stage
    const { form } = running.flow
    const keep = this.#hasAnswers(form, running.turn)
    if (keep) scene.say({ text: text(scene.language, 'bot.parked-form', { form: text(scene.language, form.title) }) })
    this.#keepAside(keep ? [{ ...running.turn, pending: null }] : [])
  }

  async #follow(flow: Flow, outcome: Exclude<Outcome, { kind: 'not-understood' }>): Promise<void> {
    const { scene } = this.stage
    switch (outcome.kind) {
      case 'asking':
        this.session = { ...this.session, turn: outcome.turn }
        for (const { step, value } of outcome.answered ?? []) await flow.answered?.(scene, outcome.turn, step, value)
        return this.#say(outcome.says)
      case 'past':
        return this.#say(outcome.says)
      case 'restarted':
        this.session = { ...this.session, turn: null }
        return this.#begin(flow, outcome.turn.about, {})
      case 'cancelled':
        this.session = { ...this.session, turn: null }
        if (flow.form.keepsOnCancel) return this.#submit(flow, outcome.turn, outcome.turn.answers)
        scene.say({ text: text(scene.language, 'dialog.cancelled') })
        return flow.cancelled?.(scene, outcome.turn.answers, outcome.turn)
      case 'submitted':
        this.session = { ...this.session, turn: null }
        return this.#submit(flow, outcome.turn, outcome.answers)
    }
  }

  async #submit(flow: Flow, turn: Turn, answers: Answers): Promise<void> {
    const { scene } = this.stage
    const refusal = await flow.refusal?.(scene, turn.about)
    if (refusal !== undefined) return void (refusal && scene.say({ text: refusal }))
    await flow.submit(scene, answers, turn, questionsOf(flow.form, this.fingerprint))
  }

  #say(says: readonly Say[]): void {
    for (const say of says) this.stage.drafts.push({ ...say, file: null, officer: null })
  }

  /** Loaded once for a turn; what was answered since makes another turn of it. */
  async #surroundings({ flow, turn }: { flow: Flow; turn: Turn }): Promise<Surroundings> {
    const { scene } = this.stage
    const { language } = scene
    // Also who changes the language is asked again in the new one.
    if (this.#loaded?.turn === turn && this.#loaded.surroundings.language === language) return this.#loaded.surroundings
    const surroundings = {
      now: scene.now,
      today: wallDate(scene.now, scene.zone),
      language,
      facts: (await flow.facts?.(scene, turn.about)) ?? {},
    }
    this.#loaded = { turn, surroundings }
    return surroundings
  }
}

/** A hash of the questions a form asks, kept with what was submitted. */
function questionsOf(form: Form, fingerprint: (text: string) => string): string {
  return fingerprint(form.steps.map((step) => `${step.id}:${allTexts['zh-CN'][step.ask]}`).join('\n')).slice(0, 16)
}
