import { calendarFile } from '../../domain/calendar-file'
import { text } from '../../text/text'
import type { Action } from '../feature'
import { publicEvent, sayNoSuchEvent } from './own-events'

/** The event as a file for the phone's calendar. */
export const eventFile: Action = {
  id: 'event-file',
  async run(scene, id) {
    const gathering = await publicEvent(scene, id)
    if (!gathering) return sayNoSuchEvent(scene)
    const { language } = scene
    if (!scene.account.abilities.files.send) return scene.say({ text: text(language, 'events.no-file-here') })
    const content = calendarFile({ ...gathering, isCancelled: gathering.state === 'cancelled' }, scene.now)
    const file = scene.attach({
      name: `${gathering.title.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() || 'event'}.ics`,
      type: 'text/calendar',
      bytes: new TextEncoder().encode(content),
    })
    scene.say({ text: text(language, 'events.file-here'), file })
  },
}
