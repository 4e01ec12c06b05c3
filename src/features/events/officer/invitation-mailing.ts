import type { Gathering } from '../../../domain/gathering'
import { languageSchema } from '../../../domain/language'
import { type Mailing, newMailing } from '../../../domain/mailing'
import { botBody } from '../../../domain/message'
import { mailings, units } from '../../../store/collections'
import type { Scene } from '../../feature'
import { invitationSaying } from '../sayings'

type Desk = Pick<Scene, 'tx' | 'now' | 'zone'>

/** The mailing of an event's invitations, begun by whoever publishes it; an event published by an older version gets its now. */
export async function invitationMailing(
  { tx, now, zone }: Desk,
  gathering: Gathering,
  by: string | null,
): Promise<Mailing> {
  const known = await tx.get(mailings, gathering.id)
  if (known?.says) return known
  const path = (await tx.get(units, gathering.unit))?.path ?? ['root']
  const mailing = known ?? newMailing({ kind: 'invitation', event: gathering.id }, { path, by }, now)
  const saying = { ...mailing, says: invitationWords(gathering, zone) }
  await tx.put(mailings, saying)
  return saying
}

/** What waits to be sent says of the event what is true now. */
export async function sayInvitation({ tx, zone }: Desk, gathering: Gathering): Promise<void> {
  const known = await tx.get(mailings, gathering.id)
  if (known) await tx.put(mailings, { ...known, says: invitationWords(gathering, zone) })
}

function invitationWords(gathering: Gathering, zone: string): Mailing['says'] {
  const says = languageSchema.options.map((language) => {
    const { text, choices } = invitationSaying(language, gathering, zone)
    return [language, botBody(text, choices)]
  })
  return Object.fromEntries(says)
}
