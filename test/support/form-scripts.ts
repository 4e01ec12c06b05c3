import { caseScripts } from './form-scripts-cases'
import { contactScripts } from './form-scripts-contact'
import { eventScripts } from './form-scripts-events'
import { oneselfScripts } from './form-scripts-oneself'
import { teamScripts } from './form-scripts-team'
import { workerScripts } from './form-scripts-workers'
import type { User, World } from './world'

/** One message: a text, a tap on a shown choice (typed as its number where there are no buttons), a button's value, a photo. */
export type Move = string | { tap: string } | { press: string } | { photo: string }

/** Who fills in a form, with everything in place that it needs. */
export interface Cast {
  user: User
  /** How they come to its first question. */
  opens: readonly Move[]
  /** A straight run: what answers each question, one message or several; the read-back last. */
  answers: readonly (readonly Move[])[]
  /** What must be stored after it. */
  stored(): Promise<void>
  /** What is stored of who stopped after the first answer, where that is more than nothing. */
  stopped?(): Promise<void>
}

/** One form of the bot: how to come to it, how to fill it in, what must be stored then. */
export interface FormScript {
  form: string
  /** `name` (a or b) keeps two casts in one world apart. */
  setup(world: World, name: 'a' | 'b'): Promise<Cast>
  /** Of two people who fill it in at once only one may succeed. */
  onlyOne?: true
  /** What is stored names the number of devices. */
  countsDevices?: true
  /** Their code is good for minutes only. */
  hurries?: true
}

/** One row for each form in the bot's catalog. */
export const formScripts: readonly FormScript[] = [
  ...oneselfScripts,
  ...contactScripts,
  ...workerScripts,
  ...caseScripts,
  ...teamScripts,
  ...eventScripts,
]
