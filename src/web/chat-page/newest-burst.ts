import type { ChatMessage } from '../api/chat-message'

/** Said within this time of each other, messages are one answer. */
const burstMilliseconds = 5000

/** The seq of the first message of what was said last to the person, after `seen` and after their own words; null when nothing was. */
export function newestBurst(messages: readonly ChatMessage[], seen: number): number | null {
  let first: ChatMessage | null = null
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index]!
    if (message.from === 'me' || message.seq <= seen) break
    if (first !== null && Date.parse(first.at) - Date.parse(message.at) > burstMilliseconds) break
    first = message
  }
  return first === null ? null : first.seq
}
