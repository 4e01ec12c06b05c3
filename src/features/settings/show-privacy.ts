import { text } from '../../text/text'
import { actionChoice, type Command } from '../feature'

export const privacyCommand: Command = {
  name: 'privacy',
  label: 'command.privacy',
  words: ['隐私', 'privacy'],
  async run({ say, language }) {
    say({ text: text(language, 'settings.privacy-text') })
    say({ text: text(language, 'settings.privacy-times') })
    say({
      text: text(language, 'settings.privacy-rights'),
      choices: [actionChoice(text(language, 'settings.me'), 'command', 'me')],
    })
  },
}
