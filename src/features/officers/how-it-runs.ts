import { z } from 'zod'
import { showInstant } from '../../domain/calendar'
import { instantSchema } from '../../domain/instant'
import { isRootAdmin } from '../../domain/permissions'
import { settings } from '../../store/collections'
import type { ReadTx, WriteTx } from '../../store/store'
import { text } from '../../text/text'
import { alertLines } from '../alert-words'
import { type Action, actionChoice } from '../feature'
import { standingAlerts } from '../operator-alerts'
import { sayNotAllowed } from './colleagues'

/** The last time somebody looked for alerts. */
const lookSchema = z.object({
  at: instantSchema,
  /** Whether anything reaches people who do not look. */
  pushes: z.boolean(),
  outageToldAt: instantSchema.nullable(),
})

const lookId = 'alerts-looked'

export async function lastLook(tx: ReadTx) {
  const setting = await tx.get(settings, lookId)
  return setting && lookSchema.parse(setting.value)
}

export async function noteLook(tx: WriteTx, look: z.infer<typeof lookSchema>): Promise<void> {
  await tx.put(settings, { id: lookId, value: look })
}

/** What stands against the operator now, and what to do about each. */
export const howItRuns: Action = {
  id: 'how-it-runs',
  async run(scene) {
    if (!isRootAdmin(await scene.officer())) return sayNotAllowed(scene)
    await scene.record('how-it-runs', null)
    const { language, zone, tx } = scene
    const standing = await standingAlerts(tx)
    const look = await lastLook(tx)
    const head =
      standing.length > 0
        ? text(language, 'alerts.count', { count: standing.length })
        : text(language, look ? 'alerts.fine' : 'alerts.not-looked')
    const lines = [
      head,
      ...standing.map((alert) => alertLines(language, zone, alert).join('\n')),
      ...(look?.pushes === false ? [text(language, 'alerts.page-only')] : []),
      ...(look ? [text(language, 'alerts.looked', { at: showInstant(look.at, zone, language) })] : []),
    ]
    const hasKey = standing.some(({ id }) => id === 'key-not-saved')
    scene.say({
      text: lines.join('\n\n'),
      choices: [
        ...(hasKey ? [actionChoice(text(language, 'officers.key-saved'), 'key-saved')] : []),
        actionChoice(text(language, 'officers.workbench'), 'command', 'officer'),
      ],
    })
  },
}
