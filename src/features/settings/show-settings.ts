import { text } from '../../text/text'
import { actionChoice, type Command } from '../feature'
import { undoableJoining } from './undo-joining'

export const settingsCommand: Command = {
  name: 'settings',
  label: 'command.settings',
  words: ['设置', 'settings'],
  async run(scene) {
    const { language } = scene
    const undoable = await undoableJoining(scene)
    const undo = undoable ? [actionChoice(text(language, 'settings.undo-joining'), 'undo-joining', undoable.id)] : []
    scene.say({
      text: text(language, 'settings.title'),
      choices: [
        actionChoice(text(language, 'settings.lang'), 'command', 'lang'),
        actionChoice(text(language, 'settings.connect'), 'connect'),
        actionChoice(text(language, 'settings.new-return-code'), 'new-return-code'),
        ...undo,
        ...((await scene.youth()) ? [actionChoice(text(language, 'contact.settings'), 'contact-settings')] : []),
        actionChoice(text(language, 'settings.privacy'), 'command', 'privacy'),
        actionChoice(text(language, 'settings.me'), 'command', 'me'),
        actionChoice(text(language, 'settings.erase'), 'erase-me'),
      ],
    })
  },
}
