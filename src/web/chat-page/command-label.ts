import type { Menu } from '../api/chat-session'
import type { PageText } from './page-text'

/** What the person tapped, in place of the command the tap sent. */
export function commandLabel(sent: string, menu: Menu, text: PageText): string {
  if (sent.charAt(0) !== '/') return sent
  for (const entry of menu) for (const item of entry.items) if (item.command === sent) return item.label
  if (/^\/start( |$)/.test(sent)) return text('page.start')
  if (sent === '/return') return text('page.return')
  if (sent === '/lang en') return 'English'
  if (sent === '/lang zh-CN') return '中文'
  return sent
}
