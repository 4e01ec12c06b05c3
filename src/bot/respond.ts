import { fileWord } from '../dialog/file-word'
import type { Navigation } from '../dialog/navigation-words'
import type { Say } from '../dialog/say'
import { plainWord, typedNumber } from '../dialog/words'
import type { FileRef } from '../domain/message'
import { holdsPrivateNumber } from '../domain/private-number'
import type { Session } from '../domain/session'
import { actionIn, type Command, type Flow, type Scene } from '../features/feature'
import { sentences, text } from '../text/text'
import { answerToNewest, buttonInSight, type InSight, numberedButtons } from './buttons-in-sight'
import type { Catalog } from './features'
import { wordsToKeep } from './file-words'
import type { Incoming } from './incoming'
import { seenId } from './keep'
import { menuText } from './menu'
import type { FormRunner } from './run-form'
import type { Stage } from './scene'
import { isMeantAnyway, type Meaning, meaningOf, orderOfReadings } from './understand'
import { answerToUnsupported } from './unsupported'
import { sayWhatWaits } from './what-waits'

/** As many as a case takes. */
const mostHeld = 30
/** Shorter words are a slip, or an answer to something else. */
const sentence = 12

/** Answers one message: what it means, in the order of the table, and what follows from it. */
export class Response {
  /** What is held for "pass it on?" until the next message. */
  held: string | null = null
  heldFiles: readonly FileRef[] = []
  /** The file that was sent is of no use here: it need not be fetched. */
  fileRefused = false
  /** A change of words that concerns nothing any more was seen, and that is all. */
  noted = false
  readonly #scene: Scene

  constructor(
    private readonly catalog: Catalog,
    private readonly stage: Stage,
    private readonly forms: FormRunner,
    private readonly before: Readonly<Session>,
  ) {
    this.#scene = stage.scene
  }

  async take(content: Incoming['content']): Promise<void> {
    switch (content.kind) {
      case 'text':
        await this.#takeText(content.text)
        break
      case 'edit':
        if (content.file !== undefined) await this.#takeFileWords(content.file, content.text)
        else await this.#takeEdit(seenId(this.#scene.account, { update: content.of }), content.text)
        break
      case 'choice':
        await this.#press(content.value)
        break
      case 'file':
        await this.#takeFile(content.file, content.words)
        break
      case 'contact':
        await this.#takeContact(content.phone)
        break
      case 'unsupported':
        this.#scene.say({ text: answerToUnsupported(this.#scene.language, content.what) })
        if (content.words) await this.#hearCry(content.words)
        await this.forms.askAgain()
    }
    await this.#openWhatWasAsked()
    if (this.stage.isAlone) return
    if (!this.forms.running() && this.stage.drafts.length > 0 && !this.stage.gone) await this.forms.resumeAside()
    await sayWhatWaits(this.catalog, this.stage, this.forms.running()?.flow)
  }

