import { type Language, languageSchema } from '../../domain/language'
import { text } from '../../text/text'
import { type Action, actionChoice, type Command } from '../feature'

/** A language asked for by its name, by somebody who cannot read the other one. */
const named: Readonly<Record<string, Language>> = { 中文: 'zh-CN', 英文: 'en', english: 'en', chinese: 'zh-CN' }

export const langCommand: Command = {
  name: 'lang',
  label: 'command.lang',
  words: ['语言', 'language', 'lang', ...Object.keys(named)],
  argumentOf: (word) => named[word] ?? '',
  /** `/lang en` changes at once. */
  async run(scene, wanted) {
    if (languageSchema.safeParse(wanted).success) return changeLanguage.run(scene, wanted)
    scene.say({
      text: text(scene.language, 'settings.lang-ask'),
      choices: [actionChoice('中文', changeLanguage.id, 'zh-CN'), actionChoice('English', changeLanguage.id, 'en')],
    })
  },
}

export const changeLanguage: Action = {
  id: 'lang',
  async run(scene, wanted) {
    const language = languageSchema.safeParse(wanted)
    if (!language.success) return
    await scene.changePerson({ ...scene.person, language: language.data })
    scene.say({ text: text(language.data, 'settings.lang-done') })
  },
}
