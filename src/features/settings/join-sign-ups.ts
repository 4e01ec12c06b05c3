import type { SignUp, SignUpState } from '../../domain/signup'
import { signUps } from '../../store/collections'
import type { Scene } from '../feature'

/** Of two about one event the one that came further stays. */
const further: readonly SignUpState[] = ['in', 'offered', 'waiting', 'declined', 'lapsed', 'left']

/**
 * The sign-ups of who is joined to another become theirs; gives their ids. Who had signed up on both sides keeps the better one: the seat of
 * the other is free, and offered by the job. Only the persons are locked: no seat is taken by it.
 */
export async function joinSignUps({ tx }: Scene, into: string, from: string): Promise<string[]> {
  const moved: string[] = []
  for (const theirs of await tx.find(signUps, { index: 'subject', equals: from })) {
    const [mine] = await tx.find(signUps, { index: 'who', equals: `${theirs.gathering}:${into}`, limit: 1 })
    if (mine && rank(mine) <= rank(theirs)) {
      await tx.delete(signUps, theirs.id)
      continue
    }
    if (mine) await tx.delete(signUps, mine.id)
    await tx.put(signUps, { ...theirs, person: into })
    moved.push(theirs.id)
  }
  return moved
}

/** Puts them back where they were. */
export async function partSignUps({ tx }: Scene, ids: readonly string[], into: string, from: string): Promise<void> {
  for (const id of ids) {
    const signUp = await tx.get(signUps, id)
    if (signUp?.person === into) await tx.put(signUps, { ...signUp, person: from })
  }
}

function rank({ cameAt, state }: SignUp): number {
  return cameAt ? -1 : further.indexOf(state)
}
