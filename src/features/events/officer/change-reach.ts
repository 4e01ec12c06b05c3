import { admitsMore, type Gathering } from '../../../domain/gathering'
import type { Language } from '../../../domain/language'
import { liesWithin } from '../../../domain/unit'
import { mailings, units } from '../../../store/collections'
import { text } from '../../../text/text'
import type { Scene } from '../../feature'

type ForWhom = Pick<Gathering, 'unit' | 'audience'>

/** What a change of whom a published event is for does: who is new to it is invited, nobody is un-invited. */
interface Reach {
  isWider: boolean
  isNarrower: boolean
  /** The invitations were stopped for good. */
  isStopped: boolean
}

export const noReach: Reach = { isWider: false, isNarrower: false, isStopped: false }

export async function reachOf({ tx }: Scene, before: Gathering, now: ForWhom): Promise<Reach> {
  const reaches = async (one: ForWhom, other: ForWhom) => {
    const unit = await tx.get(units, one.unit)
    return admitsMore(one.audience, other.audience) || (unit !== undefined && !liesWithin(unit, other.unit))
  }
  return {
    isWider: await reaches(now, before),
    isNarrower: await reaches(before, now),
    isStopped: (await tx.get(mailings, before.id))?.state === 'cancelled',
  }
}

/** The walk begins anew: who was invited already is passed over. */
export function inviteMore({ inviting, unit, audience, startsAt }: Gathering): Gathering['inviting'] {
  const besides = inviting === null ? { unit, audience, startsAt } : inviting.besides
  return { list: '', order: '', youth: '', ...(besides && { besides }) }
}

export function reachLines(language: Language, { isWider, isNarrower, isStopped }: Reach): string[] {
  return [
    ...(isWider ? [text(language, isStopped ? 'holding.wider-stopped' : 'holding.wider')] : []),
    ...(isNarrower ? [text(language, 'holding.narrower')] : []),
  ]
}
