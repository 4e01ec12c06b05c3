import type { Incoming } from './incoming'

/** Halves of characters, and what moves a cursor or rings a bell. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const broken = /\p{Surrogate}|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/gu

function whole(text: string): string {
  return text.replace(broken, (found) => (found > '\x7f' ? '\ufffd' : ''))
}

/** What was sent, as text that every platform and every store can carry on. */
export function withWholeText(content: Incoming['content']): Incoming['content'] {
  switch (content.kind) {
    case 'text':
    case 'edit':
      return { ...content, text: whole(content.text) }
    case 'file': {
      const { file, words } = content
      return { ...content, file: { ...file, name: whole(file.name) }, ...(words && { words: whole(words) }) }
    }
    case 'unsupported':
      return { ...content, ...(content.words && { words: whole(content.words) }) }
    case 'choice':
    case 'contact':
      return content
  }
}
