import { isAhead } from '../../domain/gathering'
import type { Choice } from '../../domain/message'
import { gatherings, signUps } from '../../store/collections'
import { text } from '../../text/text'
import type { Saying, Scene } from '../feature'
import { startWord } from './event-words'
import { takeOrPass } from './sayings'

const most = 5

/** A seat that waits for their answer, brought up once, whatever they wrote about; not to who is in need of help just now. */
export async function waitingOffer(scene: Scene, said: readonly Choice[]): Promise<Saying | undefined> {
  const { tx, now, person, language, zone } = scene
  if (said.some(({ value }) => /^!urgent\b/.test(value))) return undefined
  for (const signUp of await tx.find(signUps, { index: 'offered-to', equals: person.id, limit: most })) {
    const { offer } = signUp
    if (!offer || offer.recalled || offer.until <= now) continue
    scene.lock(`event:${signUp.gathering}`)
    const gathering = await tx.get(gatherings, signUp.gathering)
    if (!gathering || !isAhead(gathering, now)) continue
    const choices = takeOrPass(language, gathering.id)
    if (said.some(({ value }) => value === choices[0]?.value)) continue
    await tx.put(signUps, { ...signUp, offer: { ...offer, recalled: true } })
    const until = startWord(language, offer.until, zone)
    return { text: text(language, 'events.offer-waits', { title: gathering.title, until }), choices }
  }
  return undefined
}
