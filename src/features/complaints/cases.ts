import { text } from '../../text/text'
import { type Action, actionChoice, type Command, type Scene } from '../feature'
import { startComplaint } from './complain'
import { ownCase, ownCases } from './own-cases'
import { caseLine, showCase } from './show-case'

const mostListed = 8

async function listCases(scene: Scene): Promise<void> {
  const { language } = scene
  const cases = await ownCases(scene, mostListed)
  const [only] = cases
  if (only && cases.length === 1) return showCase(scene, only)
  if (!only) {
    const choices = [actionChoice(text(language, 'bot.start-complain'), 'complain')]
    return scene.say({ text: text(language, 'complaints.no-cases'), choices })
  }
  scene.say({
    text: [text(language, 'complaints.your-cases'), ...cases.map((complaint) => caseLine(complaint, language))].join(
      '\n',
    ),
    choices: cases.map(({ number, id }) => actionChoice(number, 'my-case', id)),
  })
}

export const casesCommand: Command = {
  name: 'cases',
  label: 'command.cases',
  words: ['进度', '查进度', '我的案子', '我的投诉', '案子', 'cases', 'my cases', 'progress'],
  run: listCases,
}

export const caseActions: readonly Action[] = [
  { id: 'complain', run: startComplaint },
  { id: 'my-cases', run: listCases },
  {
    id: 'my-case',
    async run(scene, id) {
      const complaint = await ownCase(scene, id)
      if (complaint) return showCase(scene, complaint)
      scene.say({ text: text(scene.language, 'complaints.no-such-case') })
    },
  },
]
