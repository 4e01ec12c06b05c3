import { setTimeout as sleep } from 'node:timers/promises'
import { text } from '../../../src/text/text'
import { isOutOfStep } from '../out-of-step'
import type { Kind, Talk } from './talk'

/** What the bot answers to each text of a script. */
export type Rehearsed = Record<Kind, string[][]>

/** After this long nothing more comes to a text. */
const quietMs = 400
const patienceMs = 10_000

/** Words by which one sees that a form was submitted, in one of the last two answers. */
const ends: Record<Kind, string> = {
  registers: text('zh-CN', 'registration.done', { name: '' }).slice(0, 4),
  complains: text('zh-CN', 'complaints.received', { number: '' }).slice(0, 6),
}

/** Plays a script slowly; every answer is then expected from each who plays it. */
export async function rehearse(
  talk: Talk,
  send: (talk: Talk) => Promise<number>,
  isEcho: boolean,
): Promise<string[][]> {
  const answers: string[][] = []
  while (!talk.isFinished) {
    const status = await send(talk)
    if (status !== 200) throw new Error(`${talk.kind}: ${talk.last} was answered with ${status}`)
    for (let waited = 0; talk.replies.length === 0; waited += 10) {
      if (waited > patienceMs) throw new Error(`${talk.kind}: ${talk.last} was not answered`)
      await sleep(10)
    }
    for (let had = 0; had < talk.replies.length; await sleep(quietMs)) had = talk.replies.length
    answers.push(talk.replies)
    const strange = talk.replies.find((reply) => (isEcho ? reply !== talk.last : isOutOfStep(reply)))
    if (strange) throw new Error(`${talk.kind}: ${talk.last} was answered with ${strange}`)
  }
  const end = answers.slice(-2).flat()
  if (!isEcho && !end.some((reply) => reply.includes(ends[talk.kind])))
    throw new Error(`${talk.kind} ended with ${end.join(' | ')}`)
  return answers
}
