import type { WrongMasterKey } from '../keys'

/** Which key is wanted, for whoever runs the bot, by the names that `npm run key` tells. */
export function wrongKeyWords({ wanted }: WrongMasterKey): string {
  if (wanted === undefined) return '不是这份数据的密钥 / is not the key of this data'
  const { name, given, since, isFormer } = wanted
  const day = since?.slice(0, 10)
  if (isFormer)
    return `这是换下来的旧密钥 ${given}。从 ${day} 起要用新密钥 ${name} / this is the former key ${given}; since ${day} the key ${name} is wanted`
  return `给的是密钥 ${given}，这份数据要的是密钥 ${name} / is the key ${given}, and this data wants the key ${name}`
}
