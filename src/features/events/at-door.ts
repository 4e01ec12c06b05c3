import { type Gathering, suits } from '../../domain/gathering'
import { freeSeats, type SignUp } from '../../domain/signup'
import { signUps } from '../../store/collections'
import type { Scene } from '../feature'
import { countEvent } from './figures'
import { pointsOf, wasInvited } from './own-events'
import { type Desk, move, nextSeq, seatsOf } from './seats'

/** Who has a seat keeps it; others take one that is free, be it held for nobody who came. How they stood before is kept beside it. */
export async function seatAtDoor(
  scene: Scene,
  gathering: Gathering,
  signUp: SignUp | undefined,
): Promise<SignUp | 'no-seat' | 'not-listed'> {
  if (signUp?.state === 'in') return signUp
  const letIn = async (signUp: SignUp) =>
    (await move(scene, signUp, 'let-in', 'youth', { beforeDoor: signUp.state })) ?? ('no-seat' as const)
  if (signUp?.state === 'offered') return letIn(signUp)
  if (freeSeats(await seatsOf(scene.tx, gathering)) === 0) return 'no-seat'
  if (signUp?.state === 'waiting') return letIn(signUp)
  if (!(await isForThem(scene, gathering))) return 'not-listed'
  const { tx, now, person } = scene
  const walkIn: SignUp = {
    ...(signUp ?? { id: scene.newId(), gathering: gathering.id, person: person.id, offer: null }),
    state: 'in',
    stateAt: now,
    seq: await nextSeq(tx, gathering.id),
    at: now,
    remindedAt: now,
    confirmedAt: now,
    cameAt: null,
    beforeDoor: signUp?.state ?? 'none',
  }
  await tx.put(signUps, walkIn)
  if (isNew(walkIn)) await countEvent(scene, gathering, 'signed-up')
  return walkIn
}

async function isForThem(scene: Scene, gathering: Gathering): Promise<boolean> {
  const { tx, zone } = scene
  const youth = await scene.youth()
  if (!youth) return false
  if (suits(gathering, youth, await pointsOf(tx, youth), zone) !== 'no') return true
  return wasInvited(tx, gathering.id, youth.id)
}

/** Marks who is there, once. The event's lock is the caller's. */
export async function came(desk: Desk, gathering: Gathering, signUp: SignUp): Promise<void> {
  if (signUp.cameAt) return
  await desk.tx.put(signUps, { ...signUp, cameAt: desk.now })
  await countEvent(desk, gathering, 'came')
}

/** Takes a mistaken mark back, also from the figures of the month it was counted in; who got the seat at the door is as before. */
export async function cameNot(desk: Desk, gathering: Gathering, signUp: SignUp): Promise<void> {
  if (!signUp.cameAt) return
  const { tx, now } = desk
  const { beforeDoor, ...marked } = signUp
  const unmarked = { ...marked, cameAt: null }
  if (!beforeDoor) await tx.put(signUps, unmarked)
  else if (beforeDoor === 'none') await tx.delete(signUps, signUp.id)
  else await tx.put(signUps, { ...unmarked, state: beforeDoor, stateAt: now, confirmedAt: null })
  const then = { ...desk, now: signUp.cameAt }
  await countEvent(then, gathering, 'came', -1)
  if (isNew(signUp)) await countEvent(then, gathering, 'signed-up', -1)
}

/** Whom the door counted among those who ever signed up. */
function isNew({ beforeDoor }: SignUp): boolean {
  return beforeDoor === 'none' || beforeDoor === 'declined'
}
