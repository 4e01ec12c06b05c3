import { kindInWords } from '../../domain/complaint-signs'
import { cryIn } from '../../domain/danger-signs'
import type { Gathering } from '../../domain/gathering'
import { ownWords } from '../../domain/own-words'
import type { Scene } from '../feature'
import { eventCard } from './event-card'
import { sayEvents } from './list-events'
import { openToMe } from './own-events'

/** A title, and 「我想报名」 around it. */
const mostSigns = 40
const mostAround = 8

/** An event that is open to them, by its title. */
export function takesTitle(scene: Scene, said: string): Promise<boolean> {
  const words = plain(said)
  return opens(scene, said, ({ title }) => plain(title) === words)
}

/** The same by a clear part of its title; what says something of its own is left alone. */
export async function guessesTitle(scene: Scene, said: string): Promise<boolean> {
  const words = plain(said)
  return !saysOther(said) && opens(scene, said, (gathering) => isMeant(gathering, words))
}

async function opens(scene: Scene, said: string, isIt: (gathering: Gathering) => boolean): Promise<boolean> {
  const words = plain(said)
  if (width(words) < 2 || [...words].length > mostSigns || !/\p{L}/u.test(words) || cryIn(said)) return false
  const found = (await openToMe(scene)).filter(isIt)
  const [first, second] = found
  if (!first) return false
  if (second) await sayEvents(scene, found, 'few')
  else scene.say(await eventCard(scene, first))
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
