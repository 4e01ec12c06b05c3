import type { DamagedStore } from './damage'

/** Beginnings and pieces of the reasons, with what Chinese says for them. */
const chinese: readonly [RegExp, string][] = [
  [/^missing/, '不见了'],
  [/^empty/, '是空的'],
  [/bytes instead of/, '长度不对'],
  [/rows instead of/, '行数不对'],
  [/^checksum|no whole (row|entry)/, '校验和不对'],
  [/cut off/, '这一行不完整'],
  [/no data key/, '缺一把数据钥匙'],
  [/unwrapped|does not open|original ones/, '打不开，内容变了'],
  [/is next/, '记录不连着'],
  [/newer than/, '是更新版本的联心写的'],
]

/** File, line and reason, in both languages. */
export function damageWords({ file, line, reason }: DamagedStore): string {
  const words = chinese.find(([english]) => english.test(reason))?.[1] ?? '内容不对'
  return `${line === 0 ? file : `${file}:${line}`}: ${words} / ${reason}`
}
