import { type Hotline, hotlines } from '../../domain/hotlines'
import type { Language } from '../../domain/language'
import { type PlainKey, text } from '../../text/text'
import type { Action, Command, Scene } from '../feature'

const purposes = {
  '12333': 'complaints.hotline-12333',
  '12345': 'complaints.hotline-12345',
  '12348': 'complaints.hotline-12348',
  '12351': 'complaints.hotline-12351',
  '12355': 'complaints.hotline-12355',
  '12356': 'complaints.hotline-12356',
  '110': 'complaints.hotline-110',
  '120': 'complaints.hotline-120',
} as const satisfies Record<Hotline, PlainKey>

export function listHotlines(language: Language): string {
  return hotlines.map((number) => `${number} ${text(language, purposes[number])}`).join('\n')
}

async function sayHotlines({ say, language }: Scene): Promise<void> {
  say({ text: `${text(language, 'complaints.hotlines')}\n${listHotlines(language)}` })
}

export const hotlinesCommand: Command = {
  name: 'hotlines',
  label: 'command.hotlines',
  words: ['热线', '电话', '求助电话', 'hotline', 'hotlines'],
  run: sayHotlines,
}

export const hotlinesAction: Action = { id: 'hotlines', run: sayHotlines }