  /** A submitted form may open the next one. */
  async #openWhatWasAsked(): Promise<void> {
    for (let opened = 0; this.stage.opening && opened < 3; opened++) {
      const { form, about, answers } = this.stage.opening
      this.stage.opening = undefined
      await this.forms.open(form, about, answers)
    }
  }

  /** Changed words answer the question that the old ones answered last; older answers stay as they are. */
  async #takeEdit(update: string, typed: string): Promise<void> {
    const { answered, unanswered } = this.before
    const running = this.forms.running()
    const meaning = meaningOf(typed, this.catalog.commands, running?.turn.form)
    const isAnswer = running !== undefined && answered?.update === update && answered.run === running.turn.run
    if (isAnswer && meaning.kind === 'other') {
      await this.forms.take({ kind: 'edit', step: answered.step, before: answered.before, text: typed })
      return
    }
    if (isAnswer || unanswered === update || isMeantAnyway(meaning)) return this.#takeText(typed)
    if (!running && (await this.#takeLoose(typed))) return
    this.noted = true
    await this.#hearCry(typed)
    this.#scene.say({ text: text(this.#scene.language, running ? 'dialog.edit-noted' : 'bot.edit-idle') })
    await this.forms.askAgain()
  }

  /** Words that stand with a file change there, and answer nothing. */
  async #takeFileWords(file: string, typed: string): Promise<void> {
    this.noted = true
    await this.#hearCry(typed)
    const words = wordsToKeep(this.#scene, typed)
    if (words !== undefined) {
      const key = (await this.forms.changeFileWords(file, words))
        ? 'bot.file-words-changed'
        : this.forms.running()
          ? 'dialog.edit-noted'
          : 'bot.edit-idle'
      this.#scene.say({ text: text(this.#scene.language, key) })
    }
    await this.forms.askAgain()
  }

  async #takeText(typed: string): Promise<void> {
    const running = this.forms.running()
    const meaning = meaningOf(typed, this.catalog.commands, this.forms.atWork()?.turn.form)
    const immediate = meaning.kind === 'slash' || meaning.kind === 'navigation' || meaning.kind === 'word'
    if (running && this.forms.isPaused() && !immediate) {
      if (await this.#answer(typed, buttonInSight)) return
      if (await this.#takeCode(typed)) return this.forms.waitAside()
      const isHeard = await this.#hearCry(typed)
      if (this.stage.isAlone) return this.forms.waitAside()
      // What is no answer to a question of long ago is said outside it.
      const isLoose = !isHeard && !(await this.forms.understands(typed)) && (await this.#takeLoose(typed, true))
      if (isLoose) return this.forms.waitAside()
      await this.forms.take({ kind: 'navigate', to: 'resume', held: typed })
      return
    }
    const place = await this.#placeNow()
    let unanswered: Say[] = []
    for (const reading of orderOfReadings[place]) {
      switch (reading) {
        case 'slash':
          if (await this.#takeSlash(meaning)) return
          break
        case 'offered':
          if (await this.#takeOffered(typed)) return
          break
        case 'asked':
          if (await this.#answer(typed, answerToNewest)) return
          break
        case 'navigation':
          if (meaning.kind === 'navigation') return this.#navigate(meaning.to)
          break
        case 'word':
          if (meaning.kind === 'word') {
            const { command, word } = meaning
            const mayAnswer = place === 'freeText' && !command.endsForms?.includes(running?.turn.form ?? '')
            return this.#command(command, command.argumentOf?.(word) ?? '', mayAnswer ? word : undefined)
          }
          break
        case 'answer': {
          const { length } = this.stage.drafts
          const flow = this.forms.running()?.flow
          const taken = await this.forms.take({ kind: 'text', text: typed })
          if (taken.understood) return this.#hearCryInAnswer(typed, flow, length)
          unanswered = taken.says
          break
        }
        case 'in-sight':
          if (await this.#answer(typed, buttonInSight)) return
          break
        case 'code':
          if (await this.#takeCode(typed)) return this.forms.askAgain()
          break
        case 'loose':
          if (await this.#takeLoose(typed)) return this.forms.leaveResume()
          break
        case 'help':
          return this.#help(unanswered, typed)
      }
    }
  }

  async #placeNow(): Promise<keyof typeof orderOfReadings> {
    const running = this.forms.running()
    if (!running) return 'idle'
    if (running.turn.pending?.kind === 'resume') return 'resume'
    return (await this.forms.openField())?.freeText ? 'freeText' : 'otherStep'
  }

  async #takeSlash(meaning: Meaning): Promise<boolean> {
    if (meaning.kind === 'navigation' && meaning.slash) await this.#navigate(meaning.to)
    else if (meaning.kind === 'slash') await this.#command(meaning.command, meaning.argument)
    else if (meaning.kind === 'unknown-slash') await this.#help([])
    else return false
    return true
  }

  async #takeOffered(typed: string): Promise<boolean> {
    const actions = this.before.offered.filter((choice) => choice.value.startsWith('!'))
    // While a form runs, a number is an answer to its question.
    const number = this.forms.running() ? undefined : typedNumber(typed)
    const chosen =
      (number === undefined
        ? undefined
        : (await numberedButtons(this.#scene.tx, this.#scene.account, actions))[number - 1]) ??
      actions.find((choice) => plainWord(choice.label) === plainWord(typed))
    if (!chosen) return false
    await this.#press(chosen.value)
    return true
  }

  /** Presses the button that was meant; with it may be said what matters more, or something that belongs elsewhere. */
  async #answer(typed: string, find: typeof buttonInSight): Promise<boolean> {
    const { tx, account } = this.#scene
    const found: InSight | undefined = await find(tx, account, typed, this.catalog.actions)
    if (!found) return false
    if (found.more && (await this.#hearCry(typed))) return true
    await this.#press(found.value)
    if (found.more) await this.#takeBeside(typed)
    return true
  }

  async #takeBeside(typed: string): Promise<void> {
    this.held = holdsPrivateNumber(typed) ? null : typed
    for (const { takesBeside } of this.catalog.features) if (await takesBeside?.(this.#scene, typed)) return
    this.held = null
  }

  /** `word`: it was typed where any text is an answer, so how to enter it literally is told. */
  async #command(command: Command, argument: string, word?: string): Promise<void> {
    const isAtIt = word && !this.forms.isPaused()
    if (isAtIt && !command.alwaysMeant)
      this.#scene.say({ text: text(this.#scene.language, 'dialog.literal', { word }) })
    this.forms.leaveResume()
    await command.run(this.#scene, argument)
    await this.forms.goOn()
  }

  async #navigate(to: Navigation): Promise<void> {
    const { language } = this.#scene
    if (!this.forms.running()) {
      const idle = to === 'cancel' ? 'bot.nothing-to-cancel' : 'bot.nothing-to-back'
      this.#scene.say({ text: `${text(language, idle)}\n${menuText(language, await this.#scene.officer())}` })
      return
    }
    await this.forms.take({ kind: 'navigate', to })
  }

  /** A press names an action, or a question of the running form; anything else is past. */
  async #press(value: string): Promise<void> {
    const { id, argument } = actionIn(value)
    if (id === 'command') {
      const command = this.catalog.commands.find(({ name }) => name === argument)
      if (command) return this.#command(command, '')
    }
    const action = id && this.catalog.actions.get(id)
    if (action) {
      this.forms.leaveResume()
      await action.run(this.#scene, argument)
      return this.forms.goOn()
    }
    if (this.forms.running()) {
      await this.forms.take({ kind: 'choice', value })
      return
    }
    const { language } = this.#scene
    this.#scene.say({
      text: `${text(language, 'dialog.past-idle')}\n${menuText(language, await this.#scene.officer())}`,
    })
  }

  async #takeFile(sent: FileRef, written: string | undefined): Promise<void> {
    const { language } = this.#scene
    const words = wordsToKeep(this.#scene, written)
    const file = words ? { ...sent, words } : sent
    if (this.forms.running()) {
      const { tellsFrom = Number.POSITIVE_INFINITY } = (await this.forms.openField()) ?? {}
      if (words && [...words].length < tellsFrom) await this.#hearCry(words)
      const taken = await this.forms.take({ kind: 'file', file })
      this.fileRefused = !taken.understood
      if (!taken.understood) this.#sayAll(taken.says)
      return
    }
    // Of several sent one after another all are meant by the one answer.
    this.heldFiles = [...this.before.heldFiles, file].slice(-mostHeld)
    for (const feature of this.catalog.features) if (await feature.takesLooseFile?.(this.#scene, file)) return
    this.heldFiles = []
    this.fileRefused = true
    this.#scene.say({ text: text(language, 'bot.file-idle', { what: fileWord(language, file) }) })
    if (words) await this.#takeLoose(words)
  }

  /** A tap that gives the phone number answers the question for it; the key for it stays on some phones longer than the question. */
  async #takeContact(phone: string): Promise<void> {
    if ((await this.forms.openField())?.asks === 'phone') return this.#takeText(phone)
    this.#scene.say({ text: text(this.#scene.language, 'bot.contact-not-asked') })
    await this.forms.askAgain()
  }

  async #takeCode(typed: string): Promise<boolean> {
    for (const feature of this.catalog.features) if (await feature.takesCode?.(this.#scene, typed)) return true
    return false
  }

  async #takeLoose(typed: string, isPaused = false): Promise<boolean> {
    // A face or a sign is nothing to pass on: what was held before it is still asked about.
    const words = /[\p{L}\p{N}]/u.test(typed) ? typed : (this.before.held ?? typed)
    this.held = holdsPrivateNumber(words) ? null : words
    const { features } = this.catalog
    for (const { takesLooseText } of features) if (await takesLooseText?.(this.#scene, typed, isPaused)) return true
    this.held = null
    for (const { guessesText } of features) if (await guessesText?.(this.#scene, typed)) return true
    return false
  }

  async #help(unanswered: readonly Say[], typed = ''): Promise<void> {
    if (unanswered.length > 0) {
      // What is written beside a photo, or in its place, belongs to the case as well.
      const isAboutFiles = (await this.forms.openField())?.takeFile !== undefined
      if (isAboutFiles && [...typed].length >= sentence) await this.#takeLoose(typed)
      // Whoever cries for help is not told that it was no answer.
      else if (await this.#hearCry(typed)) return this.forms.askAgain()
      return this.#sayAll(unanswered)
    }
    const { language } = this.#scene
    const officer = await this.#scene.officer()
    this.#scene.say({ text: sentences(language, text(language, 'bot.not-understood'), menuText(language, officer)) })
    await this.forms.askAgain()
  }

  /** The numbers come before the question; a tap after it tells a person what was said. */
  async #hearCry(typed: string, isAnswer = false): Promise<boolean> {
    for (const { answersCry } of this.catalog.features) {
      if (!(await answersCry?.(this.#scene, typed, isAnswer))) continue
      if (!holdsPrivateNumber(typed)) this.held = typed
      return true
    }
    return false
  }

  /** Also in words that a form took for something else, or asks about, 「是工伤吗？」; what officers write is about others. */
  async #hearCryInAnswer(typed: string, flow: Flow | undefined, before: number): Promise<void> {
    const isGuess = this.forms.running()?.turn.pending?.kind === 'confirm'
    if (!isGuess && (flow?.hearsCries || (await this.#scene.officer()))) return
    const said = this.stage.drafts.splice(before)
    await this.#hearCry(typed, true)
    this.stage.drafts.push(...said)
  }

  #sayAll(says: readonly Say[]): void {
    for (const say of says) this.stage.drafts.push({ ...say, file: null, officer: null })
  }
}
