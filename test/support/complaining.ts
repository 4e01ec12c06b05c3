import type { Complaint } from '../../src/domain/complaint'
import { complaints } from '../../src/store/collections'
import { said } from './people'
import type { User } from './world'

/** From the command to a number, as a tired person types and taps it. */
export const eightTurns = [
  '同意',
  '都没有',
  '工资',
  '宏达建筑 13812345678',
  '龙华区民治万科工地',
  '8月',
  '一万八',
  '没错，提交',
]

/** What the person has complained about, the oldest first. */
export async function casesOf(user: User): Promise<Complaint[]> {
  const equals = await user.personId()
  return user.world.read((tx) => tx.find(complaints, { index: 'person', equals }))
}

/** Says one after another; gives what was answered to the last. */
export async function saysAll(user: User, turns: readonly string[]): Promise<string> {
  let last = ''
  for (const turn of turns) last = said(await user.says(turn))
  return last
}

export async function submits(user: User): Promise<string> {
  await user.says('投诉')
  return saysAll(user, eightTurns)
}
