import { monthOf } from '../../domain/contact-month'
import type { Language } from '../../domain/language'
import type { Youth } from '../../domain/youth'
import { officers } from '../../store/collections'
import { text } from '../../text/text'
import { planOf, putPlan } from '../contact-books'
import { actionChoice, type Saying, type Scene } from '../feature'
import { whoLooksAfter } from '../liaisons'

/** Whoever looks after the youth hears at once that they ask for help, not what for; a complaint is one tap away. */
export async function tellOfHelp(scene: Scene, youth: Youth): Promise<void> {
  const { language, tx, now } = scene
  const told = await whoLooksAfter(tx, youth)
  for (const officer of told) {
    await scene.notify(officer, (theirs) => noticeOf(theirs, youth, 'contact.officer-help'), {
      urgent: true,
      key: `contact-help:${youth.id}:${now}:${officer}`,
    })
  }
  const [only, ...others] = told
  const name = only && others.length === 0 ? (await tx.get(officers, only))?.name : undefined
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
export async function noteLowMood(scene: Scene): Promise<void> {
  const { language, tx, now, zone } = scene
  const youth = await scene.youth()
  if (!youth) return
  scene.say({ text: text(language, 'contact.kind-words') })
  const plan = await planOf(scene, youth)
  if (plan.careSince === null) await putPlan(scene, plan, { ...plan, careSince: now })
  for (const officer of await whoLooksAfter(tx, youth)) {
    await scene.notify(officer, (theirs) => noticeOf(theirs, youth, 'contact.officer-mood'), {
      key: `contact-mood:${youth.id}:${monthOf(now, zone)}:${officer}`,
    })
  }
}

function noticeOf(language: Language, { id }: Youth, key: 'contact.officer-help' | 'contact.officer-mood'): Saying {
  return {
    text: text(language, key),
    choices: [actionChoice(text(language, 'registration.see-youth'), 'contact-see', id)],
  }
}
