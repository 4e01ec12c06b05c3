import { z } from 'zod'
import { halfWidth } from './plain-text'

const longest = 20
const namePattern = /^(?=.*[\p{L}〇])(?!(?:.*\d){4})[\p{L}\p{M}〇\d](?:[\p{L}\p{M}〇\d '·་-]*[\p{L}\p{M}〇\d་])?$/u

export const personNameSchema = z
  .string()
  .refine((name) => namePattern.test(name) && [...name].length <= longest, { error: 'not-a-name' })

export type NameProblem = 'empty' | 'too-long' | 'not-a-name'

const introductions =
  /^(?:我的?(?:名字|姓名)?(?:叫做?|是)|(?:你)?(?:就)?叫我|我姓|免贵姓|(?:名字|姓名)(?:叫|是)?\s*:?|my name is|i am|i'm|call me)\s*/i
const farewells = /(?:就行|就好|吧|就可以了?)$/
const notNames =
  /^(?:你好.{0,2}|您好.{0,2}|在吗|不知道|不想说|不告诉.*|不说|不愿意?.{0,3}|我|没.{0,3}|无|无名|测试|不叫.*|匿名|保密|秘密|是的?|否|好的?|可以|行|嗯+|哦+|谢谢.*|请问.*|返回|跳过|取消|帮助|hello|hi|yes|no|ok)$|老板|投诉|为什么|怎么|什么|工资|欠我|不给|要钱|\d岁| [男女](?: |$)/i

/** A name or nickname, 小李, Tom, 阿依古丽·买买提; emoji and quotes around it go, a phone number or a sentence is refused. */
export function readPersonName(text: string): { ok: true; value: string } | { ok: false; problem: NameProblem } {
  const trimmed = halfWidth(text.slice(0, 500)).trim()
  if (trimmed === '') return { ok: false, problem: 'empty' }
  if (/[@/<>{}\\]|:\/\/|www\.|\d{4}|\n/i.test(trimmed)) return { ok: false, problem: 'not-a-name' }

  // 王小明（木工）
  const bare = undecorated(trimmed.replace(/\s*\([^()]*\)$/, '')).replace(introductions, '')
  const name = joinParts(undecorated(bare.length > 2 ? bare.replace(farewells, '') : bare))
  if (!namePattern.test(name) || notNames.test(name) || notNames.test(trimmed))
    return { ok: false, problem: 'not-a-name' }
  if ([...name].length > longest) return { ok: false, problem: 'too-long' }
  return { ok: true, value: name }
}

function undecorated(text: string): string {
  return text
    .replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu, '')
    .replace(/^[\s~「」『』“”"‘'《》【】*_.。!,，:;-]+|[\s~「」『』“”"’'《》【】*_.。!,，:;-]+$/g, '')
}

/** Between Han characters every kind of middle dot is ·, and blanks are dropped: 张 三 is 张三. */
function joinParts(text: string): string {
  return text
    .replace(/[’‘`]/g, "'")
    .replace(/(?<=[\p{Script=Han}〇])\s*[·•‧・･．.。∙⋅᛫◦●]\s*(?=[\p{Script=Han}〇])/gu, '·')
    .replace(/(?<=[\p{Script=Han}〇])\s+(?=[\p{Script=Han}〇])/gu, '')
    .replace(/\s+/g, ' ')
}
