import { text } from '../../src/text/text'
import type { Random } from './random'

export type Message = { text: string } | { choice: string }

/** What a visitor says, in order; every message opens a form, answers a question of it or submits it. */
export interface Conversation {
  who: 'registered' | 'newcomer'
  messages: Message[]
}

const say = (...texts: string[]): Message[] => texts.map((text) => ({ text }))

/** A registered youth has moved. */
function corrects(random: Random): Message[] {
  return [
    ...say('我的'),
    { choice: '!correct-me' },
    ...say('改5', `样例村${random.below(90) + 1}栋`, text('zh-CN', 'registration.correct-submit')),
  ]
}

/** Somebody new scans the code at a point; the phone may be another's too, which is told to the point's officers. */
function registers(random: Random): string[] {
  const answers = ['样例小李', '19', `154${String(random.below(100_000_000)).padStart(8, '0')}`, '样例省样例县', '跳过']
  return [
    ...['登记', text('zh-CN', 'registration.consent-yes'), ...answers],
    ...['样例路口工地', '在工地上干', '跳过', '不是团员', '1 2', text('zh-CN', 'registration.submit')],
  ]
}

/** Somebody who never registered is owed wages. */
function complains(random: Random): string[] {
  const owed = String((random.below(300) + 5) * 100)
  return [
    ...['投诉', text('zh-CN', 'complaints.consent-yes'), '没有', '工资', '样例公司王经理', '样例区样例路12号工地'],
    ...['2026年3月', owed, text('zh-CN', 'complaints.submit'), '取消'],
  ]
}

/** Of ten visitors seven correct what is kept about them, two register, one complains. */
export function nextConversation(random: Random): Conversation {
  const kind = random.next()
  if (kind < 0.7) return { who: 'registered', messages: corrects(random) }
  if (kind < 0.9) return { who: 'newcomer', messages: say(...registers(random)) }
  return { who: 'newcomer', messages: say(...complains(random)) }
}

/** What newcomers do, each in texts alone. */
export const newcomers = { registers, complains }
