import type { Account } from '../domain/account'
import type { Language } from '../domain/language'
import { holdsPrivateNumber } from '../domain/private-number'
import type { Session } from '../domain/session'
import type { ReadTx } from '../store/store'
import { text } from '../text/text'
import type { Catalog } from './features'
import type { Incoming } from './incoming'
import { newestLines } from './newest-lines'
import { meaningOf } from './understand'
import { labelOfUnsupported } from './unsupported'

/** How the person's own message reads in the conversation: a press by its label, a menu command by its name. */
export async function labelOf(
  tx: ReadTx,
  account: Account,
  session: Session,
  catalog: Catalog,
  content: Incoming['content'],
  language: Language,
): Promise<string> {
  switch (content.kind) {
    case 'edit': {
      if (content.text === '') return text(language, 'bot.words-gone')
      const words = await labelOf(tx, account, session, catalog, { kind: 'text', text: content.text }, language)
      return text(language, 'bot.edited', { text: words })
    }
    case 'text': {
      if (holdsPrivateNumber(content.text)) return kept(content.text, language)
      const meaning = meaningOf(content.text, catalog.commands)
      if (meaning.kind === 'navigation' && meaning.slash) return text(language, `command.${meaning.to}`)
      return meaning.kind === 'slash' ? text(language, meaning.command.label) : content.text
    }
    case 'choice': {
      const isIt = (choice: { value: string }) => choice.value === content.value
      const shown = session.offered.find(isIt)
      if (shown) return shown.label
      const earlier = await newestLines(tx, account, 60)
      return earlier.flatMap((entry) => entry.choices).find(isIt)?.label ?? '…'
    }
    case 'file':
      return content.words ? kept(content.words, language) : ''
    case 'contact':
      return content.phone
    case 'unsupported':
      return [labelOfUnsupported(language, content.what), content.words && kept(content.words, language)]
        .filter(Boolean)
        .join(' ')
  }
}

function kept(words: string, language: Language): string {
  return holdsPrivateNumber(words) ? text(language, 'complaints.number-not-kept') : words
}
