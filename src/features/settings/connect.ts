import { after, minute } from '../../domain/instant'
import { joinCodes } from '../../store/collections'
import { text } from '../../text/text'
import { type Action, actionChoice, type Command, type Scene } from '../feature'

export const connectCommand: Command = {
  name: 'connect',
  label: 'settings.connect',
  words: ['连接', '连接另一台手机', 'connect'],
  run: async (scene) => askWhichSide(scene),
}

/** Two accounts become one person's: one side shows a code, the other enters it. */
export const connect: Action = { id: 'connect', run: async (scene) => askWhichSide(scene) }

export const enterCode: Action = { id: 'connect-enter', run: async (scene) => scene.open('join') }

export const showCode: Action = {
  id: 'connect-code',
  async run(scene) {
    const { tx, person, now } = scene
    for (const old of await tx.find(joinCodes, { index: 'subject', equals: person.id })) {
      await tx.delete(joinCodes, old.id)
    }
    const code = scene.newDigits(8)
    const id = scene.hashCode(code)
    await tx.put(joinCodes, { id, person: person.id, createdAt: now, expiresAt: after(now, 10 * minute) })
    const shown = `${code.slice(0, 4)} ${code.slice(4)}`
    scene.say({ text: text(scene.language, 'settings.join-code', { code: shown }) })
  },
}

function askWhichSide({ say, language }: Scene): void {
  say({
    text: text(language, 'settings.connect-ask'),
    choices: [
      actionChoice(text(language, 'settings.connect-code'), showCode.id),
      actionChoice(text(language, 'settings.connect-enter'), enterCode.id),
    ],
  })
}
