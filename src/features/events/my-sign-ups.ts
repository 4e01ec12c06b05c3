import { isOnList } from '../../domain/signup'
import { text } from '../../text/text'
import { actionChoice, type Command, type Scene } from '../feature'
import { mineLines } from './event-card'
import { startWord, titleLabel } from './event-words'
import { type OwnEvent, ownEvents } from './own-events'

const mostListed = 8

/** What the person signed up for and is not over, and how often they came. */
async function listSignUps(scene: Scene): Promise<void> {
  const { language, now } = scene
  const all = await ownEvents(scene)
  const ahead = all.filter(({ gathering, signUp }) => isOnList(signUp) && gathering.endsAt > now).slice(0, mostListed)
  const came = all.filter(({ signUp }) => signUp.cameAt !== null).length
  const lines: string[] = []
  for (const own of ahead) lines.push(await ownLine(scene, own))
  const begin = ahead.length > 0 ? text(language, 'events.yours') : text(language, 'events.yours-none')
  const end = came > 0 ? [text(language, 'events.came-times', { count: came })] : []
  scene.say({
    text: [begin, ...lines, ...end].join('\n'),
    choices: [
      ...ahead.map(({ gathering }) => actionChoice(titleLabel(gathering), 'event-open', gathering.id)),
      actionChoice(text(language, 'events.list'), 'event-list'),
    ],
  })
}

async function ownLine(scene: Scene, { gathering, signUp }: OwnEvent): Promise<string> {
  const [stands = ''] = await mineLines(scene, gathering, signUp)
  return `· ${startWord(scene.language, gathering.startsAt, scene.zone)} ${gathering.title}\n　${stands}`
}

export const signUpsCommand: Command = {
  name: 'signups',
  label: 'command.signups',
  words: ['我的报名', '报名记录', '我报的活动', 'signups', 'my sign-ups', 'my events'],
  run: listSignUps,
}
