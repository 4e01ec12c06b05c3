import { cancelNotice } from '../../delivery/notice'
import { monthOf } from '../../domain/contact-month'
import { nothingClear } from '../../domain/contact-record'
import { after, minute } from '../../domain/instant'
import type { Language } from '../../domain/language'
import type { Choice } from '../../domain/message'
import type { Youth } from '../../domain/youth'
import { officers } from '../../store/collections'
import { text } from '../../text/text'
import { noteSaid, planOf, putPlan } from '../contact-books'
import { actionChoice, type Saying, type Scene } from '../feature'
import { whoLooksAfter } from '../liaisons'

/** Long enough to say in the same breath that help is needed: one answer is told once. */
const breath = 10 * minute

/** Somebody asks for help, wherever that is: a contact like any other, and told at once; `words` say what for. */
export async function askForHelp(scene: Scene, youth: Youth, words: string | null = null): Promise<void> {
  const { now } = scene
  await noteSaid(scene, youth, { ...nothingClear, needsHelp: true, words }, (since) => since ?? now)
  await tellOfHelp(scene, youth)
}

/** Whoever looks after the youth hears at once that they ask for help, not what for; a complaint is one tap away. */
export async function tellOfHelp(scene: Scene, youth: Youth): Promise<void> {
  const { language, tx, now } = scene
  const told = await whoLooksAfter(tx, youth)
  for (const officer of told) {
    await dropMoodNotice(scene, youth, officer)
    await scene.notify(officer, (theirs) => noticeOf(theirs, youth, 'contact.officer-help'), {
      urgent: true,
      key: `contact-help:${youth.id}:${now.slice(0, 13)}:${officer}`,
    })
  }
  const own = told.find((officer) => officer === youth.liaison)
  const name = own && (await tx.get(officers, own))?.name
  const who = name ? text(language, 'contact.help-from', { name }) : text(language, 'contact.help-comes')
  scene.say({
    text: told.length > 0 ? who : text(language, 'contact.help-nobody'),
    choices: [
      actionChoice(text(language, 'contact.help-complain'), 'command', 'complain'),
      actionChoice(text(language, 'registration.hotlines'), 'command', 'hotlines'),
    ],
  })
}

/** Kind words and a number at once; whoever looks after them sees it, once a month. */
export async function noteLowMood(scene: Scene, choices: readonly Choice[] = []): Promise<void> {
  const { language, tx, now } = scene
  const youth = await scene.youth()
  if (!youth) return
  scene.say({ text: text(language, 'contact.kind-words'), choices })
  const plan = await planOf(scene, youth)
  if (plan.careSince === null) await putPlan(scene, plan, { ...plan, careSince: now })
  for (const officer of await whoLooksAfter(tx, youth)) {
    await scene.notify(officer, (theirs) => noticeOf(theirs, youth, 'contact.officer-mood'), {
      key: moodKey(scene, youth, officer),
      notBefore: after(now, breath),
    })
  }
}

/** Who takes it back in the same form has not said it, unless it was told on already; who waited before still waits. */
export async function forgetLowMood(scene: Scene, youth: Youth, since: string): Promise<void> {
  const plan = await planOf(scene, youth)
  const isOfThisForm =
    plan.careSince !== null && plan.careSince >= since && plan.contacted !== monthOf(since, scene.zone)
  if (isOfThisForm) await putPlan(scene, plan, { ...plan, careSince: null })
  for (const officer of await whoLooksAfter(scene.tx, youth)) await dropMoodNotice(scene, youth, officer)
}

function moodKey({ now, zone }: Scene, { id }: Youth, officer: string): string {
  return `contact-mood:${id}:${monthOf(now, zone)}:${officer}`
}

async function dropMoodNotice(scene: Scene, youth: Youth, officer: string): Promise<void> {
  const { tx, now } = scene
  await cancelNotice(tx, moodKey(scene, youth, officer), now, ({ notBefore }) => notBefore > now)
}

function noticeOf(language: Language, { id }: Youth, key: 'contact.officer-help' | 'contact.officer-mood'): Saying {
  return {
    text: text(language, key),
    choices: [actionChoice(text(language, 'registration.see-youth'), 'contact-see', id)],
  }
}
