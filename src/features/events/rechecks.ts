import { type Gathering, isInviting, signUpEnd } from '../../domain/gathering'
import type { Instant } from '../../domain/instant'
import { isChangeNewsFor } from '../../domain/signup'
import { gatherings, signUps } from '../../store/collections'
import type { ReadTx } from '../../store/store'
import { signUpOf } from './seats'

/** An invitation: they can still sign up, as its event stands now, and nothing was said about it yet. */
export async function isInvitationWanted(
  tx: ReadTx,
  argument: string,
  { now, person }: { now: Instant; person: string },
): Promise<boolean | 'too-late'> {
  // Who was joined to another since then is that one now.
  const [id = ''] = argument.split(' ')
  const gathering = await tx.get(gatherings, id)
  if (gathering?.state !== 'published' || (await signUpOf(tx, id, person))) return false
  return signUpEnd(gathering) <= now ? 'too-late' : isInviting(gathering, now)
}

/** An offered seat is still held for them, and when and where are as it says: else the news of the change brings the question. */
export async function isOfferOpen(tx: ReadTx, argument: string): Promise<boolean> {
  const [id = '', times, revision] = argument.split(' ')
  const signUp = await tx.get(signUps, id)
  if (signUp?.state !== 'offered' || String(signUp.offer?.times) !== times) return false
  const gathering = await tx.get(gatherings, signUp.gathering)
  return gathering?.state === 'published' && isOf(gathering, revision)
}

/** The news of a change: no later one has come, they are still concerned, and no offer has told them meanwhile. */
export async function isChangeNews(tx: ReadTx, argument: string, { now }: { now: Instant }): Promise<boolean> {
  const [id = '', revision] = argument.split(' ')
  const signUp = await tx.get(signUps, id)
  const gathering = signUp && (await tx.get(gatherings, signUp.gathering))
  if (gathering?.state !== 'published' || String(gathering.revision) !== revision) return false
  return !!signUp && isChangeNewsFor(signUp, gathering, now)
}

/** The question on the eve: they have a seat and have not answered since it was put, and the event is when and where it was. */
export async function isReminderWanted(tx: ReadTx, argument: string): Promise<boolean> {
  const [id = '', startsAt, revision] = argument.split(' ')
  const signUp = await tx.get(signUps, id)
  if (signUp?.state !== 'in') return false
  if (signUp.confirmedAt && signUp.confirmedAt >= (signUp.remindedAt ?? '')) return false
  const gathering = await tx.get(gatherings, signUp.gathering)
  return gathering?.state === 'published' && gathering.startsAt === startsAt && isOf(gathering, revision)
}

/** What an older version queued names no revision. */
function isOf(gathering: Pick<Gathering, 'revision'>, revision: string | undefined): boolean {
  return revision === undefined || String(gathering.revision) === revision
}
