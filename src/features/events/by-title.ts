import { kindInWords } from '../../domain/complaint-signs'
import { cryIn } from '../../domain/danger-signs'
import type { Gathering } from '../../domain/gathering'
import { ownWords } from '../../domain/own-words'
import type { Scene } from '../feature'
import { eventCard } from './event-card'
import { sayEvents } from './list-events'
import { sayManagedFew } from './officer/desk'
import { managedCard } from './officer/manage-event'
import { findEvent } from './officer/officer-event'
import { allAhead, isOpenToMe, openToMe } from './own-events'

/** A title, and 「我想报名」 around it. */
const mostSigns = 40
const mostAround = 8

/** An event by its whole title: one that is open to them, else one that is for others or off, so that it is said how it stands. */
export async function takesTitle(scene: Scene, said: string): Promise<boolean> {
  if (!mayBeTitle(said)) return false
  const words = plain(said)
  const named = (await allAhead(scene)).filter(({ title }) => plain(title) === words)
  if (named.length === 0) return false
  const open = named.filter(await isOpenToMe(scene))
  return show(scene, open.length > 0 ? open : await withoutOthersDrafts(scene, named))
}

async function withoutOthersDrafts(scene: Scene, found: readonly Gathering[]): Promise<Gathering[]> {
  const seen = await Promise.all(
    found.map((gathering) => (gathering.state === 'draft' ? findEvent(scene, gathering.id) : gathering)),
  )
  return seen.filter((gathering) => gathering !== undefined)
}

/** The same by a clear part of its title; what says something of its own is left alone. */
export async function guessesTitle(scene: Scene, said: string): Promise<boolean> {
  if (!mayBeTitle(said) || saysOther(said)) return false
  const words = plain(said)
  return show(
    scene,
    (await openToMe(scene)).filter((gathering) => isMeant(gathering, words)),
  )
}

function mayBeTitle(said: string): boolean {
  const words = plain(said)
  return width(words) >= 2 && [...words].length <= mostSigns && /\p{L}/u.test(words) && !cryIn(said)
}

/** Whoever holds them is shown them as those who hold them see them. */
async function show(scene: Scene, found: readonly Gathering[]): Promise<boolean> {
  const [first, second] = found
  if (!first) return false
  const theirs = await Promise.all(found.map(({ id }) => findEvent(scene, id)))
  const isTheirs = theirs.every((one) => one !== undefined)
  if (second) await (isTheirs ? sayManagedFew(scene, found) : sayEvents(scene, found, 'few'))
  else scene.say(await (isTheirs ? managedCard : eventCard)(scene, first))
  return true
}

/** Wages, help or how they are. */
function saysOther(said: string): boolean {
  const { isAll, needsHelp } = ownWords(said)
  return isAll || needsHelp || kindInWords(said) !== undefined
}

/** Its beginning, a part that is long enough, or the whole with a few words around it. */
function isMeant(gathering: Gathering, words: string): boolean {
  const title = plain(gathering.title)
  if (title.startsWith(words)) return true
  if (title.includes(words)) return width(words) >= 3 || 2 * width(words) >= width(title)
  return width(title) >= 3 && words.includes(title) && [...words].length <= [...title].length + mostAround
}

/** Letters and digits alone: 「《防骗小课》！」 is 防骗小课. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** In Chinese characters. */
function width(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? 1 : 0.5), 0)
}
