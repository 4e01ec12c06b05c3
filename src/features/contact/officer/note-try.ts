import { wallDate } from '../../../domain/calendar'
import type { ContactPlan } from '../../../domain/contact-plan'
import { text } from '../../../text/text'
import { planOf, putPlan } from '../../contact-books'
import { dayWords } from '../../contact-lines'
import { type Action, actionChoice, type Scene } from '../../feature'
import { youthFor } from './seen-youth'
import { listButtons } from './whose'

/** `<way>.<youth>`: called or visited in vain; that is no contact, but the next one who looks sees it. */
export const noteTry: Action = {
  id: 'contact-tried',
  async run(scene, argument) {
    const [said, id = ''] = argument.split('.')
    const way = said === 'visit' ? 'visit' : 'call'
    const seen = await youthFor(scene, id)
    if (!seen) return
    scene.lock(`person:${id}`)
    const plan = await planOf(scene, seen.youth)
    await putPlan(scene, plan, { ...plan, tried: { way, at: scene.now } })
    await scene.record('contact-tried', id)
    const { language } = scene
    scene.say({
      text: text(language, 'contact.tried-noted'),
      choices: [
        actionChoice(text(language, 'contact.write'), 'contact-write', id),
        ...listButtons(scene, seen.officer, seen.youth),
      ],
    })
  },
}

/** 「昨天打过，没人接」; undefined where nobody tried since the last contact. */
export function triedWords(scene: Scene, tried: ContactPlan['tried'] | undefined): string | undefined {
  if (!tried) return undefined
  const day = dayWords(scene, wallDate(tried.at, scene.zone))
  return text(scene.language, `contact.tried-${tried.way}`, { day })
}
