import type { Question } from '../../domain/contact-plan'
import { type Clears, nothingClear, ownAnswerAt } from '../../domain/contact-record'
import { isInNeed } from '../../domain/in-need'
import { asksForHelp, isNod, type OwnWords, ownWords, withoutNods } from '../../domain/own-words'
import { hasNoRoof } from '../../domain/said-place'
import { mayBePlace, tellsClearly, tellsOfLife, tellsSameHome } from '../../domain/tells-of-life'
import type { Youth } from '../../domain/youth'
import { sessions } from '../../store/collections'
import { listed, text } from '../../text/text'
import { noteSaid, recordNow } from '../contact-books'
import { openQuestion } from '../contact-question'
import { type Action, actionChoice, type Scene } from '../feature'
import { caredFor } from './answer'
import { askForHelp, noteLowMood } from './care'
import { hasWork, workWords } from './clears-steps'
import { askHowToReach, reachChoice } from './reach-me'

const mostWords = 500

/** Words outside any form that ask for help, or answer the question of the month. */
export async function takesLooseText(scene: Scene, said: string): Promise<boolean> {
  const youth = await scene.youth()
  const words = ownWords(said)
  if (words.needsHelp) {
    if (!youth && (await scene.officer())) return false
    await helpOrRegister(scene, isInNeed(said) ? kept(said) : null)
    return true
  }
  if (youth && isDistress(words)) {
    await comfort(scene, youth)
    return true
  }
  const asked = youth && (await openQuestion(scene, youth.id))
  if (!asked) return false
  if (!tellsClearly(said)) {
    // A face alone is an answer only where nothing else was said since.
    const mayTell = isNod(said) || tellsOfLife(said) || mayBePlace(said)
    if (!mayTell || isCode(said) || !(await isFirstWord(scene, asked))) return false
  }
  await takeAnswer(scene, youth, said)
  return true
}

/** The same where a form asks for something else; what is written as an answer is for who asked, and what officers write is about others. */
export async function answersCry(scene: Scene, said: string, isAnswer: boolean): Promise<boolean> {
  // Where a place was asked for, 「没地方住」 is the answer and a cry at once.
  const isCry = isAnswer ? hasNoRoof(said) : asksForHelp(said)
  const isLow = !isAnswer && !isCry && isDistress(ownWords(said))
  if (!(isCry || isLow) || (await scene.officer())) return false
  const youth = await scene.youth()
  if (isLow) {
    if (youth) await comfort(scene, youth)
    return youth !== undefined
  }
  // What the form itself has noted was told on with it.
  if (isAnswer && youth && ownAnswerAt(await recordNow(scene, youth.id)) === scene.now) return false
  if (!youth) sayWithoutRegistration(scene)
  else {
    await askForHelp(scene, youth, isInNeed(said) ? kept(said) : null)
    if (!youth.phone) scene.say({ text: text(scene.language, 'contact.reach-later'), choices: [reachChoice(scene)] })
  }
  return true
}

/** 「很难熬」 and nothing besides. */
function isDistress({ mood, isAll, needsHelp }: OwnWords): boolean {
  return mood === 'bad' && isAll && !needsHelp
}

/** Kind words and a hand come first and alone; no question is put after them. */
async function comfort(scene: Scene, youth: Youth): Promise<void> {
  await noteSaid(scene, youth, { ...nothingClear, mood: 'bad' }, (since) => since ?? scene.now)
  await noteLowMood(scene, [actionChoice(text(scene.language, 'contact.needs-help-yes'), helpAction.id)])
  scene.aloneNow()
}

/** The button for who has to register first. */
export const helpAction: Action = { id: 'contact-help', run: (scene) => helpOrRegister(scene) }

async function helpOrRegister(scene: Scene, words: string | null = null): Promise<void> {
  const youth = await scene.youth()
  if (!youth) return sayWithoutRegistration(scene)
  await askForHelp(scene, youth, words)
  askHowToReach(scene, youth)
}

function sayWithoutRegistration({ say, language }: Scene): void {
  say({
    text: text(language, 'contact.help-register'),
    choices: [
      actionChoice(text(language, 'registration.urgent'), 'urgent'),
      actionChoice(text(language, 'contact.help-complain'), 'command', 'complain'),
      actionChoice(text(language, 'settings.register'), 'contact-register'),
    ],
  })
}

/** Registers, and then is asked whether to go on to the help. */
export const registerForHelp: Action = {
  id: 'contact-register',
  run: async (scene) => scene.open('register', { about: `!${helpAction.id}` }),
}

/** What was said counts at once, also of who says no more; the form asks for the rest. */
async function takeAnswer(scene: Scene, youth: Youth, said: string): Promise<void> {
  const { language } = scene
  if (isNod(said)) return scene.open('contact')
  const { mood = null, work, isAll } = ownWords(withoutNods(said))
  const isSame = work === 'same' && hasWork(youth)
  const livesAt = tellsSameHome(said) ? youth.livesAt : null
  const told: Clears = {
    ...nothingClear,
    livesAt,
    mood,
    work: isSame ? { trade: youth.trade, worksAt: youth.worksAt } : null,
    words: isAll ? null : kept(said),
  }
  await noteSaid(scene, youth, told, (since) => caredFor(scene, told, since))
  const noted = [
    livesAt && text(language, 'contact.lives-same', { place: livesAt }),
    isSame &&
      text(language, youth.trade ? 'contact.heard-work' : 'contact.heard-works-at', {
        work: workWords(language, youth),
      }),
    mood && text(language, `contact.mood-${mood}`),
  ].filter((one) => typeof one === 'string')
  const isNamed = noted.length > 0
  scene.say({
    text: isNamed
      ? text(language, 'contact.heard-this', { noted: listed(language, noted) })
      : text(language, 'contact.heard'),
  })
  if (mood === 'bad') await noteLowMood(scene)
  const answers = {
    ...(livesAt && { livesAt }),
    ...(mood && { mood }),
    ...(work && hasWork(youth) && { sameWork: isSame }),
  }
  scene.open('contact', { answers })
}

function kept(said: string): string {
  return [...said.trim()].slice(0, mostWords).join('')
}

function isCode(said: string): boolean {
  return /\d{4}/.test(said)
}

/** Whether they said nothing here since they were asked. */
async function isFirstWord({ tx, person }: Scene, { at, repeatedAt }: Question): Promise<boolean> {
  const session = await tx.get(sessions, person.id)
  return !session || session.touchedAt < (repeatedAt ?? at)
}
