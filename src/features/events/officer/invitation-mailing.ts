import type { Gathering } from '../../../domain/gathering'
import { languageSchema } from '../../../domain/language'
import { type Mailing, newMailing } from '../../../domain/mailing'
import { botBody } from '../../../domain/message'
import { mailings, units } from '../../../store/collections'
import type { ReadTx } from '../../../store/store'
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
  const path = await pathOf(tx, gathering)
  const mailing = known ?? newMailing({ kind: 'invitation', event: gathering.id }, { path, by }, now)
  const saying = { ...mailing, says: invitationWords(gathering, zone) }
  await tx.put(mailings, saying)
  return saying
}

/** What waits to be sent says of the event what is true now; the mailing is run by whoever may hold the event now. */
export async function changeInvitation({ tx, zone }: Desk, gathering: Gathering): Promise<void> {
  const known = await tx.get(mailings, gathering.id)
  if (!known) return
  const path = await pathOf(tx, gathering)
  await tx.put(mailings, { ...known, path, says: invitationWords(gathering, zone) })
}

async function pathOf(tx: ReadTx, { unit }: Gathering): Promise<Mailing['path']> {
  return (await tx.get(units, unit))?.path ?? ['root']
}

function invitationWords(gathering: Gathering, zone: string): Mailing['says'] {
  const says = languageSchema.options.map((language) => {
    const { text, choices } = invitationSaying(language, gathering, zone)
    return [language, botBody(text, choices)]
  })
  return Object.fromEntries(says)
}
