import { wallDate } from '../../domain/calendar'
import { showDate } from '../../domain/spoken-date'
import { complaints } from '../../store/collections'
import { text } from '../../text/text'
import { actionChoice, type Command } from '../feature'
import { readableYouth } from '../youth-lines'
import { accountsOf } from './tell-accounts'

export const meCommand: Command = {
  name: 'me',
  label: 'command.me',
  words: ['我的', '我的资料', '资料', 'me', 'my data'],
  async run(scene) {
    const { language, person } = scene
    const youth = await scene.youth()
    const cases = await scene.tx.find(complaints, { index: 'person', equals: person.id })
    const count = (await accountsOf(scene, person.id)).length
    const lines = youth
      ? [text(language, 'settings.me-title'), ...(await readableYouth(scene, youth))]
      : [text(language, 'settings.me-unregistered')]
    const numbers = cases.map((complaint) => complaint.number).join('、')
    if (numbers) lines.push(text(language, 'settings.me-cases', { numbers }))
    lines.push(
      text(language, 'settings.me-accounts', { count }),
      text(language, 'settings.me-since', { date: showDate(wallDate(person.createdAt, scene.zone), language) }),
    )
    const first = youth
      ? actionChoice(text(language, 'settings.correct'), 'correct-me')
      : actionChoice(text(language, 'settings.register'), 'command', 'register')
    scene.say({
      text: lines.join('\n'),
      choices: [
        first,
        actionChoice(text(language, 'settings.export'), 'export-me'),
        actionChoice(text(language, 'settings.erase'), 'erase-me'),
        actionChoice(text(language, 'settings.settings'), 'command', 'settings'),
      ],
    })
  },
}
