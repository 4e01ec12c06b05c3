import type { Answers, Facts, Form } from '../dialog/form'
import type { Account } from '../domain/account'
import type { AuditEntry } from '../domain/credential'
import type { Instant } from '../domain/instant'
import type { Language } from '../domain/language'
import type { Choice, FileRef } from '../domain/message'
import type { Officer } from '../domain/officer'
import type { Person } from '../domain/person'
import type { Turn } from '../domain/turn'
import type { Youth } from '../domain/youth'
import type { Lock, WriteTx } from '../store/store'
import type { PlainKey } from '../text/text'

/** A message a feature says: outside forms its choices name actions (`actionChoice`). */
export interface Saying {
  text: string
  choices?: readonly Choice[]
  file?: FileRef
  /** Said in an officer's name. */
  from?: { officer: string }
}

export interface NoticeOptions {
  /** Told also in quiet hours and before anything else. */
  urgent?: boolean
  /** A second notice with the same key is never made. */
  key?: string
  notBefore?: Instant
  expiresAt?: Instant
  /** A named check (see `rechecks`) run again just before sending. */
  recheck?: { name: string; argument: string }
}

/** What a feature works with while one message is handled: everything goes into the one transaction. */
export interface Scene {
  tx: WriteTx
  now: Instant
  /** The wall clock's zone. */
  zone: string
  /** Where the product is reached from outside, without a slash at its end; null when not configured. */
  publicUrl: string | null
  /** The links that bring a code in, one for each channel that has an address. */
  linksFor(code: string): string[]
  committee: string
  newId(): string
  /** So many random decimal digits, from a secure source. */
  newDigits(count: number): string
  /** A keyed hash of a code, slow for one that stays valid for years; the same for the same code, for looking codes up. */
  hashCode(code: string): string
  person: Person
  account: Account
  language: Language
  youth(): Promise<Youth | undefined>
  officer(): Promise<Officer | undefined>
  /** Makes a file that a saying of this message can carry; it is stored right after the commit. */
  attach(file: { name: string; type: string; bytes: Uint8Array }): FileRef
  /** Says something in this conversation, after what was said before. */
  say(saying: Saying): void
  /** Queues a notice to a person, in their language. */
  notify(person: string, saying: (language: Language) => Saying, options?: NoticeOptions): Promise<void>
  /** Opens a form after what is said now; a running one is set aside. */
  open(form: string, options?: { about?: string; answers?: Answers }): void
  /** Puts the person's changed document in place for the rest of this message. */
  changePerson(person: Person): Promise<void>
  /** Writes into the audit: the actor is this person. */
  record(action: AuditEntry['action'], target: string | null): Promise<void>
  /** Counts a try at a code; false when there were too many (5 an hour for each `what` and account). */
  tryCode(what: string, overall?: number): Promise<boolean>
  /** The text that `takesLooseText` was last offered, until something else is said. */
  heldText(): string | null
  /** The file that `takesLooseFile` was last offered, until something else is said. */
  heldFiles(): readonly FileRef[]
  /** The liaison point whose poster they scanned last, by its id. */
  scannedPoint(): string | null
  keepScanned(point: string | null): void
  /** Ends a form, also one that waits aside: what was answered within the last day counts. */
  close(form: string): void
  /** Names a lock a rule over several documents needs; the message is handled again under it when it was not held. */
  lock(lock: Lock): void
  /** What is said in this message, by either side, is about a case: it is sealed with the case and goes with it. */
  concerns(complaint: string): void
  /** What is said now stands alone: no form left lying is offered after it. */
  aloneNow(): void
  /** The person is gone with this message: nothing of it is kept, the last words still reach the page. */
  forgotten(): void
}

