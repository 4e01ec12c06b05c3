import { z } from 'zod'
import { type Field, type Form, step } from '../../dialog/form'
import { plainWord } from '../../dialog/words'
import { readDigits } from '../../domain/chinese-number'
import type { Gathering } from '../../domain/gathering'
import { after, day } from '../../domain/instant'
import { plainText } from '../../domain/plain-text'
import { checkInFrom, isCheckInOpen, isOnList, type SignUp } from '../../domain/signup'
import { gatherings } from '../../store/collections'
import { phrase, sentences, text } from '../../text/text'
import type { Command, Flow, Scene } from '../feature'
import { came, seatAtDoor } from './at-door'
import { placeInLine } from './event-card'
import { mannerOf, startWord } from './event-words'
import { fitsMe, type OwnEvent, ownEvents } from './own-events'
import { signUpOf } from './seats'

const most = 300

const codeField: Field<string> = {
  schema: z.string().regex(/^\d{4}$/),
  freeText: false,
  read(typed) {
    const code = codeIn(typed)
    return code ? { kind: 'answer', value: code } : { kind: 'again', say: phrase('events.code-is-four') }
  },
  show: (value) => value,
}

const codePattern = /^(?:签到码?|check-?in(?:code)?)?(?:是|is)?:?([\d零一二两三四五六七八九]{4})$/

/** Four digits or numerals, alone or after 「签到」. */
function codeIn(typed: string): string | undefined {
  const code = plainWord(plainText(typed)).replace(/[\s-]/g, '').match(codePattern)?.[1]
  return code && readDigits(code)
}

const form: Form = {
  id: 'check-in',
  title: 'events.check-in',
  withoutReview: true,
  steps: [
    step({
      id: 'code',
      ask: 'events.code-ask',
      explain: 'events.code-explain',
      label: 'events.code-label',
      field: codeField,
    }),
  ],
}

export const checkIn: Flow = {
  form,
  async refusal(scene) {
    const { language } = scene
    if (!(await scene.youth())) return text(language, 'events.register-to-check-in')
    if ((await openNow(scene)).length > 0) return undefined
    const next = await nextOwn(scene)
    return next ? tooEarly(scene, next) : text(language, 'events.nothing-to-check-in')
  },
  async submit(scene, answers) {
    // The next digits are tried again, whatever else is half filled in.
    if ((await checkInBy(scene, answers.code as string)) === 'wrong') scene.open('check-in')
  },
}

export const checkInCommand: Command = {
  name: 'checkin',
  label: 'command.checkin',
  words: ['签到', '签到码', '打卡', 'check in', 'check-in', 'checkin'],
  run: (scene, argument) => begin(scene, argument),
}

/** 「签到1234」 in one breath; four digits alone while there is something to check in to. */
export async function takesCheckIn(scene: Scene, said: string): Promise<boolean> {
  if (!codeIn(said)) return false
  if (/签到|check/i.test(said) || (await canCheckIn(scene))) await begin(scene, said)
  else {
    const next = await nextOwn(scene)
    if (!next || next.startsAt > after(scene.now, day)) return false
    scene.say({ text: tooEarly(scene, next) })
  }
  return true
}

/** What they have a seat at next. Digits are not compared with its code before check-in is open, so that nobody tries them from home. */
async function nextOwn(scene: Scene): Promise<Gathering | undefined> {
  const isAhead = ({ gathering, signUp }: OwnEvent) =>
    signUp.state === 'in' && gathering.state === 'published' && gathering.startsAt > scene.now
  return (await ownEvents(scene)).find(isAhead)?.gathering
}

function tooEarly({ language, zone }: Scene, { title, startsAt }: Gathering): string {
  return text(language, 'events.check-in-early', { title, from: startWord(language, checkInFrom(startsAt), zone) })
}

async function begin(scene: Scene, said: string): Promise<void> {
  const code = codeIn(said)
  const refusal = code && (await checkIn.refusal?.(scene, null))
  if (refusal) return scene.say({ text: refusal })
  if (code) await checkInBy(scene, code)
  else scene.open('check-in')
}

/** Only what ends soon can have begun: no event lasts longer than half a day. */
function openNow({ tx, now }: Scene): Promise<Gathering[]> {
  return tx
    .find(gatherings, { index: 'state', equals: 'published', from: now, to: after(now, day), limit: most })
    .then((found) => found.filter((gathering) => isCheckInOpen(gathering, now)))
}

async function canCheckIn(scene: Scene): Promise<boolean> {
  const open = await openNow(scene)
  if (open.length === 0) return false
  const fits = await fitsMe(scene)
  if (open.some(fits)) return true
  for (const { id } of open) if (await signUpOf(scene.tx, id, scene.person.id)) return true
  return false
}

/** Who waits in line is on a list: they are told where they stand. */
async function notLetIn(
  { language, tx }: Scene,
  { gathering: { title }, signUp }: { gathering: Gathering; signUp: SignUp | undefined },
  why: 'no-seat' | 'not-listed',
): Promise<string> {
  if (signUp?.state !== 'waiting') return text(language, `events.${why}-at-door`, { title })
  return text(language, 'events.waits-at-door', { title, place: await placeInLine(tx, signUp) })
}

async function checkInBy(scene: Scene, code: string): Promise<'wrong' | undefined> {
  const { language, tx, person } = scene
  const say = (key: 'code-too-often' | 'code-wrong') => scene.say({ text: text(language, `events.${key}`) })
  if (!(await scene.tryCode('check-in'))) return void say('code-too-often')
  const found: { gathering: Gathering; signUp: SignUp | undefined }[] = []
  for (const gathering of (await openNow(scene)).filter((gathering) => gathering.code === code)) {
    scene.lock(`event:${gathering.id}`)
    found.push({ gathering, signUp: await signUpOf(tx, gathering.id, person.id) })
  }
  // Two events may have the same code: the one they signed up for is meant.
  const meant = found.find(({ signUp }) => signUp && isOnList(signUp)) ?? found[0]
  if (!meant) {
    say('code-wrong')
    return 'wrong'
  }
  const { title } = meant.gathering
  if (meant.signUp?.cameAt) return void scene.say({ text: text(language, 'events.came-already', { title }) })
  const signUp = await seatAtDoor(scene, meant.gathering, meant.signUp)
  if (typeof signUp === 'string') return void scene.say({ text: await notLetIn(scene, meant, signUp) })
  await came(scene, meant.gathering, signUp)
  const wish = text(language, `events.wish-${mannerOf(meant.gathering)}`)
  scene.say({ text: sentences(language, text(language, 'events.came', { title }), wish) })
  return undefined
}