/** A form with what it needs and does. */
export interface Flow {
  form: Form
  /** Why this person may not fill it in; asked when it opens and again when it is submitted. */
  refusal?(scene: Scene, about: string | null): Promise<string | undefined>
  facts?(scene: Scene, about: string | null): Promise<Facts>
  /** Answers that are known when it begins, besides those it is opened with. */
  begins?(scene: Scene): Promise<Answers>
  /** It looks for cries for help in its answers by itself. */
  hearsCries?: true
  /** Runs in the same transaction as the answer that was just given. */
  answered?(scene: Scene, turn: Turn, step: string, value: unknown): Promise<void>
  /** `questions` is a hash of the form as it was asked. */
  submit(scene: Scene, answers: Answers, turn: Turn, questions: string): Promise<void>
  cancelled?(scene: Scene, answers: Answers, turn: Turn): Promise<void>
}

/** A command with its Chinese and English words; its description stands in the menu and help. */
export interface Command {
  name: string
  label: PlainKey
  words: readonly string[]
  /** Other ways to say it, where no form runs or one of `endsForms`. */
  sign?: RegExp
  /** Forms that it ends: in them its words are no answer. */
  endsForms?: readonly string[]
  /** What the word itself asks for, where the words do not all mean the same. */
  argumentOf?(word: string): string
  /** Never an answer: how to enter the word as one is not told. */
  alwaysMeant?: true
  run(scene: Scene, argument: string): Promise<void>
}

/** What a button outside a form does; it checks for itself that this person may do it, and that it can still be done. */
export interface Action {
  id: string
  /** The button is the yes or the no to what its message asks, whatever words it is said in. */
  answers?: 'yes' | 'no'
  /** The message asks nothing, this button only undoes or shows: the action that runs when somebody says yes to it all the same. */
  unlessNot?: string
  run(scene: Scene, argument: string): Promise<void>
}

/** A line of the officer's workbench, with the buttons that belong to it. */
export interface WorkbenchPart {
  text: string
  choices: Choice[]
}

export interface Feature {
  name: string
  flows: readonly Flow[]
  commands: readonly Command[]
  actions: readonly Action[]
  /** What `/officer` shows of this feature. */
  workbench?(scene: Scene, officer: Officer): Promise<WorkbenchPart | undefined>
  /** Answers a cry for help in words that are no answer to what is asked, or one all the same (`isAnswer`); true when they are a cry. */
  answersCry?(scene: Scene, text: string, isAnswer: boolean): Promise<boolean>
  /** Takes a code that is worth something now, also beside a question it does not answer; true when it was taken. */
  takesCode?(scene: Scene, text: string): Promise<boolean>
  /** Takes a text nothing else understood, such as a word to the caseworker; true when it was taken. `isPaused`: a form left long ago did
   * not understand it and would ask whether to go on, so that only what is surely said outside it is taken. */
  takesLooseText?(scene: Scene, text: string, isPaused: boolean): Promise<boolean>
  /** Takes a text that nobody took, by a guess at what it means. */
  guessesText?(scene: Scene, text: string): Promise<boolean>
  /** Takes what is said along with a no to something else, 「来不了，老板不给钱」. */
  takesBeside?(scene: Scene, text: string): Promise<boolean>
  /** What waits for this person's answer, said once at the end of whatever was answered; `said` are the buttons that stand there already. */
  waiting?(scene: Scene, said: readonly Choice[]): Promise<Saying | undefined>
  /** Puts changed words in the place of those that a file was kept with; true when it was its own. */
  changesFileWords?(scene: Scene, file: string, words: string): Promise<boolean>
  /** Takes a file sent outside any form. */
  takesLooseFile?(scene: Scene, file: FileRef): Promise<boolean>
}

/** A button that runs an action: its value is opaque to the channels and at most 64 bytes. */
export function actionChoice(label: string, action: string, argument = ''): Choice {
  return { label, value: argument ? `!${action}.${argument}` : `!${action}` }
}

/** The action of a button's value, with its argument; no id where it is none. */
export function actionIn(value: string): { id?: string; argument: string } {
  const [, id, argument = ''] = value.match(/^!([a-z-]+)(?:\.(.*))?$/) ?? []
  return { ...(id && { id }), argument }
}
